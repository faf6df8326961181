-- Reports present and expected per province and year, bodies of all levels together, and those of unknown place; departments
-- are not expected by any list.
SELECT
  coverage.region_code,
  coverage.region,
  coverage.report_year,
  sum(coverage.present) FILTER (WHERE coverage.level IS DISTINCT FROM 'department') AS present,
  sum(coverage.expected) FILTER (WHERE coverage.level <> 'department') AS expected,
  coalesce(sum(coverage.present) FILTER (WHERE coverage.level = 'department'), 0) AS departments,
  sum(coverage.late) AS late,
  coalesce(any_value(places.code_source) = 'fiction', FALSE) AS fictional
FROM marts.report_coverage AS coverage
LEFT JOIN core.places AS places ON places.code = coverage.region_code
WHERE coverage.region_level IN ('province', 'unknown') AND coverage.report_year IS NOT NULL
GROUP BY coverage.region_code, coverage.region, coverage.report_year
ORDER BY fictional, coverage.region_code, coverage.report_year
