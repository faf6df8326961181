-- The yearly figures of the indicator $indicator with their bounds: over the bodies of each level in each region, and of
-- each single body. $region is a name or code, $level a level of bodies; NULL for all. A bound is NULL where it is open.
WITH bounds AS (
  SELECT
    facts.indicator_id,
    facts.report_year,
    facts.level,
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
  WHERE facts.indicator_id = $indicator
  GROUP BY facts.indicator_id, facts.report_year, facts.level, regions.region_code
),
figures AS (
  SELECT
    trend.level, trend.region_level, trend.region_code, trend.region, trend.report_year, trend.n_places, trend.figure,
    bounds.low, bounds.high, trend.share_approximate, trend.matched_places, trend.matched_before, trend.matched_figure,
    trend.matched_change_pct, trend.direction
  FROM marts.indicator_trend AS trend
  LEFT JOIN bounds
    ON bounds.report_year = trend.report_year AND bounds.level = trend.level AND bounds.region_code = trend.region_code
  WHERE trend.indicator_id = $indicator
  UNION ALL
  SELECT
    panel.level, panel.level AS region_level, panel.body_key AS region_code,
    coalesce(CASE WHEN panel.level = 'department' THEN panel.issuer END, panel.township, panel.county, panel.prefecture,
      panel.province, panel.issuer) AS region,
    panel.report_year, 1 AS n_places, panel.value AS figure, panel.value_low AS low, panel.value_high AS high,
    CASE WHEN panel.approximate THEN 1.0 ELSE 0.0 END AS share_approximate,
    0 AS matched_places, NULL AS matched_before, NULL AS matched_figure, NULL AS matched_change_pct, NULL AS direction
  FROM marts.indicator_panel AS panel
  WHERE panel.indicator_id = $indicator AND $region IS NOT NULL
)
SELECT *
FROM figures
WHERE ($region IS NULL OR region = $region OR region_code = $region OR ends_with(region_code, '|' || $region))
  AND ($level IS NULL OR level = $level)
ORDER BY level, region_level, region_code, report_year
