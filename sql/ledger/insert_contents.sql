-- The contents of a chunk, with the report that each was read into.
INSERT INTO ledger.contents BY NAME
SELECT contents.*, $run_no::INTEGER AS run_no, decided.report_id
FROM contents
INNER JOIN decided ON decided.sha256 = contents.sha256
ORDER BY contents.sha256
