-- The rows of each year in this release, for the data test years_do_not_shrink of the next.
INSERT INTO ledger.year_counts BY NAME
SELECT
  $run_no::INTEGER AS run_no,
  reports.report_year,
  count(DISTINCT reports.report_id) AS reports,
  count(quantities.report_id) AS quantities
FROM store.reports AS reports
LEFT JOIN store.quantities AS quantities ON quantities.report_id = reports.report_id
WHERE reports.report_year IS NOT NULL
GROUP BY reports.report_year
