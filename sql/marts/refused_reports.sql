-- materialized: table
-- key: inbox, source_uri, sha256
-- partition: whole
-- tests: unique_keys
-- Which body's report of which year a refused file probably was, by its path: it names one body that has other reports here
-- (the lowest that it names; of bodies that share a name, the one whose region the path names, too) and one single year.
-- `unreadable` files are documents that nothing could be read from; those that are no report at all are left out.
WITH bodies AS (
  SELECT
    body_key,
    any_value(level) AS level,
    -- of a body that no list of places has the columns may name only what lies above it
    any_value(coalesce(
      CASE level WHEN 'township' THEN township WHEN 'county' THEN county WHEN 'prefecture' THEN prefecture WHEN 'province' THEN province END,
      issuer
    )) AS name,
    any_value(CASE WHEN township IS NOT NULL THEN county WHEN county IS NOT NULL THEN coalesce(prefecture, province) ELSE province END) AS above
  FROM core.reports
  WHERE superseded_by IS NULL AND report_year IS NOT NULL AND level IS NOT NULL
  GROUP BY body_key
),
known AS (
  SELECT *, count(*) OVER (PARTITION BY name) AS namesakes FROM bodies WHERE length(name) > 1
),
refused AS (
  SELECT
    inbox,
    source_uri,
    sha256,
    reject_code,
    list_distinct(regexp_extract_all(source_uri, '20[0-9]{2}')) AS years,
    unnest(regexp_extract_all(source_uri, '[一-鿿]{2,}')) AS words
  FROM core.source_files
  WHERE status = 'rejected' AND reject_code NOT IN ('not_a_report', 'empty')
),
pieces AS (
  SELECT inbox, source_uri, sha256, reject_code, years[1]::INTEGER AS report_year, words[starts.first_at : starts.first_at + lengths.n - 1] AS name
  FROM refused
  CROSS JOIN LATERAL unnest(range(1, length(words))) AS starts (first_at)
  CROSS JOIN LATERAL unnest(range(2, least(20, length(words) - starts.first_at + 1) + 1)) AS lengths (n)
  WHERE len(years) = 1
),
fitting AS (
  SELECT DISTINCT pieces.inbox, pieces.source_uri, pieces.sha256, pieces.reject_code, pieces.report_year, known.body_key,
    list_position(['department', 'township', 'county', 'prefecture', 'province'], known.level) AS height
  FROM pieces
  INNER JOIN known
    ON known.name = pieces.name AND (known.namesakes = 1 OR contains(pieces.source_uri, known.above))
),
lowest AS (
  SELECT * FROM fitting QUALIFY height = min(height) OVER (PARTITION BY inbox, source_uri, sha256)
)
SELECT
  inbox,
  source_uri,
  sha256,
  any_value(body_key) AS body_key,
  any_value(report_year) AS report_year,
  any_value(reject_code) AS reject_code,
  any_value(reject_code) NOT IN ('not_text', 'too_large', 'no_prose') AS unreadable
FROM lowest
GROUP BY inbox, source_uri, sha256
HAVING count(DISTINCT body_key) = 1
