-- materialized: table
-- key: report_id, indicator_id
-- partition: report
-- slices: inputs
-- order: place_code, body_key
-- tests: unique_keys, bounds_of_marts_hold_the_value, corrections_hold
-- One value per report and indicator: what the text states (marts.indicator_resolved), or what a person put in its place
-- (marts.corrections; then `corrected` is true and `value_read` says what was read).
-- `apart`: of the other kind than the indicator (marts.indicator_mentions); such values enter no figure over several bodies.
SELECT
  coalesce(found.report_id, corrections.report_id) AS report_id,
  coalesce(found.indicator_id, corrections.indicator_id) AS indicator_id,
  reports.report_year,
  reports.body_key,
  reports.level,
  reports.issuer,
  reports.province,
  reports.prefecture,
  reports.county,
  reports.township,
  reports.place_code,
  coalesce(corrections.value, found.value) AS value,
  coalesce(corrections.value, found.value_low) AS value_low,
  coalesce(corrections.value, found.value_high) AS value_high,
  corrections.value IS NULL AND found.high_exclusive AS high_exclusive,
  CASE WHEN corrections.value IS NULL THEN found.modifier END AS modifier,
  corrections.value IS NULL AND (found.value_high IS NULL OR found.value_high > found.value_low) AS approximate,
  CASE WHEN corrections.value IS NULL THEN found.resolution ELSE 'corrected' END AS resolution,
  coalesce(found.mentions, 0) AS mentions,
  coalesce(found.quantity_nos, []) AS quantity_nos,
  corrections.value IS NULL AND found.apart AS apart,
  corrections.value IS NOT NULL AS corrected,
  found.value AS value_read,
  reports.fictional
FROM marts.indicator_resolved AS found
FULL JOIN (SELECT * FROM marts.corrections WHERE status = 'applied') AS corrections
  ON corrections.report_id = found.report_id AND corrections.indicator_id = found.indicator_id
INNER JOIN core.reports AS reports ON reports.report_id = coalesce(found.report_id, corrections.report_id)
WHERE corrections.report_id IS NULL OR corrections.value IS NOT NULL
