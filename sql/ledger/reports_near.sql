-- Loaded reports that contents may belong to: with one of the texts, the contents or the ids at hand.
SELECT reports.report_id, reports.sha256, reports.fold_hash
FROM store.reports AS reports
SEMI JOIN near ON near.fold_hash = reports.fold_hash
UNION
SELECT reports.report_id, reports.sha256, reports.fold_hash
FROM store.reports AS reports
SEMI JOIN near ON near.sha256 = reports.sha256
UNION
SELECT reports.report_id, reports.sha256, reports.fold_hash
FROM store.reports AS reports
SEMI JOIN near ON near.report_id = reports.report_id
