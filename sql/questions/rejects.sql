-- What was rejected, by reason, with the first examples.
SELECT
    reject_code,
    count(*) AS files,
    any_value(reject_reason) AS reason,
    list_slice(list(source_uri ORDER BY source_uri), 1, 3) AS examples
FROM core.source_files
WHERE status = 'rejected'
GROUP BY reject_code
ORDER BY files DESC, reject_code
