-- The runs since the last one that did something.
SELECT count(*) AS runs, max(started_at) AS last_started_at
FROM ledger.runs
WHERE run_no > (SELECT coalesce(max(run_no), 0) FROM ledger.runs WHERE message IS DISTINCT FROM 'Nothing new.')
