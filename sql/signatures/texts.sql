-- What is signed of the texts of $reports, which lie from $first to $last: their Chinese characters, so that neither numbers
-- nor punctuation nor layout make two texts differ.
SELECT reports.report_id, reports.sha256, reports.extractor_version, regexp_replace(texts.text, '[^一-鿿]+', '', 'g') AS text
FROM store.reports AS reports
INNER JOIN store.report_texts AS texts ON texts.report_id = reports.report_id AND texts.rowid BETWEEN $first AND $last
SEMI JOIN (SELECT unnest($reports::VARCHAR[]) AS report_id) AS wanted ON wanted.report_id = reports.report_id
