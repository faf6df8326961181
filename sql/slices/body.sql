-- Bodies, each with all its reports, in pieces of some $most reports.
SELECT report_id, body_key, (rank() OVER (ORDER BY body_key) - 1) // $most AS piece
FROM {reports}
