-- materialized: view
-- key: report_id, block_no
-- partition: report
-- tests: unique_keys, facts_have_their_report
-- Where each block of a document stood in its file: paragraph, page and line, element path.
SELECT
  report_id, block_no, kind, level, place, source_start, source_end
FROM store.blocks
