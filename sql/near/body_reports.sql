-- All reports, of whatever year, of the bodies that a report was read of.
SELECT report_id
FROM near_read
UNION
SELECT reports.report_id
FROM built.reports AS reports
SEMI JOIN near_bodies ON near_bodies.body_key = reports.body_key
