-- materialized: view
-- key: gold, stage, indicator_id
-- tests: unique_keys
-- Precision, recall and F1 of the last evaluation; empty until one was made.
SELECT
  gold, stage, indicator_id, "precision", recall, f1, wanted, evaluated_at, extractor_version
FROM store.accuracy
