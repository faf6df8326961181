-- Contents that stood in the inboxes of run $run_no and were last processed by other code or another catalogue, in loading order.
SELECT offers.sha256, max(offers.size_bytes) AS size_bytes
FROM ledger.offers AS offers
INNER JOIN ledger.contents AS contents ON contents.sha256 = offers.sha256
WHERE contents.extractor_version <> $extractor_version
GROUP BY offers.sha256
HAVING max(offers.last_run) = $run_no
ORDER BY min(offers.first_run), offers.sha256
