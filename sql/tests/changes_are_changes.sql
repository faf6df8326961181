-- partition: report
-- A change has two different values, read by two different versions.
SELECT report_id, run_no, field, before, after
FROM store.changes
WHERE before IS NOT DISTINCT FROM after OR extractor_version = extractor_version_before
