-- The last run that changed the working file: it built the models, or it failed before that.
SELECT run_id, outcome, message
FROM ledger.runs
WHERE run_no < $run_no AND (outcome <> 'success' OR starts_with(message, 'Built'))
ORDER BY run_no DESC
LIMIT 1
