-- materialized: table
-- key: place_code
-- partition: whole
-- tests: unique_keys
-- Places that reported although no list of today's governments holds them (core.listed_places): invented ones, and those that
-- the statistical bureau alone knows, which are often development zones, farms and abolished ones. A department reports of
-- itself: it makes no place one of which a report is expected.
SELECT DISTINCT coalesce(named.same_as, named.code) AS place_code
FROM core.reports AS reports
INNER JOIN core.places AS named ON named.code = reports.place_code
ANTI JOIN core.listed_places AS listed ON listed.place_code = coalesce(named.same_as, named.code)
WHERE reports.superseded_by IS NULL AND reports.report_year IS NOT NULL AND reports.level <> 'department'
