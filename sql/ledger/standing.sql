-- Every offer with its content's state: whether the spot still stands (is_live) and whether the content is the newest one read there.
SELECT
  offers.inbox,
  offers.source_uri,
  offers.sha256,
  offers.first_run,
  contents.extractor_version,
  contents.fold_hash,
  contents.report_id,
  max(offers.last_run) OVER (PARTITION BY offers.inbox, offers.source_uri) >= coalesce(listings.run_no, 0) AS is_live,
  contents.fold_hash IS NOT NULL AND 1 = row_number() OVER (
    PARTITION BY offers.inbox, offers.source_uri
    ORDER BY contents.fold_hash IS NULL, offers.last_run DESC, offers.sha256
  ) AS is_current
FROM ledger.offers AS offers
LEFT JOIN ledger.contents AS contents ON contents.sha256 = offers.sha256
LEFT JOIN ledger.listings AS listings ON listings.inbox = offers.inbox
