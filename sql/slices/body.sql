-- Bodies, each with all its reports, in pieces of some $most reports; a body counts as one report a year at least, for it has
-- gaps in all years, whether it reported in one of them or in all.
SELECT
  reports.report_id,
  reports.body_key,
  greatest(
    rank() OVER (ORDER BY reports.body_key) - 1, (dense_rank() OVER (ORDER BY reports.body_key) - 1) * years.n
  ) // $most AS piece
FROM {reports} AS reports
CROSS JOIN (SELECT count(DISTINCT report_year) AS n FROM {reports}) AS years
