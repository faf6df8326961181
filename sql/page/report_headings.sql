-- Where headings stand in the texts of the reports $ids.
SELECT report_id, text_start, body_start
FROM core.sections
WHERE report_id IN (SELECT unnest($ids)) AND heading IS NOT NULL
ORDER BY report_id, ordinal
