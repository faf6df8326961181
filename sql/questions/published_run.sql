-- The run $run_id, if what it built is what is published.
SELECT run_id
FROM core.runs
WHERE run_id = $run_id
