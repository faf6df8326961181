-- The texts of the reports $ids.
SELECT report_id, source_text, text
FROM core.report_texts
WHERE list_contains($ids, report_id)
