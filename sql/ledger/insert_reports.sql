-- The reports of a chunk that are to be loaded.
INSERT INTO store.reports BY NAME
SELECT loaded.report_id, incoming.*, contents.fold_hash, contents.extractor_version
FROM incoming
INNER JOIN loaded ON loaded.sha256 = incoming.sha256
INNER JOIN contents ON contents.sha256 = incoming.sha256
