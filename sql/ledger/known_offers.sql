-- What stood last at each spot of one inbox, with the size and time by which an unchanged file is recognised unread.
SELECT DISTINCT ON (source_uri) source_uri, sha256, size_bytes, coalesce(mtime_ns, -1) AS mtime_ns
FROM ledger.offers
WHERE inbox = $inbox
ORDER BY source_uri, last_run DESC, sha256
