-- Each file that run $run_no saw for the first time, and what became of it.
SELECT files.inbox, files.source_uri, files.sha256, files.status, files.report_id, files.reject_code
FROM core.source_files AS files
INNER JOIN ledger.offers AS offers
  ON offers.inbox = files.inbox AND offers.source_uri = files.source_uri AND offers.sha256 = files.sha256
WHERE offers.first_run = $run_no
ORDER BY files.inbox, files.source_uri
