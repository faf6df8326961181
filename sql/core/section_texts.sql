-- materialized: view
-- key: report_id, section_path
-- partition: report
-- tests: unique_keys
-- The text of each section, cut out of the report's text by offsets: without its heading, its subsections included.
SELECT
  sections.report_id,
  sections.section_path,
  sections.parent_path,
  sections.ordinal,
  sections.depth,
  sections.marker,
  sections.heading,
  sections.kinds,
  sections.text_start,
  sections.body_start,
  sections.text_end,
  substring(texts.text, sections.body_start + 1, sections.text_end - sections.body_start) AS text
FROM store.sections AS sections
INNER JOIN store.report_texts AS texts ON texts.report_id = sections.report_id
