-- Every body, year and indicator has either a value or a gap with its reason; a report that is a body of its own has one year.
WITH cells AS (
  SELECT body_key, report_year, indicator_id FROM marts.indicator_values
  UNION ALL
  SELECT body_key, report_year, indicator_id FROM marts.gaps
),
wanted AS (
  SELECT
    (
      count(DISTINCT body_key) FILTER (WHERE body_key <> report_id) * count(DISTINCT report_year)
      + count(*) FILTER (WHERE body_key = report_id)
    ) * (SELECT count(*) FROM core.indicators) AS n
  FROM core.reports
  WHERE superseded_by IS NULL AND report_year IS NOT NULL
)
SELECT count(*) AS cells, any_value(wanted.n) AS wanted
FROM cells
CROSS JOIN wanted
HAVING count(*) <> any_value(wanted.n)
