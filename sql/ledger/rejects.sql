-- Refused files by code.
SELECT reject_code, count(*) AS n
FROM core.source_files
WHERE status = 'rejected'
GROUP BY reject_code
ORDER BY n DESC, reject_code
