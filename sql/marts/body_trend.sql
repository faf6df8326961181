-- materialized: table
-- key: body_key, report_year, indicator_id
-- partition: body
-- slices: inputs
-- order: body_key
-- tests: unique_keys, accepted_values
-- The value of each body with its own of the year before, where it states both. The direction follows from the intervals:
-- it rises where every value possible now lies above every value possible then; an end that is excluded (8000余 stays below
-- 9000) is reached by neither. What came new is compared with what came new, what stands with what stands (`apart`).
SELECT
  now.indicator_id,
  now.report_year,
  now.body_key,
  now.level,
  now.report_id,
  before.report_id AS report_id_before,
  now.value,
  now.value_low,
  now.value_high,
  now.high_exclusive,
  now.apart,
  before.value AS value_before,
  before.value_low AS low_before,
  before.value_high AS high_before,
  before.high_exclusive AS exclusive_before,
  round(now.value - before.value, 6) AS change,
  CASE WHEN indicators.aggregation <> 'mean' THEN 100 * (now.value - before.value) / nullif(before.value, 0) END AS change_pct,
  CASE
    WHEN now.value_low > before.value_high OR (now.value_low = before.value_high AND before.high_exclusive) THEN 'rises'
    WHEN now.value_high < before.value_low OR (now.value_high = before.value_low AND now.high_exclusive) THEN 'falls'
    WHEN now.value_low = now.value_high AND before.value_low = before.value_high AND now.value = before.value THEN 'unchanged'
    ELSE 'not_decidable'
  END AS direction
FROM marts.indicator_values AS now
INNER JOIN marts.indicator_values AS before
  ON before.indicator_id = now.indicator_id AND before.body_key = now.body_key AND before.report_year = now.report_year - 1
  AND before.apart = now.apart
INNER JOIN core.indicators AS indicators ON indicators.id = now.indicator_id
