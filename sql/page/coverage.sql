-- Reports present and expected per province and year, bodies of all levels together; departments are not expected by any list.
SELECT
  region_code,
  region,
  report_year,
  sum(present) FILTER (WHERE level <> 'department') AS present,
  sum(expected) FILTER (WHERE level <> 'department') AS expected,
  coalesce(sum(present) FILTER (WHERE level = 'department'), 0) AS departments,
  sum(late) AS late
FROM marts.report_coverage
WHERE region_level = 'province' AND report_year IS NOT NULL
GROUP BY region_code, region, report_year
ORDER BY region_code, report_year
