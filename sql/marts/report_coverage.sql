-- materialized: table
-- key: report_year, level, region_code
-- partition: year
-- tests: unique_keys
-- Who reported, per region (a place itself included), level and year, against the places that the gazetteer knows; and by
-- when (marts.duty_calendar). Expected are the places of today: governments that the Ministry of Civil Affairs lists
-- (core.listed_places), and those that reported whatever list they stand in (core.unlisted_places). Refused files have
-- neither place nor year: one row of the country counts them. Reports whose place is not known for sure count in the country,
-- and once more as the region `unknown`; those whose level is not known, only there.
WITH used AS (
  SELECT * FROM marts.duty_calendar WHERE level IS NOT NULL
),
years AS (
  SELECT DISTINCT report_year FROM used
),
bodies AS (
  SELECT places.level, places.code, coalesce(places.valid_from, 0) AS valid_from
  FROM (SELECT place_code FROM core.listed_places UNION SELECT place_code FROM core.unlisted_places) AS governing
  INNER JOIN core.places AS places ON places.code = governing.place_code AND places.valid_to IS NULL
),
founded AS (
  SELECT bodies.level, bodies.valid_from, regions.region_level, regions.region_code, any_value(regions.region) AS region, count(*) AS n
  FROM bodies
  INNER JOIN core.place_regions AS regions ON regions.place_code = bodies.code
  GROUP BY bodies.level, bodies.valid_from, regions.region_level, regions.region_code
),
expected AS (
  SELECT years.report_year, founded.level, founded.region_level, founded.region_code, any_value(founded.region) AS region,
    sum(founded.n)::BIGINT AS expected
  FROM founded
  INNER JOIN years ON years.report_year >= founded.valid_from
  GROUP BY years.report_year, founded.level, founded.region_level, founded.region_code
),
placed AS (
  SELECT used.*, regions.region_level, regions.region_code, regions.region
  FROM used
  INNER JOIN core.place_regions AS regions ON regions.place_code = used.place_code
  UNION ALL
  SELECT used.*, regions.region_level, regions.region_code, regions.region
  FROM used
  INNER JOIN core.report_regions AS regions ON regions.report_id = used.report_id
  ANTI JOIN core.place_regions AS known ON known.place_code = used.place_code
  UNION ALL
  SELECT calendar.*, 'unknown' AS region_level, 'unknown' AS region_code, '地区不明' AS region
  FROM marts.duty_calendar AS calendar
  ANTI JOIN core.place_regions AS known ON known.place_code = calendar.place_code
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
    arg_max(dated_is, (dated, dated_is)) AS published_by_is,
    max(days_late) AS days_late,
    count(*) FILTER (WHERE days_late > 0) AS late,
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
FROM ledger.offers AS offers
INNER JOIN ledger.contents AS contents ON contents.sha256 = offers.sha256 AND contents.outcome = 'rejected'
HAVING count(*) > 0
