-- materialized: table
-- key: report_id
-- partition: report
-- tests: unique_keys, calendar_has_every_report
-- When each report in use was out, against 1 April of the following year (the regulation of 2019: published before 1 April;
-- on the day itself counts as 0 days late). The date is that of publication; where the page states none, that of the
-- document, which can only be earlier: late by it is late indeed, in time by it is likely. A date before the end of the
-- year reported on is a date of something else and is left out.
WITH dates AS (
  SELECT
    *,
    make_date(report_year + 1, 4, 1) AS due_on,
    CASE WHEN published_on >= make_date(report_year, 12, 1) THEN published_on END AS published,
    CASE WHEN issued_on >= make_date(report_year, 12, 1) THEN issued_on END AS issued
  FROM core.reports
  WHERE superseded_by IS NULL AND report_year IS NOT NULL
)
SELECT
  report_id, report_year, body_key, level, issuer, province, prefecture, county, township, place_code,
  due_on,
  coalesce(published, issued) AS dated,
  CASE WHEN published IS NOT NULL THEN 'published_on' WHEN issued IS NOT NULL THEN 'issued_on' END AS dated_is,
  CASE WHEN coalesce(published, issued) IS NOT NULL THEN greatest(date_diff('day', due_on, coalesce(published, issued)), 0) END AS days_late,
  coalesce(published, issued) <= due_on AS in_time
FROM dates
