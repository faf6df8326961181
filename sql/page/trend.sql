-- The trend of every indicator with the bounds that its approximate values leave open; a bound is NULL where one is open.
SELECT
  indicator_id,
  level,
  region_level,
  region_code,
  region,
  report_year,
  n_places,
  figure,
  figure_low AS low,
  figure_high AS high,
  share_approximate,
  matched_places,
  matched_before,
  matched_figure,
  matched_change_pct,
  direction,
  n_apart,
  sum_apart
FROM marts.indicator_trend
ORDER BY indicator_id, level, region_level, region_code, report_year
