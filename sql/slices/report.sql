-- Reports in pieces of at most $most, those of a year together.
SELECT report_id, NULL AS body_key, (row_number() OVER (ORDER BY report_year, report_id) - 1) // $most AS piece
FROM {reports}
