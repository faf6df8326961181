-- The amounts of one report, with the indicator's name where one is tied, why marts leave the amount out or keep it
-- apart, what value they make of it and which others, and the place in the file; $indicator NULL for all.
SELECT
  q.*,
  b.place,
  s.heading,
  i.name_zh,
  i.flow,
  m.excluded,
  m.apart,
  m.role,
  v.value AS value_of_report,
  v.resolution,
  v.mentions,
  v.quantity_nos
FROM core.quantities AS q
LEFT JOIN core.sections AS s ON s.report_id = q.report_id AND s.section_path = q.section_path
LEFT JOIN core.indicators AS i ON i.id = q.indicator_id
LEFT JOIN marts.indicator_mentions AS m
  ON m.report_id = q.report_id AND m.quantity_no = q.quantity_no AND m.indicator_id = q.indicator_id
LEFT JOIN marts.indicator_values AS v ON v.report_id = q.report_id AND v.indicator_id = q.indicator_id
ASOF LEFT JOIN core.blocks AS b ON b.report_id = q.report_id AND q.source_start >= b.source_start
WHERE q.report_id = $report_id
  AND ($indicator IS NULL OR list_contains(q.indicator_ids, $indicator))
ORDER BY q.quantity_no
