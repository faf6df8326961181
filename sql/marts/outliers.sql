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
regions AS (
  -- one row a report: a window over two for each value took three times as long
  SELECT
    report_id,
    any_value(region_code) FILTER (WHERE region_level = 'province') AS province_code,
    any_value(region) FILTER (WHERE region_level = 'province') AS province,
    any_value(region_code) FILTER (WHERE region_level = 'country') AS country_code,
    any_value(region) FILTER (WHERE region_level = 'country') AS country
  FROM core.report_regions
  WHERE region_level IN ('province', 'country')
  GROUP BY report_id
),
peers AS (
  SELECT
    facts.*, regions.province, regions.country,
    concat_ws('|', facts.level, facts.report_year, regions.province_code) AS province_peers,
    concat_ws('|', facts.level, facts.report_year, regions.country_code) AS country_peers
  FROM facts
  INNER JOIN regions ON regions.report_id = facts.report_id
),
among_peers AS (
  SELECT * EXCLUDE (province, country, province_peers, country_peers), 8 AS at_least,
    province_peers AS peer_group, NULL AS nearer_group, province AS compared_with
  FROM peers
  WHERE province IS NOT NULL
  UNION ALL
  SELECT * EXCLUDE (province, country, province_peers, country_peers), 9 AS at_least,
    country_peers AS peer_group, CASE WHEN province IS NOT NULL THEN province_peers END AS nearer_group, country AS compared_with
  FROM peers
  WHERE country IS NOT NULL
),
peer_middles AS (
  SELECT indicator_id, peer_group, count(*) AS n, median(scaled) AS middle
  FROM among_peers
  GROUP BY indicator_id, peer_group
  HAVING count(*) >= any_value(at_least)
),
peer_distances AS (
  SELECT among_peers.*, middles.n, middles.middle, abs(among_peers.scaled - middles.middle) AS distance
  FROM among_peers
  INNER JOIN peer_middles AS middles ON middles.indicator_id = among_peers.indicator_id AND middles.peer_group = among_peers.peer_group
),
peer_spreads AS (
  SELECT indicator_id, peer_group, median(distance) AS spread
  FROM peer_distances
  GROUP BY indicator_id, peer_group
),
own_middles AS (
  SELECT indicator_id, body_key, count(*) AS n, median(scaled) AS middle
  FROM facts
  GROUP BY indicator_id, body_key
  HAVING count(*) >= 4
),
own_distances AS (
  SELECT facts.*, middles.n, middles.middle, abs(facts.scaled - middles.middle) AS distance
  FROM facts
  INNER JOIN own_middles AS middles ON middles.indicator_id = facts.indicator_id AND middles.body_key = facts.body_key
),
own_spreads AS (
  SELECT indicator_id, body_key, median(distance) AS spread
  FROM own_distances
  GROUP BY indicator_id, body_key
),
-- two chains rather than one over both bases: where a night asks for one of them, the other is not made
distant AS (
  SELECT far.report_id, far.indicator_id, 'peers' AS basis, far.report_year, far.body_key, far.level, far.value, far.is_rate, far.middle,
    far.distance, spreads.spread, far.n, far.compared_with
  FROM peer_distances AS far
  INNER JOIN peer_spreads AS spreads ON spreads.indicator_id = far.indicator_id AND spreads.peer_group = far.peer_group
  ANTI JOIN peer_middles AS nearer ON nearer.indicator_id = far.indicator_id AND nearer.peer_group = far.nearer_group
  UNION ALL
  SELECT far.report_id, far.indicator_id, 'history' AS basis, far.report_year, far.body_key, far.level, far.value, far.is_rate, far.middle,
    far.distance, spreads.spread, far.n, 'own other years' AS compared_with
  FROM own_distances AS far
  INNER JOIN own_spreads AS spreads ON spreads.indicator_id = far.indicator_id AND spreads.body_key = far.body_key
),
weighed AS (
  SELECT
    *,
    distance / greatest(1.4826 * spread, CASE WHEN is_rate THEN 1 ELSE 0.05 END) AS score,
    CASE WHEN is_rate THEN middle ELSE exp(middle) - 1 END AS typical
  FROM distant
)
SELECT report_id, indicator_id, basis, report_year, body_key, level, value, typical, score, n, compared_with
FROM weighed
WHERE score > 3.5 AND distance > CASE WHEN is_rate THEN 10 ELSE ln(3) END
UNION ALL
SELECT report_id, indicator_id, 'impossible', report_year, body_key, level, value, NULL, NULL, 1, '0 to 100 %'
FROM facts
WHERE is_rate AND value NOT BETWEEN 0 AND 100
