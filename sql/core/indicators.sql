-- materialized: table
-- key: id
-- partition: whole
-- tests: unique_keys, accepted_values
-- The catalogue of indicators as loaded.
SELECT
  id, name_zh, name_en, unit_class, canonical_unit, flow, aggregation, within_report, direction, pillar,
  confused_with, numerator, denominator
FROM store.indicators
