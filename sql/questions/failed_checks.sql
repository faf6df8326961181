-- The data tests that failed in run $run_id.
SELECT check_name, failed_rows
FROM ledger.checks
WHERE run_id = $run_id AND failed_rows > 0
ORDER BY check_name
