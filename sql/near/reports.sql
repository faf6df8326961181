-- Reports that were read, and those of the same body and year: one of them may take the other's place.
SELECT report_id
FROM near_read
UNION
SELECT reports.report_id
FROM built.reports AS reports
INNER JOIN near_cells AS cells ON cells.body_key = reports.body_key AND cells.report_year IS NOT DISTINCT FROM reports.report_year
