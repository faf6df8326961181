-- The last runs that did something, newest first: nights that found nothing new would hide them.
SELECT run_id, kind, started_at, finished_at, outcome, counts, message
FROM ledger.runs
WHERE message IS DISTINCT FROM 'Nothing new.'
ORDER BY run_no DESC
LIMIT 5
