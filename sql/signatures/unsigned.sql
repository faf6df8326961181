-- The reports without a signature, in the order in which their texts lie in the file.
SELECT reports.report_id, texts.rowid AS row_no
FROM store.reports AS reports
INNER JOIN store.report_texts AS texts ON texts.report_id = reports.report_id
ANTI JOIN store.signatures AS signatures ON signatures.report_id = reports.report_id
ORDER BY row_no
