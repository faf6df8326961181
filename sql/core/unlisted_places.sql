-- materialized: table
-- key: place_code
-- partition: whole
-- tests: unique_keys
-- Places that reported although no list of today's governments holds them: invented ones, and townships that the
-- statistical bureau alone knows, which are often development zones, farms and abolished ones.
SELECT DISTINCT places.code AS place_code
FROM core.reports AS reports
INNER JOIN core.places AS named ON named.code = reports.place_code
INNER JOIN core.places AS places ON places.code = coalesce(named.same_as, named.code)
WHERE
  reports.superseded_by IS NULL
  AND reports.report_year IS NOT NULL
  AND reports.level IS NOT NULL
  AND (places.code_source = 'fiction' OR (places.level = 'township' AND NOT contains(places.code_source, 'mca')))
