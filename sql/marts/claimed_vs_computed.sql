-- materialized: table
-- key: report_id, what
-- tests: unique_keys
-- A stated rate beside the rate computed from the numerator and denominator that the same report states. They differ
-- where the two intervals lie more than half a percentage point apart.
WITH stated AS (
  SELECT
    rate.report_id,
    rate.indicator_id AS what,
    rate.value AS claimed,
    rate.value_low AS claimed_low,
    coalesce(rate.value_high, 100) AS claimed_high,
    above.value AS numerator,
    below.value AS denominator,
    100 * above.value / below.value AS computed,
    100 * above.value_low / coalesce(below.value_high, 'infinity'::DOUBLE) AS computed_low,
    100 * coalesce(above.value_high, 'infinity'::DOUBLE) / nullif(below.value_low, 0) AS computed_high
  FROM marts.indicator_values AS rate
  INNER JOIN core.indicators AS indicators ON indicators.id = rate.indicator_id
  INNER JOIN marts.indicator_values AS above ON above.report_id = rate.report_id AND above.indicator_id = indicators.numerator
  INNER JOIN marts.indicator_values AS below ON below.report_id = rate.report_id AND below.indicator_id = indicators.denominator
  WHERE below.value > 0
)
SELECT
  report_id,
  what,
  claimed,
  computed,
  numerator,
  denominator,
  greatest(computed_low - claimed_high, claimed_low - coalesce(computed_high, 'infinity'::DOUBLE)) > 0.5 AS differs
FROM stated
