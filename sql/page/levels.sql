-- Reports present and expected in the whole country per level and year.
SELECT
  level,
  report_year,
  sum(present) AS present,
  sum(expected) AS expected,
  0 AS departments,
  sum(late) AS late,
  sum(undated) AS undated
FROM marts.report_coverage
WHERE region_level = 'country' AND report_year IS NOT NULL AND level IS NOT NULL
GROUP BY level, report_year
ORDER BY list_position(['province', 'prefecture', 'county', 'township', 'department'], level), report_year
