-- Offers of runs that ended before they had taken in all inboxes become offers of run $run_no.
UPDATE ledger.offers
SET first_run = $run_no
WHERE first_run IN (FROM (SELECT run_no FROM ledger.runs WHERE NOT taken_in AND outcome IN ('failed', 'interrupted')))
