-- partition: report
-- Every report in use stands in the calendar, and what is in time is not late.
SELECT reports.report_id, calendar.days_late, calendar.in_time
FROM core.reports AS reports
LEFT JOIN marts.duty_calendar AS calendar ON calendar.report_id = reports.report_id
WHERE
  reports.superseded_by IS NULL
  AND reports.report_year IS NOT NULL
  AND (calendar.report_id IS NULL OR calendar.in_time IS DISTINCT FROM (calendar.days_late = 0))
