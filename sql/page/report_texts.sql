-- The texts of the reports $ids.
SELECT report_id, source_text, text
FROM core.report_texts
WHERE report_id IN (SELECT unnest($ids))
