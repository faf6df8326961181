-- materialized: view
-- key:
-- partition: none
-- tests: copied_pairs_are_traceable
-- The sentences that each pair of marts.copied_text shares, as they stand in both. Ask for one pair, or for one
-- report: all of them together are many times the texts, and are not exported.
SELECT
  pairs.report_id,
  pairs.other_report_id,
  one.sentence_no,
  other.sentence_no AS other_sentence_no,
  one.text_start,
  one.text_end,
  other.text_start AS other_text_start,
  other.text_end AS other_text_end,
  substring(texts.text, one.text_start + 1, one.text_end - one.text_start) AS sentence,
  substring(others.text, other.text_start + 1, other.text_end - other.text_start) AS other_sentence
FROM marts.copied_text AS pairs
INNER JOIN core.sentences AS one ON one.report_id = pairs.report_id
INNER JOIN core.sentences AS other ON other.report_id = pairs.other_report_id AND other.fold = one.fold
INNER JOIN store.report_texts AS texts ON texts.report_id = pairs.report_id
INNER JOIN store.report_texts AS others ON others.report_id = pairs.other_report_id
