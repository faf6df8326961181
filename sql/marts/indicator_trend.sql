-- materialized: table
-- key: indicator_id, report_year, level, region_level, region_code
-- partition: region_after
-- slices: inputs, indicator_id
-- order: indicator_id, region_code
-- tests: unique_keys, accepted_values
-- The yearly figures with those of the year before. The plain change mixes what bodies did with which bodies reported;
-- the matched change compares only bodies that state the indicator in both years. The direction follows from the
-- intervals of the matched bodies: it rises where every value possible now lies above every value possible then. Values of
-- the other kind than the indicator (`apart`) are in no figure; n_apart and sum_apart tell them.
WITH paired AS (
  SELECT
    bodies.indicator_id,
    bodies.report_year,
    bodies.level,
    regions.region_level,
    regions.region_code,
    count(*) AS n,
    round(fsum(bodies.value), 6) AS value,
    round(fsum(bodies.value_before), 6) AS value_before,
    round(fsum(bodies.value_low), 6) AS low,
    CASE WHEN count(bodies.value_high) = count(*) THEN round(fsum(bodies.value_high), 6) ELSE 'infinity'::DOUBLE END AS high,
    bool_or(bodies.high_exclusive) AS exclusive,
    round(fsum(bodies.low_before), 6) AS low_before,
    CASE WHEN count(bodies.high_before) = count(*) THEN round(fsum(bodies.high_before), 6) ELSE 'infinity'::DOUBLE END AS high_before,
    bool_or(bodies.exclusive_before) AS exclusive_before
  FROM marts.body_trend AS bodies
  INNER JOIN core.report_regions AS regions ON regions.report_id = bodies.report_id
  WHERE NOT bodies.apart
  GROUP BY bodies.indicator_id, bodies.report_year, bodies.level, regions.region_level, regions.region_code
),
figures AS NOT MATERIALIZED (
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
  round(figure - figure_before, 6) AS change,
  CASE WHEN NOT is_rate THEN 100 * (figure - figure_before) / nullif(figure_before, 0) END AS change_pct,
  matched_places,
  matched_figure,
  matched_before,
  round(matched_figure - matched_before, 6) AS matched_change,
  CASE WHEN NOT is_rate THEN 100 * (matched_figure - matched_before) / nullif(matched_before, 0) END AS matched_change_pct,
  direction,
  share_approximate,
  figure_low,
  figure_high,
  n_apart,
  sum_apart
FROM compared
