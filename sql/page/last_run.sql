-- The run that built what is published, and how its data tests went.
SELECT
  runs.run_id,
  runs.started_at,
  runs.finished_at,
  runs.outcome,
  runs.extractor_version,
  runs.data_version,
  (SELECT count(*) FROM marts.data_quality AS checks WHERE checks.run_id = runs.run_id) AS checks,
  (SELECT count(*) FROM marts.data_quality AS checks WHERE checks.run_id = runs.run_id AND checks.failed_rows > 0) AS failed
FROM core.runs AS runs
ORDER BY runs.started_at DESC
LIMIT 1
