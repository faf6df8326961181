-- materialized: table
-- key: body_key, report_year, indicator_id
-- partition: body
-- slices: inputs
-- order: place_code, body_key
-- tests: unique_keys, values_and_gaps_add_up, accepted_reasons
-- For every body that ever reported, every year that the warehouse holds and every indicator without a value: why.
--   abolished (no report, and the place had ceased to be); unreadable, rejected (no report, but a refused file that by its
--   path is it: marts.refused_reports); no_report; then for a report in use:
--   corrected (a person took a wrong value out), the reason why its mentions were left out (marts.indicator_mentions),
--   conflict (mentions that exclude each other), truncated (the text breaks off), states_nothing (the report holds no
--   amount and no zero statement at all), not_stated; or not_applicable, in place of these three: a township decides on no
--   reconsideration (role `above_townships` of config/roll_up.yaml), and states nothing of it for that reason.
-- A body stands under the code that its place has today. A report that is a body of its own (core.bodies) has no other years:
-- nothing says that its body did not report in them.
-- Places that never reported stand in marts.report_coverage.
WITH bodies AS (
  SELECT
    reports.body_key,
    min(reports.level) AS level,
    min(coalesce(places.same_as, reports.place_code)) AS place_code,
    min(CASE WHEN places.same_as IS NULL THEN places.valid_to END) AS valid_to,
    bool_or(reports.body_key = reports.report_id) AS is_one_report
  FROM core.reports AS reports
  LEFT JOIN core.places AS places ON places.code = reports.place_code
  WHERE reports.superseded_by IS NULL AND reports.report_year IS NOT NULL
  GROUP BY reports.body_key
),
excluded AS (
  -- only mentions that came to no value: of the others, many times as many, nobody asks why
  SELECT
    mentions.report_id,
    mentions.indicator_id,
    arg_min(coalesce(mentions.excluded, 'conflict'), (mentions.excluded IS NOT NULL, mentions.quantity_no)) AS reason
  FROM marts.indicator_mentions AS mentions
  ANTI JOIN marts.indicator_values AS valued
    ON valued.report_id = mentions.report_id AND valued.indicator_id = mentions.indicator_id
  GROUP BY mentions.report_id, mentions.indicator_id
),
refused AS (
  SELECT body_key, report_year, bool_or(unreadable) AS unreadable
  FROM marts.refused_reports
  GROUP BY body_key, report_year
),
telling AS (
  SELECT DISTINCT report_id FROM store.quantities
),
cells AS (
  SELECT
    bodies.body_key,
    bodies.place_code,
    bodies.level,
    years.report_year,
    reports.report_id,
    CASE
      WHEN reports.report_id IS NULL AND bodies.valid_to < years.report_year THEN 'abolished'
      WHEN reports.report_id IS NULL AND refused.unreadable THEN 'unreadable'
      WHEN reports.report_id IS NULL AND refused.body_key IS NOT NULL THEN 'rejected'
      WHEN reports.report_id IS NULL THEN 'no_report'
      WHEN reports.truncated THEN 'truncated'
      WHEN telling.report_id IS NULL THEN 'states_nothing'
      ELSE 'not_stated'
    END AS reason
  FROM bodies
  CROSS JOIN core.years AS years
  LEFT JOIN core.reports AS reports
    ON reports.body_key = bodies.body_key AND reports.report_year = years.report_year AND reports.superseded_by IS NULL
  LEFT JOIN refused ON refused.body_key = bodies.body_key AND refused.report_year = years.report_year
  LEFT JOIN telling ON telling.report_id = reports.report_id
  WHERE reports.report_id IS NOT NULL OR NOT bodies.is_one_report
)
SELECT
  cells.place_code,
  cells.report_year,
  indicators.id AS indicator_id,
  CASE
    WHEN corrections.report_id IS NOT NULL THEN 'corrected'
    WHEN excluded.reason IS NOT NULL THEN excluded.reason
    WHEN cells.level = 'township' AND cells.reason IN ('truncated', 'states_nothing', 'not_stated')
      AND regexp_matches(indicators.name_zh, getvariable('pattern_above_townships')) THEN 'not_applicable'
    ELSE cells.reason
  END AS reason,
  cells.body_key,
  cells.report_id
FROM cells
CROSS JOIN core.indicators AS indicators
LEFT JOIN excluded ON excluded.report_id = cells.report_id AND excluded.indicator_id = indicators.id
LEFT JOIN marts.corrections AS corrections
  ON corrections.report_id = cells.report_id
  AND corrections.indicator_id = indicators.id
  AND corrections.status = 'applied'
ANTI JOIN marts.indicator_values AS facts ON facts.report_id = cells.report_id AND facts.indicator_id = indicators.id
