-- materialized: table
-- key: report_id, indicator_id
-- partition: year
-- tests: unique_keys
-- A government's own figure against the sum of the governments directly below it (a county's against its towns'), where
-- both exist and the indicator adds up. `verdict`, from the intervals: parts_exceed (the parts that reported already make
-- more than the whole), whole_exceeds (all parts expected reported the figure and make less), agree (the intervals meet),
-- parts_missing (the sum is less, but some parts are not there). A whole may count what no part does: for review.
WITH tiers (level, part_level) AS (
  VALUES ('county', 'township'), ('prefecture', 'county'), ('province', 'prefecture')
),
summed AS (
  SELECT
    regions.region_code,
    parts.level,
    parts.report_year,
    parts.indicator_id,
    count(*) AS n_parts,
    round(fsum(parts.value), 6) AS parts,
    round(fsum(parts.value_low), 6) AS parts_low,
    CASE WHEN count(parts.value_high) = count(*) THEN round(fsum(parts.value_high), 6) END AS parts_high
  FROM marts.indicator_values AS parts
  INNER JOIN tiers ON tiers.part_level = parts.level
  INNER JOIN core.report_regions AS regions ON regions.report_id = parts.report_id AND regions.region_level = tiers.level
  WHERE NOT parts.apart
  GROUP BY regions.region_code, parts.level, parts.report_year, parts.indicator_id
),
compared AS (
  SELECT
    whole.report_id,
    whole.indicator_id,
    whole.report_year,
    whole.body_key,
    whole.level,
    whole.place_code,
    whole.value,
    whole.value_low,
    whole.value_high,
    summed.parts,
    summed.parts_low,
    summed.parts_high,
    summed.n_parts,
    coverage.expected AS n_expected
  FROM marts.indicator_values AS whole
  INNER JOIN core.indicators AS indicators ON indicators.id = whole.indicator_id AND indicators.aggregation <> 'mean'
  INNER JOIN tiers ON tiers.level = whole.level
  INNER JOIN core.places AS places ON places.code = whole.place_code
  INNER JOIN summed
    ON summed.region_code = coalesce(places.same_as, places.code)
    AND summed.level = tiers.part_level
    AND summed.report_year = whole.report_year
    AND summed.indicator_id = whole.indicator_id
  LEFT JOIN marts.report_coverage AS coverage
    ON coverage.region_code = summed.region_code AND coverage.level = summed.level AND coverage.report_year = summed.report_year
  WHERE NOT whole.apart
)
SELECT
  *,
  CASE
    WHEN parts_low > coalesce(value_high, 'infinity'::DOUBLE) THEN 'parts_exceed'
    WHEN coalesce(parts_high, 'infinity'::DOUBLE) >= value_low THEN 'agree'
    WHEN n_parts >= n_expected THEN 'whole_exceeds'
    ELSE 'parts_missing'
  END AS verdict
FROM compared
