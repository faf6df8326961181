-- The part of the exports that each report stands in, or stood in before it was read anew.
SELECT report_id, coalesce(report_year::VARCHAR, 'unknown') AS in_year, coalesce(left(place_code, 1), '0') AS in_region
FROM store.reports
UNION
SELECT report_id, coalesce(report_year::VARCHAR, 'unknown') AS in_year, coalesce(left(place_code, 1), '0') AS in_region
FROM near_before
