-- What the warehouse holds, by name.
SELECT 'files' AS name, count(*) AS n FROM core.source_files
UNION ALL SELECT status, count(*) FROM core.source_files GROUP BY status
UNION ALL SELECT 'reports', count(*) FROM store.reports
UNION ALL SELECT 'sections', count(*) FROM store.sections
UNION ALL SELECT 'quantities', count(*) FROM store.quantities
UNION ALL SELECT 'quantities_with_indicator', count(*) FROM store.quantities WHERE len(indicator_ids) > 0
UNION ALL SELECT 'stale', count(*) FROM ledger.contents WHERE extractor_version <> $extractor_version AND (outcome = 'rejected' OR report_id IS NOT NULL)
