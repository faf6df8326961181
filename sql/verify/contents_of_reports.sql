-- The contents from which reports were read, as either copy of the reports has it.
SELECT DISTINCT reports.report_id, reports.sha256
FROM (
  SELECT report_id, sha256 FROM store.reports
  UNION ALL
  SELECT report_id, sha256 FROM published.store.reports
) AS reports
WHERE list_contains($report_ids, reports.report_id)
ORDER BY reports.report_id, reports.sha256
