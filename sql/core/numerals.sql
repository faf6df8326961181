-- materialized: view
-- key: report_id, text_start
-- partition: report
-- tests: unique_keys, facts_have_their_report
-- Every run of digits or Chinese numerals: the amount it belongs to, or why it is none.
SELECT
  report_id, text_start, text_end, surface, quantity_no, reason
FROM store.numerals
