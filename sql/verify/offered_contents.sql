-- Every content that was ever offered.
SELECT DISTINCT sha256 FROM ledger.offers
