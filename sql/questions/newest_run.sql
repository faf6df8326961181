-- The newest run, whatever it did.
SELECT run_id, started_at, finished_at, message
FROM ledger.runs
ORDER BY run_no DESC
LIMIT 1
