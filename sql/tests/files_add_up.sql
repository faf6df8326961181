-- Every content that was ever offered and processed has its row in core.source_files.
SELECT offers.inbox, offers.source_uri, offers.sha256
FROM ledger.offers AS offers
SEMI JOIN ledger.contents AS contents ON contents.sha256 = offers.sha256
ANTI JOIN core.source_files AS files
  ON files.inbox = offers.inbox AND files.source_uri = offers.source_uri AND files.sha256 = offers.sha256
