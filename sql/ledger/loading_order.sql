-- The contents of `wanted` that were offered, in the order in which they must be loaded.
SELECT offers.sha256
FROM ledger.offers AS offers
SEMI JOIN wanted ON wanted.sha256 = offers.sha256
GROUP BY offers.sha256
ORDER BY min(offers.first_run), offers.sha256
