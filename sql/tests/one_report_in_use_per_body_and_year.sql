-- partition: report
-- Marts count a body once a year.
SELECT body_key, report_year, count(*) AS n
FROM core.reports
WHERE superseded_by IS NULL AND report_year IS NOT NULL
GROUP BY body_key, report_year
HAVING count(*) > 1
