-- materialized: view
-- key: run_id, check_name
-- partition: whole
-- tests: unique_keys
-- The data tests of each run, and how many rows failed them.
SELECT
  run_id, check_name, failed_rows, example, seconds
FROM ledger.checks
