-- One report with its texts, the repairs made, what of the file was not read, and the loaded file.
SELECT r.report_id, r.title, r.report_year, r.issuer, r.level, r.script, r.superseded_by, r.truncated, t.source_text, t.text, t.edits,
       (SELECT any_value(p.message) FROM core.problems AS p
        WHERE p.report_id = r.report_id AND p.code = 'pages_without_text') AS not_read,
       f.inbox, f.source_uri, f.sha256, f.encoding, f.media_type
FROM core.reports AS r
JOIN core.report_texts AS t ON t.report_id = r.report_id
LEFT JOIN core.source_files AS f ON f.report_id = r.report_id AND f.status = 'loaded'
WHERE r.report_id = $report_id
