-- Where the last build had the reports that were read since: body, year and place.
SELECT reports.report_id, reports.body_key, reports.report_year, reports.place_code
FROM built.reports AS reports
SEMI JOIN near_read ON near_read.report_id = reports.report_id
