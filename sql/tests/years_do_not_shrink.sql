-- A year whose reports or amounts fall by more than a tenth against the last release has lost something. Compared with
-- the last release that the same extractor read: another one may rightly find less.
WITH last_release AS (
  SELECT counts.*
  FROM ledger.year_counts AS counts
  INNER JOIN ledger.runs AS runs ON runs.run_no = counts.run_no
  INNER JOIN ledger.build AS build ON build.run_no > counts.run_no
  INNER JOIN ledger.runs AS current ON current.run_no = build.run_no AND current.extractor_version = runs.extractor_version
  QUALIFY counts.run_no = max(counts.run_no) OVER ()
),
counted AS (
  SELECT reports.report_year, count(DISTINCT reports.report_id) AS reports, count(quantities.report_id) AS quantities
  FROM core.reports AS reports
  LEFT JOIN core.quantities AS quantities ON quantities.report_id = reports.report_id
  WHERE reports.report_year IS NOT NULL
  GROUP BY reports.report_year
)
SELECT
  last_release.report_year,
  last_release.reports AS reports_before,
  counted.reports,
  last_release.quantities AS quantities_before,
  counted.quantities
FROM last_release
LEFT JOIN counted ON counted.report_year = last_release.report_year
WHERE
  coalesce(counted.reports, 0) < 0.9 * last_release.reports - 1
  OR coalesce(counted.quantities, 0) < 0.9 * last_release.quantities - 20
