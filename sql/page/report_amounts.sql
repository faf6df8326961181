-- The amounts of the reports $ids, and why an amount enters no mart although an indicator is tied.
SELECT
  quantities.report_id,
  quantities.quantity_no,
  quantities.section_path,
  quantities.surface,
  quantities.value,
  quantities.value_low,
  quantities.value_high,
  quantities.unit,
  quantities.modifier,
  quantities.measured_entity,
  quantities.scope,
  quantities.owner,
  quantities.polarity,
  quantities.indicator_ids,
  quantities.rule_id,
  quantities.score,
  quantities.text_start,
  quantities.text_end,
  quantities.source_start,
  quantities.source_end,
  mentions.excluded
FROM core.quantities AS quantities
LEFT JOIN marts.indicator_mentions AS mentions
  ON mentions.report_id = quantities.report_id
  AND mentions.quantity_no = quantities.quantity_no
  AND mentions.indicator_id = quantities.indicator_id
WHERE quantities.report_id IN (SELECT unnest($ids))
ORDER BY quantities.report_id, quantities.quantity_no
