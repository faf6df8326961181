-- materialized: view
-- key: report_id, section_path
-- partition: report
-- tests: unique_keys, accepted_values, facts_have_their_report
-- The tree of headings of each report.
SELECT
  report_id, section_path, parent_path, ordinal, depth, marker, heading, kinds, items, text_start,
  body_start, text_end
FROM store.sections
