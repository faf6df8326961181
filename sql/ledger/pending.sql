-- Contents that wait for extraction, in the order in which they must be loaded: oldest run first, then by hash.
-- new: never processed; unsettled: the newest content somewhere, yet no report carries its text (or carries it from a
-- content that stands nowhere any more).
WITH carried AS (
  SELECT reports.fold_hash, min(standing.sha256) FILTER (WHERE standing.sha256 = reports.sha256) IS NOT NULL AS settled
  FROM store.reports AS reports
  INNER JOIN ledger.standing AS standing ON standing.fold_hash = reports.fold_hash AND standing.is_current
  GROUP BY reports.report_id, reports.fold_hash
),
waiting AS (
  SELECT offers.sha256, 'new' AS why
  FROM ledger.offers AS offers
  ANTI JOIN ledger.contents AS contents ON contents.sha256 = offers.sha256
  UNION
  SELECT standing.sha256, 'unsettled' AS why
  FROM ledger.standing AS standing
  LEFT JOIN carried ON carried.fold_hash = standing.fold_hash
  WHERE standing.is_current AND coalesce(NOT carried.settled, standing.is_live)
)
SELECT offers.sha256, max(offers.size_bytes) AS size_bytes, min(waiting.why) AS why
FROM ledger.offers AS offers
INNER JOIN waiting ON waiting.sha256 = offers.sha256
GROUP BY offers.sha256
ORDER BY min(offers.first_run), offers.sha256
