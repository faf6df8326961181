-- The reports whose id begins with $name, or that a source file of this name, path or sha256 carried; $path is $name as a whole
-- path on this machine.
SELECT r.report_id, r.title, list(DISTINCT f.source_uri ORDER BY f.source_uri) AS files
FROM core.reports AS r
LEFT JOIN core.source_files AS f ON f.report_id = r.report_id
WHERE starts_with(r.report_id, lower($name))
   OR f.sha256 = lower($name)
   OR f.source_uri = $name
   OR ends_with(f.source_uri, '/' || $name)
   OR parse_filename(f.source_uri, true) = $name
   OR f.inbox || '/' || f.source_uri IN ($name, $path)
GROUP BY ALL
ORDER BY r.report_id
LIMIT 10
