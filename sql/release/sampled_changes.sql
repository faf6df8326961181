-- What reading the contents of `sampled` again would change: their amounts as `reread`, against those loaded.
WITH loaded AS (
  SELECT reports.sha256, amounts.*
  FROM store.quantities AS amounts
  INNER JOIN store.reports AS reports ON reports.report_id = amounts.report_id
  SEMI JOIN sampled ON sampled.sha256 = reports.sha256
)
SELECT
  CASE WHEN loaded.sha256 IS NULL THEN 'added' WHEN reread.sha256 IS NULL THEN 'removed' ELSE 'changed' END AS outcome,
  coalesce(reread.sha256, loaded.sha256) AS sha256,
  coalesce(reread.surface, loaded.surface) AS surface,
  coalesce(reread.quote, loaded.quote) AS quote,
  concat_ws(' ', loaded.value, loaded.unit, loaded.scope, loaded.owner, loaded.indicator_ids::VARCHAR) AS before,
  concat_ws(' ', reread.value, reread.unit, reread.scope, reread.owner, reread.indicator_ids::VARCHAR) AS after
FROM loaded
FULL JOIN reread
  ON reread.sha256 = loaded.sha256
  AND reread.source_start = loaded.source_start
  AND reread.source_end = loaded.source_end
  AND reread.polarity = loaded.polarity
WHERE
  loaded.sha256 IS NULL
  OR reread.sha256 IS NULL
  OR (loaded.value, loaded.value_low, loaded.value_high, loaded.unit, loaded.scope, loaded.owner, loaded.indicator_ids)
  IS DISTINCT FROM
  (reread.value, reread.value_low, reread.value_high, reread.unit, reread.scope, reread.owner, reread.indicator_ids)
ORDER BY outcome, sha256, coalesce(reread.source_start, loaded.source_start)
