-- materialized: view
-- key: 
-- tests: facts_have_their_report
-- Doubts that the extraction wrote down and did not guess away.
SELECT
  report_id, code, text_start, text_end, message
FROM store.problems
