-- Reports that are not there, but of which rows are: left over from a report that is gone.
SELECT facts.report_id, string_agg(DISTINCT facts.fact, ', ' ORDER BY facts.fact) AS lost
FROM (
  SELECT report_id, 'report_texts' AS fact FROM store.report_texts
  UNION ALL
  SELECT report_id, 'sections' FROM store.sections
  UNION ALL
  SELECT report_id, 'quantities' FROM store.quantities
  UNION ALL
  SELECT report_id, 'numerals' FROM store.numerals
  UNION ALL
  SELECT report_id, 'blocks' FROM store.blocks
  UNION ALL
  SELECT report_id, 'problems' FROM store.problems
) AS facts
ANTI JOIN store.reports AS reports ON reports.report_id = facts.report_id
GROUP BY facts.report_id
ORDER BY facts.report_id
