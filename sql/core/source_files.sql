-- materialized: table
-- key: inbox, source_uri, sha256
-- partition: whole
-- tests: unique_keys, accepted_values, files_add_up, reports_have_their_file, rejects_say_why
-- Every content ever offered at a place, and what became of it. The newest content read at a place counts there; the
-- first of the places that carry a report's text (the very bytes loaded first) is `loaded`, the others are `duplicate`.
-- A superseded content names the report of what stands at its place now; where that text is gone too (its twin elsewhere
-- was replaced), the report that took its place.
WITH placed AS (
  SELECT
    standing.inbox,
    standing.source_uri,
    standing.sha256,
    standing.report_id AS read_as,
    CASE WHEN standing.is_current THEN reports.report_id END AS carries,
    max(CASE WHEN standing.is_current THEN reports.report_id END)
      OVER (PARTITION BY standing.inbox, standing.source_uri) AS carried_there,
    max(CASE WHEN standing.is_current THEN standing.report_id END)
      OVER (PARTITION BY standing.inbox, standing.source_uri) AS read_there,
    row_number() OVER (
      PARTITION BY reports.report_id, standing.is_current
      ORDER BY reports.sha256 = standing.sha256 DESC, standing.first_run, standing.inbox, standing.source_uri
    ) AS turn
  FROM ledger.standing AS standing
  LEFT JOIN store.reports AS reports ON reports.fold_hash = standing.fold_hash
)
SELECT
  placed.inbox,
  placed.source_uri,
  placed.sha256,
  offers.size_bytes,
  contents.media_type,
  contents.encoding,
  CASE
    WHEN contents.outcome = 'rejected' THEN 'rejected'
    WHEN placed.carries IS NULL THEN 'superseded'
    WHEN placed.turn = 1 THEN 'loaded'
    ELSE 'duplicate'
  END AS status,
  CASE WHEN contents.outcome = 'read' THEN coalesce(placed.carries, placed.carried_there, former.report_id, successor.report_id) END AS report_id,
  contents.reject_code,
  contents.reject_reason,
  offers.first_seen_at,
  offers.last_seen_at
FROM placed
INNER JOIN ledger.contents AS contents ON contents.sha256 = placed.sha256
INNER JOIN ledger.offers AS offers
  ON offers.inbox = placed.inbox AND offers.source_uri = placed.source_uri AND offers.sha256 = placed.sha256
LEFT JOIN store.reports AS former ON former.report_id = placed.read_as
LEFT JOIN store.reports AS successor ON successor.report_id = placed.read_there
