-- materialized: table
-- key: report_id, region_code
-- partition: report
-- tests: unique_keys
-- The regions that each report in use counts in. A government does not count as a region of its own: its series stands
-- in marts.indicator_panel. A report whose place is not known for sure counts in the country only, a fictional one in that of fiction.
WITH used AS (
  SELECT report_id, place_code, level, fictional
  FROM core.reports
  WHERE superseded_by IS NULL AND report_year IS NOT NULL AND level IS NOT NULL
)
SELECT used.report_id, regions.region_level, regions.region_code, regions.region
FROM used
INNER JOIN core.place_regions AS regions ON regions.place_code = used.place_code
WHERE regions.region_level <> used.level
UNION ALL
SELECT
  used.report_id,
  'country' AS region_level,
  CASE WHEN used.fictional THEN '999999' ELSE '000000' END AS region_code,
  CASE WHEN used.fictional THEN '虚构样本' ELSE '全国' END AS region
FROM used
ANTI JOIN core.place_regions AS regions ON regions.place_code = used.place_code
