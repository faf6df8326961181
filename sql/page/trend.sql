-- The trend of every indicator with the bounds that its approximate values leave open; a bound is NULL where one is open.
WITH bounds AS (
  SELECT
    facts.indicator_id,
    facts.report_year,
    facts.level,
    regions.region_level,
    regions.region_code,
    CASE WHEN any_value(indicators.aggregation) = 'mean' THEN avg(facts.value_low) ELSE sum(facts.value_low) END AS low,
    CASE
      WHEN count(facts.value_high) < count(*) THEN NULL
      WHEN any_value(indicators.aggregation) = 'mean' THEN avg(facts.value_high)
      ELSE sum(facts.value_high)
    END AS high
  FROM marts.indicator_values AS facts
  INNER JOIN core.report_regions AS regions ON regions.report_id = facts.report_id
  INNER JOIN core.indicators AS indicators ON indicators.id = facts.indicator_id
  GROUP BY facts.indicator_id, facts.report_year, facts.level, regions.region_level, regions.region_code
)
SELECT
  trend.indicator_id,
  trend.level,
  trend.region_level,
  trend.region_code,
  trend.region,
  trend.report_year,
  trend.n_places,
  trend.figure,
  bounds.low,
  bounds.high,
  trend.share_approximate,
  trend.matched_places,
  trend.matched_before,
  trend.matched_figure,
  trend.matched_change_pct,
  trend.direction
FROM marts.indicator_trend AS trend
LEFT JOIN bounds
  ON bounds.indicator_id = trend.indicator_id
  AND bounds.report_year = trend.report_year
  AND bounds.level = trend.level
  AND bounds.region_level = trend.region_level
  AND bounds.region_code = trend.region_code
ORDER BY trend.indicator_id, trend.level, trend.region_level, trend.region_code, trend.report_year
