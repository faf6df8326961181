-- Every report has exactly one loaded file, and every file that is not refused has its report.
SELECT reports.report_id, NULL AS source_uri, count(files.report_id) AS n
FROM core.reports AS reports
LEFT JOIN core.source_files AS files ON files.report_id = reports.report_id AND files.status = 'loaded'
GROUP BY reports.report_id
HAVING count(files.report_id) <> 1
UNION ALL
SELECT files.report_id, files.source_uri, 0
FROM core.source_files AS files
ANTI JOIN core.reports AS reports ON reports.report_id = files.report_id
WHERE files.status <> 'rejected'
