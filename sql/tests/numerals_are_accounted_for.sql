-- Over all reports, the share of numerals that are amounts or have a reason why they are none stays at its floor or above
-- (config/floors.yaml); the worst reports are named. A share of few numerals says little and is not judged.
WITH judged AS (
  SELECT
    count(*) AS numerals,
    count(*) FILTER (WHERE quantity_no IS NULL AND coalesce(reason, 'unknown') IN ('other', 'unknown')) AS unaccounted
  FROM core.numerals
),
worst AS (
  SELECT report_id, numerals_unaccounted
  FROM core.reports
  WHERE numerals_unaccounted > 0
  ORDER BY numerals_unaccounted DESC, report_id
  LIMIT 5
)
SELECT
  round(1 - judged.unaccounted / judged.numerals, 4) AS accounted_share,
  floors.floor,
  (SELECT list(report_id || ': ' || numerals_unaccounted ORDER BY numerals_unaccounted DESC, report_id) FROM worst) AS worst_reports
FROM judged
INNER JOIN store.floors AS floors ON floors.measure = 'numerals_accounted_share'
WHERE judged.numerals >= floors.at_least AND 1 - judged.unaccounted / judged.numerals < floors.floor
