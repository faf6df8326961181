-- The last runs, newest first.
SELECT run_id, started_at, finished_at, outcome, counts, extractor_version
FROM core.runs
ORDER BY started_at DESC
LIMIT 5
