-- The trend of every indicator with the bounds that its approximate values leave open; a bound is NULL where one is open.
-- From the first figure of a level and region to its last report every year has a row: one without a figure (n_places 0)
-- says in n_reports how many bodies reported all the same.
WITH figures AS (
  SELECT
    indicator_id, level, region_level, region_code, region, report_year, n_places, figure, figure_low AS low,
    figure_high AS high, share_approximate, matched_places, matched_before, matched_figure, matched_change_pct, direction,
    n_apart, sum_apart
  FROM marts.indicator_trend
),
reported AS (
  SELECT reports.level, regions.region_level, regions.region_code, reports.report_year, count(*) AS n_reports
  FROM core.report_regions AS regions
  INNER JOIN core.reports AS reports ON reports.report_id = regions.report_id
  WHERE reports.superseded_by IS NULL
  GROUP BY reports.level, regions.region_level, regions.region_code, reports.report_year
),
last_reports AS (
  SELECT level, region_level, region_code, max(report_year) AS report_year
  FROM reported
  GROUP BY level, region_level, region_code
),
spans AS (
  SELECT
    figures.indicator_id, figures.level, figures.region_level, figures.region_code,
    any_value(figures.region) AS region,
    unnest(range(min(figures.report_year) + 1, any_value(last_reports.report_year) + 1))::INTEGER AS report_year
  FROM figures
  INNER JOIN last_reports
    ON last_reports.level = figures.level
    AND last_reports.region_level = figures.region_level
    AND last_reports.region_code = figures.region_code
  GROUP BY figures.indicator_id, figures.level, figures.region_level, figures.region_code
),
silent AS (
  SELECT spans.*, coalesce(reported.n_reports, 0) AS n_reports
  FROM spans
  ANTI JOIN figures
    ON figures.indicator_id = spans.indicator_id
    AND figures.level = spans.level
    AND figures.region_level = spans.region_level
    AND figures.region_code = spans.region_code
    AND figures.report_year = spans.report_year
  LEFT JOIN reported
    ON reported.level = spans.level
    AND reported.region_level = spans.region_level
    AND reported.region_code = spans.region_code
    AND reported.report_year = spans.report_year
)
SELECT figures.*, NULL AS n_reports
FROM figures
UNION ALL BY NAME
SELECT silent.*, 0 AS n_places
FROM silent
ORDER BY indicator_id, level, region_level, region_code, report_year
