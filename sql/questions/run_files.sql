-- What became of the files that run $run_no saw: how many stood in its inboxes with that status, how many of them were new.
SELECT
  files.status,
  count(*) AS seen,
  count(*) FILTER (WHERE offers.first_run = $run_no) AS new
FROM core.source_files AS files
INNER JOIN ledger.offers AS offers
  ON offers.inbox = files.inbox AND offers.source_uri = files.source_uri AND offers.sha256 = files.sha256
WHERE offers.last_run = $run_no
GROUP BY files.status
ORDER BY files.status
