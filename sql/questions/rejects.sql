-- What was rejected, by code: how many files, and one of them with the sentence that was said of it.
-- $run_no: only files that stood in an inbox of that run, NULL for all; $only_new: of these only what it saw for the first time.
SELECT
  files.reject_code,
  count(*) AS files,
  min(files.source_uri) AS example,
  arg_min(files.reject_reason, files.source_uri) AS reason
FROM core.source_files AS files
INNER JOIN ledger.offers AS offers
  ON offers.inbox = files.inbox AND offers.source_uri = files.source_uri AND offers.sha256 = files.sha256
WHERE files.status = 'rejected' AND ($run_no IS NULL OR (offers.last_run = $run_no AND (NOT $only_new OR offers.first_run = $run_no)))
GROUP BY files.reject_code
ORDER BY files DESC, files.reject_code
