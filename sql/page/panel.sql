-- Every value of every body beside its peers: the bodies of its level in the narrowest region that has at least four of
-- them for this indicator and year, else in the widest. One body is no peer group, and three have no middle half.
SELECT
  facts.body_key,
  facts.indicator_id,
  facts.report_year,
  facts.value,
  facts.value_low,
  facts.value_high,
  facts.high_exclusive,
  facts.approximate,
  facts.corrected,
  facts.apart,
  EXISTS (
    FROM marts.outliers AS outliers
    WHERE outliers.report_id = facts.report_id AND outliers.indicator_id = facts.indicator_id
  ) AS outlying,
  facts.report_id,
  facts.quantity_nos,
  peers.region AS peers_in,
  peers.n_places AS peers,
  CASE WHEN peers.n_places > 1 THEN peers.median END AS median,
  CASE WHEN peers.n_places > 3 THEN peers.p25 END AS p25,
  CASE WHEN peers.n_places > 3 THEN peers.p75 END AS p75
FROM marts.indicator_values AS facts
LEFT JOIN core.report_regions AS regions ON regions.report_id = facts.report_id
LEFT JOIN marts.indicator_yearly AS peers
  ON peers.indicator_id = facts.indicator_id
  AND peers.report_year = facts.report_year
  AND peers.level = facts.level
  AND peers.region_level = regions.region_level
  AND peers.region_code = regions.region_code
  AND peers.n_places > 0
  AND NOT facts.apart
QUALIFY 1 = row_number() OVER (
  PARTITION BY facts.report_id, facts.indicator_id
  ORDER BY
    peers.n_places < 4,
    CASE WHEN peers.n_places < 4 THEN -peers.n_places ELSE peers.n_places END,
    list_position(['county', 'prefecture', 'province', 'country'], peers.region_level)
)
ORDER BY facts.body_key, facts.indicator_id, facts.report_year
