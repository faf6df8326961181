-- Contents whose raw bytes must lie in the archive: all that were offered, but for those refused before they were read.
SELECT DISTINCT offers.sha256
FROM ledger.offers AS offers
LEFT JOIN ledger.contents AS contents ON contents.sha256 = offers.sha256
WHERE contents.extractor_version IS DISTINCT FROM 'intake'
ORDER BY offers.sha256
