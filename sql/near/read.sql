-- Reports whose rows were loaded, loaded anew or deleted since the last build.
SELECT DISTINCT report_id
FROM ledger.touched
