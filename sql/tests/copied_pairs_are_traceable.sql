-- The sentences that two reports are said to share can be shown; looked at in the hundred pairs that share most.
WITH pairs AS (
  SELECT report_id, other_report_id, shared_sentences
  FROM marts.copied_text
  ORDER BY shared_sentences DESC, report_id, other_report_id
  LIMIT 100
)
SELECT pairs.report_id, pairs.other_report_id, pairs.shared_sentences, count(DISTINCT other.fold) AS shown
FROM pairs
LEFT JOIN core.sentences AS one ON one.report_id = pairs.report_id
LEFT JOIN core.sentences AS other ON other.report_id = pairs.other_report_id AND other.fold = one.fold
GROUP BY pairs.report_id, pairs.other_report_id, pairs.shared_sentences
HAVING count(DISTINCT other.fold) < pairs.shared_sentences
