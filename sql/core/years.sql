-- materialized: table
-- key: report_year
-- partition: whole
-- tests: unique_keys
-- The years that reports in use report on.
SELECT DISTINCT report_year
FROM core.reports
WHERE superseded_by IS NULL AND report_year IS NOT NULL
