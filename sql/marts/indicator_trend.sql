-- materialized: table
-- key: indicator_id, report_year, level, region_level, region_code
-- tests: unique_keys, accepted_values
-- The yearly figures with those of the year before. The plain change mixes what bodies did with which bodies reported;
-- the matched change compares only bodies that state the indicator in both years. The direction follows from the
-- intervals of the matched bodies: it rises where every value possible now lies above every value possible then.
WITH paired AS (
  SELECT
    now.indicator_id,
    now.report_year,
    now.level,
    regions.region_level,
    regions.region_code,
    count(*) AS n,
    sum(now.value) AS value,
    sum(before.value) AS value_before,
    sum(now.value_low) AS low,
    CASE WHEN count(now.value_high) = count(*) THEN sum(now.value_high) ELSE 'infinity'::DOUBLE END AS high,
    bool_or(now.high_exclusive) AS exclusive,
    sum(before.value_low) AS low_before,
    CASE WHEN count(before.value_high) = count(*) THEN sum(before.value_high) ELSE 'infinity'::DOUBLE END AS high_before,
    bool_or(before.high_exclusive) AS exclusive_before
  FROM marts.indicator_values AS now
  INNER JOIN marts.indicator_values AS before
    ON before.indicator_id = now.indicator_id AND before.body_key = now.body_key AND before.report_year = now.report_year - 1
  INNER JOIN core.report_regions AS regions ON regions.report_id = now.report_id
  GROUP BY now.indicator_id, now.report_year, now.level, regions.region_level, regions.region_code
),
figures AS (
  SELECT
    yearly.*,
    indicators.aggregation = 'mean' AS is_rate,
    CASE WHEN indicators.aggregation = 'mean' THEN yearly.mean ELSE yearly.sum END AS figure
  FROM marts.indicator_yearly AS yearly
  INNER JOIN core.indicators AS indicators ON indicators.id = yearly.indicator_id
),
compared AS (
  SELECT
    now.*,
    before.n_places AS n_places_before,
    before.figure AS figure_before,
    coalesce(paired.n, 0) AS matched_places,
    paired.value / CASE WHEN now.is_rate THEN paired.n ELSE 1 END AS matched_figure,
    paired.value_before / CASE WHEN now.is_rate THEN paired.n ELSE 1 END AS matched_before,
    CASE
      WHEN paired.low > paired.high_before OR (paired.low = paired.high_before AND paired.exclusive_before) THEN 'rises'
      WHEN paired.high < paired.low_before OR (paired.high = paired.low_before AND paired.exclusive) THEN 'falls'
      WHEN paired.low = paired.high AND paired.low_before = paired.high_before AND paired.low = paired.low_before THEN 'unchanged'
      ELSE 'not_decidable'
    END AS direction
  FROM figures AS now
  LEFT JOIN figures AS before
    ON before.indicator_id = now.indicator_id
    AND before.report_year = now.report_year - 1
    AND before.level = now.level
    AND before.region_level = now.region_level
    AND before.region_code = now.region_code
  LEFT JOIN paired
    ON paired.indicator_id = now.indicator_id
    AND paired.report_year = now.report_year
    AND paired.level = now.level
    AND paired.region_level = now.region_level
    AND paired.region_code = now.region_code
)
SELECT
  indicator_id,
  report_year,
  level,
  region_level,
  region_code,
  region,
  n_places,
  n_places_before,
  figure,
  figure_before,
  figure - figure_before AS change,
  CASE WHEN NOT is_rate THEN 100 * (figure - figure_before) / nullif(figure_before, 0) END AS change_pct,
  matched_places,
  matched_figure,
  matched_before,
  matched_figure - matched_before AS matched_change,
  CASE WHEN NOT is_rate THEN 100 * (matched_figure - matched_before) / nullif(matched_before, 0) END AS matched_change_pct,
  direction,
  share_approximate
FROM compared
