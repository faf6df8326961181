-- At how many places run $run_no found another content than the runs before.
SELECT count(DISTINCT (known.inbox, known.source_uri)) AS places
FROM ledger.offers AS known
INNER JOIN ledger.offers AS found
  ON found.inbox = known.inbox AND found.source_uri = known.source_uri AND found.sha256 <> known.sha256
WHERE found.first_run = $run_no AND known.first_run < $run_no
