-- The reports without a signature.
SELECT reports.report_id
FROM store.reports AS reports
ANTI JOIN store.signatures AS signatures ON signatures.report_id = reports.report_id
ORDER BY reports.report_id
