-- materialized: view
-- key: indicator_id, report_year, level, region_level, region_code
-- partition: region_after
-- tests: unique_keys
-- For BI tools: the yearly figures with the names of indicators in both languages, their unit, and the direction that is
-- wanted of them (`wanted_direction`), so that a rise can be coloured.
SELECT
  trend.indicator_id,
  indicators.name_zh,
  indicators.name_en,
  indicators.canonical_unit,
  indicators.pillar,
  indicators.direction AS wanted_direction,
  trend.report_year,
  trend.level,
  trend.region_level,
  trend.region_code,
  trend.region,
  trend.n_places,
  trend.figure,
  trend.figure_low,
  trend.figure_high,
  trend.share_approximate,
  trend.matched_places,
  trend.matched_change,
  trend.matched_change_pct,
  trend.direction,
  trend.n_apart,
  trend.sum_apart
FROM marts.indicator_trend AS trend
INNER JOIN core.indicators AS indicators ON indicators.id = trend.indicator_id
