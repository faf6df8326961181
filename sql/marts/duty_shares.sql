-- materialized: table
-- key: report_year, level, region_code, duty
-- partition: region
-- tests: unique_keys, shares_are_shares
-- Per region, level and year the share of reports that met each duty: out in time (of those with a date), and each
-- mandated part there (present or merged; reports whose text breaks off are not judged).
WITH judged AS (
  SELECT report_id, 'in_time' AS duty, in_time AS met
  FROM marts.duty_calendar
  UNION ALL
  SELECT report_id, part AS duty, CASE WHEN NOT truncated THEN status IN ('present', 'merged') END AS met
  FROM marts.section_compliance
)
SELECT
  reports.report_year,
  reports.level,
  regions.region_level,
  regions.region_code,
  any_value(regions.region) AS region,
  judged.duty,
  count(*) AS n_reports,
  count(judged.met) AS n_judged,
  count(*) FILTER (WHERE judged.met) AS n_met,
  count(*) FILTER (WHERE judged.met) / nullif(count(judged.met), 0) AS share
FROM judged
INNER JOIN core.reports AS reports ON reports.report_id = judged.report_id
INNER JOIN core.report_regions AS regions ON regions.report_id = judged.report_id
GROUP BY reports.report_year, reports.level, regions.region_level, regions.region_code, judged.duty
