-- The files called $name, whatever became of them: by place in the inbox, by name with or without its ending, by sha256, or by
-- path, where $path is $name as a whole path on this machine.
SELECT f.inbox, f.source_uri, f.status, f.report_id, f.reject_code, f.reject_reason, r.title
FROM core.source_files AS f
LEFT JOIN core.reports AS r ON r.report_id = f.report_id
WHERE f.source_uri = $name
   OR f.sha256 = lower($name)
   OR ends_with(f.source_uri, '/' || $name)
   OR parse_filename(f.source_uri, true) = $name
   OR f.inbox || '/' || f.source_uri IN ($name, $path)
ORDER BY f.status = 'loaded' DESC, f.last_seen_at DESC, f.inbox, f.source_uri, f.sha256
