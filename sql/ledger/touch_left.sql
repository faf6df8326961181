-- Files of `waiting`, that were left for a later run still stand in the inbox with what was last read of them.
UPDATE ledger.offers AS offers
SET last_run = $run_no, last_seen_at = greatest(offers.last_seen_at, $seen_at)
FROM (
  SELECT source_uri, arg_max(sha256, last_run) AS sha256
  FROM ledger.offers
  WHERE inbox = $inbox AND source_uri IN (FROM waiting)
  GROUP BY source_uri
) AS newest
WHERE offers.inbox = $inbox AND offers.source_uri = newest.source_uri AND offers.sha256 = newest.sha256
