-- The last runs, newest first.
SELECT run_id, kind, started_at, finished_at, outcome, counts, message
FROM ledger.runs
ORDER BY run_no DESC
LIMIT 5
