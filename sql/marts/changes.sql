-- materialized: view
-- key:
-- partition: whole
-- tests: changes_are_changes
-- What a re-reading of the same bytes by another extractor version changed, value by value: an amount that was added,
-- removed or is read otherwise (found again by its place in source_text), or what the report says of itself.
SELECT
  changes.report_id,
  reports.report_year,
  reports.issuer,
  changes.run_no,
  changes.extractor_version_before,
  changes.extractor_version,
  changes.change,
  changes.source_start,
  changes.source_end,
  changes.surface,
  changes.field,
  changes.before,
  changes.after
FROM store.changes AS changes
LEFT JOIN core.reports AS reports ON reports.report_id = changes.report_id
