-- Body and year of the reports that were read since the last build, as they were and as they are.
SELECT body_key, report_year
FROM near_before
UNION
SELECT bodies.body_key, reports.report_year
FROM store.reports AS reports
SEMI JOIN near_read ON near_read.report_id = reports.report_id
INNER JOIN core.bodies AS bodies ON bodies.report_id = reports.report_id
