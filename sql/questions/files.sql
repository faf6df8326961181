-- What became of the files that were offered.
SELECT status, count(*) AS files
FROM core.source_files
GROUP BY status
ORDER BY status
