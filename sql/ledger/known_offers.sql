-- What stood last at each spot of one inbox that is named in `wanted`, with the size and time by which an unchanged file is
-- recognised unread. The members of a zip stand at the zip's own place.
WITH placed AS (
  SELECT *,
    CASE WHEN lower(split_part(source_uri, '!/', 1)) LIKE '%.zip' THEN split_part(source_uri, '!/', 1) ELSE source_uri END AS place
  FROM ledger.offers
  WHERE inbox = $inbox
)
SELECT DISTINCT ON (placed.source_uri) placed.place, placed.source_uri, placed.sha256, placed.size_bytes, coalesce(placed.mtime_ns, -1) AS mtime_ns
FROM placed
SEMI JOIN wanted ON wanted.place = placed.place
ORDER BY placed.source_uri, placed.last_run DESC, placed.sha256
