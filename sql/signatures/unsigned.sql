-- The next $limit reports without a signature, with what is signed of their text: its Chinese characters, so that neither
-- numbers nor punctuation nor layout make two texts differ.
SELECT reports.report_id, reports.sha256, reports.extractor_version, regexp_replace(texts.text, '[^一-鿿]+', '', 'g') AS text
FROM store.reports AS reports
INNER JOIN store.report_texts AS texts ON texts.report_id = reports.report_id
ANTI JOIN store.signatures AS signatures ON signatures.report_id = reports.report_id
ORDER BY reports.report_id
LIMIT $limit
