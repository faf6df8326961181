-- The catalogue, with how much the warehouse holds of each indicator.
SELECT
  indicators.id,
  indicators.name_zh,
  indicators.name_en,
  indicators.canonical_unit,
  indicators.flow,
  indicators.aggregation,
  indicators.direction AS wanted_direction,
  indicators.pillar,
  indicators.confused_with,
  count(facts.report_id) AS stated,
  count(DISTINCT facts.body_key) AS bodies,
  min(facts.report_year) AS first_year,
  max(facts.report_year) AS last_year,
  avg(CASE WHEN facts.approximate THEN 1.0 ELSE 0.0 END) FILTER (WHERE facts.report_id IS NOT NULL) AS share_approximate
FROM core.indicators AS indicators
LEFT JOIN marts.indicator_values AS facts ON facts.indicator_id = indicators.id
GROUP BY ALL
ORDER BY stated DESC, indicators.id
