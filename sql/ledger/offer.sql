-- Note what `offered` shows: a content seen before at its spot is seen again, any other is a new row.
MERGE INTO ledger.offers AS known
USING (SELECT DISTINCT ON (inbox, source_uri, sha256) inbox, source_uri, sha256, size_bytes, mtime_ns FROM offered) AS offered
ON known.inbox = offered.inbox AND known.source_uri = offered.source_uri AND known.sha256 = offered.sha256
WHEN MATCHED THEN UPDATE SET last_run = $run_no, last_seen_at = greatest(known.last_seen_at, $seen_at), mtime_ns = offered.mtime_ns
WHEN NOT MATCHED THEN INSERT (inbox, source_uri, sha256, size_bytes, mtime_ns, first_run, last_run, first_seen_at, last_seen_at)
VALUES (offered.inbox, offered.source_uri, offered.sha256, offered.size_bytes, offered.mtime_ns, $run_no, $run_no, $seen_at, $seen_at)
