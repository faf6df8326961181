-- A year whose reports or amounts fall by more than a tenth against the last release has lost something. Deliberate
-- losses (a re-reading that refuses more) are accepted by the person who runs it.
WITH last_release AS (
  SELECT * FROM ledger.year_counts WHERE run_no = (SELECT max(run_no) FROM ledger.year_counts)
),
counted AS (
  SELECT reports.report_year, count(DISTINCT reports.report_id) AS reports, count(quantities.report_id) AS quantities
  FROM core.reports AS reports
  LEFT JOIN core.quantities AS quantities ON quantities.report_id = reports.report_id
  WHERE reports.report_year IS NOT NULL
  GROUP BY reports.report_year
)
SELECT last_release.report_year, last_release.reports AS reports_before, counted.reports, last_release.quantities AS quantities_before, counted.quantities
FROM last_release
LEFT JOIN counted ON counted.report_year = last_release.report_year
WHERE coalesce(counted.reports, 0) < 0.9 * last_release.reports - 1 OR coalesce(counted.quantities, 0) < 0.9 * last_release.quantities - 20
