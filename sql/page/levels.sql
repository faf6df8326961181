-- Reports present and expected per level and year in the whole country, and in the country of the invented places.
SELECT
  region_code,
  level,
  report_year,
  sum(present) AS present,
  sum(expected) AS expected,
  0 AS departments,
  sum(late) AS late,
  sum(undated) AS undated
FROM marts.report_coverage
WHERE region_level = 'country' AND report_year IS NOT NULL AND level IS NOT NULL
GROUP BY region_code, level, report_year
ORDER BY region_code, list_position(['province', 'prefecture', 'county', 'township', 'department'], level), report_year
