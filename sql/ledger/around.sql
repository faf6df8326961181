-- Everything the ledger knows of the spots at which the contents of `wanted` were ever offered.
WITH spots AS (
  SELECT DISTINCT offers.inbox, offers.source_uri
  FROM ledger.offers AS offers
  SEMI JOIN wanted ON wanted.sha256 = offers.sha256
)
SELECT
  offers.inbox,
  offers.source_uri,
  offers.sha256,
  offers.last_run,
  max(offers.last_run) OVER (PARTITION BY offers.inbox, offers.source_uri) >= coalesce(listings.run_no, 0) AS live,
  contents.fold_hash
FROM ledger.offers AS offers
SEMI JOIN spots ON spots.inbox = offers.inbox AND spots.source_uri = offers.source_uri
LEFT JOIN ledger.contents AS contents ON contents.sha256 = offers.sha256
LEFT JOIN ledger.listings AS listings ON listings.inbox = offers.inbox
