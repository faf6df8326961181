-- materialized: table
-- key: indicator_id, report_year, level, region_level, region_code
-- partition: region
-- slices: inputs, indicator_id
-- tests: unique_keys
-- The values of a year, over the bodies of one level in one region. Rates have no sum. n_reports counts the reports of
-- that level, region and year whether they state the indicator or not: n_places out of n_reports state it. figure_low and
-- figure_high are what the wording of approximate values leaves open for the sum (of a rate: for the mean). Sums are
-- compensated and rounded: a plain sum depends on the order of its rows, and two builds of the same rows would differ.
-- A stock is never added to a flow: bodies whose only value is of the other kind (`apart`, marts.indicator_values) count in
-- n_apart and sum_apart and in nothing else; where all are, n_places is 0 and the figures are NULL.
WITH reported AS (
  SELECT reports.report_year, reports.level, regions.region_level, regions.region_code, count(*) AS n_reports
  FROM core.report_regions AS regions
  INNER JOIN core.reports AS reports ON reports.report_id = regions.report_id
  GROUP BY reports.report_year, reports.level, regions.region_level, regions.region_code
),
facts AS (
  SELECT
    report_id, indicator_id, report_year, level, apart,
    CASE WHEN NOT apart THEN value END AS value,
    CASE WHEN NOT apart THEN value_low END AS value_low,
    CASE WHEN NOT apart THEN value_high END AS value_high,
    CASE WHEN NOT apart THEN approximate::INTEGER END AS approximate,
    CASE WHEN apart THEN value END AS value_apart
  FROM marts.indicator_values
)
SELECT
  facts.indicator_id,
  facts.report_year,
  facts.level,
  regions.region_level,
  regions.region_code,
  any_value(regions.region) AS region,
  count(facts.value) AS n_places,  -- a body has one report of a year in use, with one value; telling bodies apart cost memory
  any_value(reported.n_reports) AS n_reports,
  CASE WHEN any_value(indicators.aggregation) <> 'mean' THEN round(fsum(facts.value), 6) END AS sum,
  round(favg(facts.value), 6) AS mean,
  quantile_cont(facts.value, [0.25, 0.5, 0.75])[2] AS median,  -- asked for together, they keep the values once
  quantile_cont(facts.value, [0.25, 0.5, 0.75])[1] AS p25,
  quantile_cont(facts.value, [0.25, 0.5, 0.75])[3] AS p75,
  min(facts.value) AS min,
  max(facts.value) AS max,
  avg(facts.approximate) AS share_approximate,
  round(
    CASE WHEN any_value(indicators.aggregation) = 'mean' THEN favg(facts.value_low) ELSE fsum(facts.value_low) END, 6
  ) AS figure_low,
  round(
    CASE
      WHEN count(facts.value_high) < count(facts.value) THEN NULL
      WHEN any_value(indicators.aggregation) = 'mean' THEN favg(facts.value_high)
      ELSE fsum(facts.value_high)
    END,
    6
  ) AS figure_high,
  count(facts.value_apart) AS n_apart,
  round(fsum(facts.value_apart), 6) AS sum_apart
FROM facts
INNER JOIN core.report_regions AS regions ON regions.report_id = facts.report_id
INNER JOIN core.indicators AS indicators ON indicators.id = facts.indicator_id
INNER JOIN reported
  ON reported.report_year = facts.report_year
  AND reported.level = facts.level
  AND reported.region_level = regions.region_level
  AND reported.region_code = regions.region_code
GROUP BY facts.indicator_id, facts.report_year, facts.level, regions.region_level, regions.region_code
