-- The part of the exports that each report stands in, or stood in before it was read anew.
SELECT
  reports.report_id,
  coalesce(reports.report_year::VARCHAR, 'unknown') AS in_year,
  CASE WHEN samples.names_real_place THEN '0' ELSE coalesce(left(reports.place_code, 1), '0') END AS in_region
FROM store.reports AS reports
LEFT JOIN core.samples AS samples ON samples.report_id = reports.report_id
UNION
SELECT report_id, coalesce(report_year::VARCHAR, 'unknown') AS in_year, coalesce(left(place_code, 1), '0') AS in_region
FROM near_before
