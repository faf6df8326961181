-- The last run that read inboxes, when the last scheduled one succeeded, and whether any was ever scheduled.
SELECT
  arg_max(outcome, run_no) AS outcome,
  arg_max(run_id, run_no) AS run_id,
  arg_max(message, run_no) AS message,
  max(started_at) FILTER (WHERE kind = 'nightly' AND outcome = 'success') AS last_good_night,
  min(started_at) FILTER (WHERE kind = 'nightly') AS first_night
FROM ledger.runs
WHERE kind IN ('nightly', 'ingest')
