-- materialized: view
-- key: run_id
-- partition: whole
-- tests: unique_keys
-- One row per run; `data_version` beside it is the build that this table belongs to.
SELECT
  run_id, run_no, kind, started_at, finished_at, outcome, counts, message, extractor_version
FROM ledger.runs
