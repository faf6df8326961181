-- Reports of near_years_around, and those that were read and are of these years no more.
SELECT report_id
FROM near_read
UNION
SELECT reports.report_id
FROM store.reports AS reports
SEMI JOIN near_years_around ON near_years_around.report_year = reports.report_year
