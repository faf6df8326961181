-- materialized: view
-- key: report_id
-- partition: report
-- tests: unique_keys
-- The body that each report is of: its level and place (a department: and its issuer), under the code that the place has
-- today; where the place is not known for sure, or a sample names a real one, each report is a body of its own.
SELECT
  reports.report_id,
  CASE
    WHEN reports.level IS NULL OR (reports.level = 'department' AND reports.issuer IS NULL) THEN reports.report_id
    WHEN reports.place_code IS NOT NULL AND NOT coalesce(samples.names_real_place, FALSE)
      THEN concat_ws('|', reports.level, coalesce(places.same_as, reports.place_code), CASE WHEN reports.level = 'department' THEN reports.issuer END)
    ELSE reports.report_id
  END AS body_key
FROM store.reports AS reports
LEFT JOIN store.places AS places ON places.code = reports.place_code
LEFT JOIN core.samples AS samples ON samples.report_id = reports.report_id
