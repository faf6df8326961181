-- materialized: view
-- key: gold, stage, indicator_id
-- partition: whole
-- tests: unique_keys
-- Precision, recall and F1 of the last evaluation of this warehouse (`fazhi evaluate`); until there is one, those that the
-- project measured on its own gold sets with the version of the code that the rows name (config/accuracy.yaml).
SELECT
  gold, stage, indicator_id, "precision", recall, f1, wanted, evaluated_at, extractor_version
FROM store.accuracy
UNION ALL
SELECT
  gold, stage, indicator_id, "precision", recall, f1, wanted, evaluated_at, extractor_version
FROM store.accuracy_of_release
WHERE NOT EXISTS (FROM store.accuracy)
