-- materialized: view
-- key: report_id
-- partition: report
-- tests: unique_keys, facts_have_their_report
-- Source and normalized text of each report.
SELECT
  report_id, source_text, text, edits
FROM store.report_texts
