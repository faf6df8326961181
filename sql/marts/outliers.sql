-- materialized: table
-- key: report_id, indicator_id, basis
-- partition: year where basis = 'peers'
-- partition: body where basis <> 'peers'
-- slices: inputs, indicator_id
-- tests: unique_keys
-- Values to look at again: far from the body's own other years (`history`, four years and more), from bodies of its level
-- in the year (`peers`: of its province where eight state the indicator, else of the country), or impossible (a rate
-- outside 0 to 100 %). Far is a modified z-score above 3.5 (Iglewicz and Hoaglin 1993: distance from the median over
-- 1.4826 times the median absolute deviation) and, since a small spread makes anything far, also a factor of three, or ten
-- points of a rate. Counts are compared as logarithms, for they differ by factors. An outlier is a question, not an error.
WITH facts AS (
  SELECT
    facts.report_id, facts.indicator_id, facts.report_year, facts.level, facts.body_key, facts.value,
    indicators.aggregation = 'mean' AS is_rate,
    CASE WHEN indicators.aggregation = 'mean' THEN facts.value ELSE ln(1 + greatest(facts.value, 0)) END AS scaled
  FROM marts.indicator_values AS facts
  INNER JOIN core.indicators AS indicators ON indicators.id = facts.indicator_id
  WHERE NOT facts.apart
),
placed AS (
  SELECT facts.*, 'peers' AS basis, concat_ws('|', facts.level, facts.report_year, regions.region_code) AS peer_group,
    regions.region AS compared_with, CASE regions.region_level WHEN 'province' THEN 8 ELSE 9 END AS at_least
  FROM facts
  INNER JOIN core.report_regions AS regions
    ON regions.report_id = facts.report_id AND regions.region_level IN ('province', 'country')
  UNION ALL
  SELECT facts.*, 'history' AS basis, facts.body_key AS peer_group, 'own other years' AS compared_with, 4 AS at_least
  FROM facts
),
middles AS (
  SELECT *, count(*) OVER alike AS n, median(scaled) OVER alike AS middle
  FROM placed
  WINDOW alike AS (PARTITION BY indicator_id, basis, peer_group)
),
spreads AS (
  SELECT *, abs(scaled - middle) AS distance, median(abs(scaled - middle)) OVER (PARTITION BY indicator_id, basis, peer_group) AS spread
  FROM middles
  WHERE n >= at_least
),
nearest AS (
  SELECT
    *,
    distance / greatest(1.4826 * spread, CASE WHEN is_rate THEN 1 ELSE 0.05 END) AS score,
    CASE WHEN is_rate THEN middle ELSE exp(middle) - 1 END AS typical
  FROM spreads
  QUALIFY 1 = row_number() OVER (PARTITION BY report_id, indicator_id, basis ORDER BY at_least)
)
SELECT report_id, indicator_id, basis, report_year, body_key, level, value, typical, score, n, compared_with
FROM nearest
WHERE score > 3.5 AND distance > CASE WHEN is_rate THEN 10 ELSE ln(3) END
UNION ALL
SELECT report_id, indicator_id, 'impossible', report_year, body_key, level, value, NULL, NULL, 1, '0 to 100 %'
FROM facts
WHERE is_rate AND value NOT BETWEEN 0 AND 100
