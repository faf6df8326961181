-- materialized: table
-- key: report_year, level, region_code, duty
-- partition: region
-- tests: unique_keys, shares_are_shares
-- Per region, level and year the share of reports that met each duty: out in time (of those with a date), and each
-- mandated part there (present or merged; reports whose text breaks off are not judged). Of few reports a share says little of
-- all bodies of the region: share_low and share_high are the ends of its 95 % interval (Wilson 1927, z = 1.96).
WITH judged AS (
  SELECT report_id, 'in_time' AS duty, in_time AS met
  FROM marts.duty_calendar
  UNION ALL
  SELECT report_id, part AS duty, CASE WHEN NOT truncated THEN status IN ('present', 'merged') END AS met
  FROM marts.section_compliance
),
counted AS (
  SELECT
    reports.report_year,
    reports.level,
    regions.region_level,
    regions.region_code,
    any_value(regions.region) AS region,
    judged.duty,
    count(*) AS n_reports,
    count(judged.met) AS n_judged,
    count(*) FILTER (WHERE judged.met) AS n_met
  FROM judged
  INNER JOIN core.reports AS reports ON reports.report_id = judged.report_id
  INNER JOIN core.report_regions AS regions ON regions.report_id = judged.report_id
  GROUP BY reports.report_year, reports.level, regions.region_level, regions.region_code, judged.duty
),
shares AS (
  SELECT *, n_met / nullif(n_judged, 0) AS share, 1.96 * 1.96 / nullif(n_judged, 0) AS spread
  FROM counted
),
halves AS (
  SELECT *, sqrt(share * (1 - share) * spread + spread * spread / 4) AS half FROM shares
)
SELECT
  * EXCLUDE (spread, half),
  -- by rounding an end may come to lie beyond 0 or 1
  CASE WHEN n_judged > 0 THEN greatest((share + spread / 2 - half) / (1 + spread), 0) END AS share_low,
  CASE WHEN n_judged > 0 THEN least((share + spread / 2 + half) / (1 + spread), 1) END AS share_high
FROM halves
