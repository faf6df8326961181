-- The newest run, whatever it did.
SELECT run_id, message
FROM ledger.runs
ORDER BY run_no DESC
LIMIT 1
