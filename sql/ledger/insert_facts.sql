-- The rows of one fact table ({table}) that belong to the loaded reports of a chunk.
INSERT INTO store.{table} BY NAME
SELECT loaded.report_id, incoming.* EXCLUDE (sha256)
FROM incoming
INNER JOIN loaded ON loaded.sha256 = incoming.sha256
