-- What stood last at each spot of one inbox, with the size and time by which an unchanged file is recognised unread.
SELECT
  source_uri,
  arg_max(sha256, last_run) AS sha256,
  arg_max(size_bytes, last_run) AS size_bytes,
  arg_max(coalesce(mtime_ns, -1), last_run) AS mtime_ns
FROM ledger.offers
WHERE inbox = $inbox
GROUP BY source_uri
