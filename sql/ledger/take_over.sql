-- Offers of runs that ended before they had taken in all inboxes (they noted no counts) become offers of run $run_no.
UPDATE ledger.offers
SET first_run = $run_no
WHERE first_run IN (FROM (SELECT run_no FROM ledger.runs WHERE cardinality(counts) = 0 AND outcome IN ('failed', 'interrupted')))
