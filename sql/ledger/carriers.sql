-- Contents that carry the texts of `folds`, or are the loaded version of their reports.
SELECT contents.sha256
FROM ledger.contents AS contents
SEMI JOIN folds ON folds.fold_hash = contents.fold_hash
UNION
SELECT sha256 FROM folds
