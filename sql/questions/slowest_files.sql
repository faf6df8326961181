-- The files of run $run_no that took longest to read.
SELECT offers.source_uri, round(contents.seconds, 2) AS seconds
FROM ledger.contents AS contents
INNER JOIN ledger.offers AS offers ON offers.sha256 = contents.sha256
WHERE contents.run_no = $run_no
ORDER BY contents.seconds DESC, offers.source_uri
LIMIT 5
