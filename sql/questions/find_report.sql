-- The reports whose id begins with $name, or that a source file of this name carried.
SELECT r.report_id, r.title, list(DISTINCT f.source_uri ORDER BY f.source_uri) AS files
FROM core.reports AS r
LEFT JOIN core.source_files AS f ON f.report_id = r.report_id
WHERE starts_with(r.report_id, lower($name))
   OR f.source_uri = $name
   OR ends_with(f.source_uri, '/' || $name)
   OR parse_filename(f.source_uri, true) = $name
GROUP BY ALL
ORDER BY r.report_id
LIMIT 10
