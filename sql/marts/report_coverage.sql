-- materialized: table
-- key: report_year, level, region_code
-- tests: unique_keys
-- Who reported, per region (a place itself included), level and year, against the places that the gazetteer knows for
-- that year; and by when. A report is due for publication before 1 April of the following year (the regulation of 2019):
-- the date is that of publication, where the page states none that of the document. Fictional places are expected only
-- where they reported. Refused files have neither place nor year: one row of the country counts them.
WITH used AS (
  SELECT
    *,
    coalesce(published_on, issued_on) AS dated,
    CASE WHEN published_on IS NOT NULL THEN 'published_on' WHEN issued_on IS NOT NULL THEN 'issued_on' END AS dated_is,
    date_diff('day', make_date(report_year + 1, 4, 1), coalesce(published_on, issued_on)) AS days_after
  FROM core.reports
  WHERE superseded_by IS NULL AND report_year IS NOT NULL AND level IS NOT NULL
),
years AS (
  SELECT DISTINCT report_year FROM used
),
bodies AS (
  SELECT years.report_year, places.level, places.code
  FROM core.places AS places
  CROSS JOIN years
  WHERE
    places.same_as IS NULL
    AND coalesce(places.valid_from, 0) <= years.report_year
    AND coalesce(places.valid_to, 9999) >= years.report_year
    AND (places.code_source <> 'fiction' OR EXISTS (SELECT 1 FROM used WHERE used.place_code = places.code))
),
expected AS (
  SELECT bodies.report_year, bodies.level, regions.region_level, regions.region_code, any_value(regions.region) AS region, count(*) AS expected
  FROM bodies
  INNER JOIN core.place_regions AS regions ON regions.place_code = bodies.code
  GROUP BY bodies.report_year, bodies.level, regions.region_level, regions.region_code
),
placed AS (
  SELECT used.*, coalesce(regions.region_level, 'country') AS region_level,
    coalesce(regions.region_code, '000000') AS region_code, coalesce(regions.region, '全国') AS region
  FROM used
  LEFT JOIN core.place_regions AS regions ON regions.place_code = used.place_code
),
present AS (
  SELECT
    report_year,
    level,
    region_level,
    region_code,
    any_value(region) AS region,
    count(*) AS present,
    max(dated) AS published_by,
    arg_max(dated_is, dated) AS published_by_is,
    CASE WHEN max(dated) IS NOT NULL THEN greatest(max(days_after), 0) END AS days_late,
    count(*) FILTER (WHERE days_after > 0) AS late,
    count(*) FILTER (WHERE dated IS NULL) AS undated
  FROM placed
  GROUP BY report_year, level, region_level, region_code
)
SELECT
  coalesce(present.report_year, expected.report_year) AS report_year,
  coalesce(present.level, expected.level) AS level,
  coalesce(present.region_level, expected.region_level) AS region_level,
  coalesce(present.region_code, expected.region_code) AS region_code,
  coalesce(present.region, expected.region) AS region,
  expected.expected,
  coalesce(present.present, 0) AS present,
  CASE WHEN expected.expected IS NOT NULL THEN greatest(expected.expected - coalesce(present.present, 0), 0) END AS missing,
  0 AS rejected,
  present.published_by,
  present.published_by_is,
  present.days_late,
  coalesce(present.late, 0) AS late,
  coalesce(present.undated, 0) AS undated
FROM expected
FULL JOIN present
  ON present.report_year = expected.report_year
  AND present.level = expected.level
  AND present.region_level = expected.region_level
  AND present.region_code = expected.region_code
UNION ALL
SELECT NULL, NULL, 'country', '000000', '全国', NULL, 0, NULL, count(*), NULL, NULL, NULL, 0, 0
FROM core.source_files
WHERE status = 'rejected'
HAVING count(*) > 0
