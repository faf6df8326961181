-- Reports whose text no place carries any more: a newer version replaced it, or it turned out to be another's twin.
SELECT reports.report_id
FROM store.reports AS reports
ANTI JOIN (SELECT fold_hash FROM ledger.standing WHERE is_current) AS carried ON carried.fold_hash = reports.fold_hash
