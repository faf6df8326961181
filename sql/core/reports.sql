-- materialized: table
-- key: report_id
-- tests: unique_keys, accepted_values, reports_have_their_file, one_report_in_use_per_body_and_year, years_do_not_shrink
-- One row per distinct report. A body is its level and place (a department: and its issuer); where the place is not
-- known for sure, each report is a body of its own. Where one body has several reports for a year, the one published
-- last is in use, then the one signed last, then the whole one before the truncated one.
WITH bodies AS (
  SELECT
    reports.*,
    CASE
      WHEN reports.level IS NULL OR (reports.level = 'department' AND reports.issuer IS NULL) THEN reports.report_id
      WHEN reports.place_code IS NOT NULL
        THEN concat_ws('|', reports.level, coalesce(places.same_as, reports.place_code), CASE WHEN reports.level = 'department' THEN reports.issuer END)
      ELSE reports.report_id
    END AS body_key
  FROM store.reports AS reports
  LEFT JOIN store.places AS places ON places.code = reports.place_code
),
ranked AS (
  SELECT
    bodies.*,
    first_value(report_id) OVER (
      PARTITION BY body_key, report_year
      ORDER BY published_on DESC NULLS LAST, issued_on DESC NULLS LAST, truncated, report_id
    ) AS in_use
  FROM bodies
)
SELECT
  report_id, sha256, fold_hash, extractor_version, title, report_year, province, prefecture, county, township, place_code,
  place_candidates, level, issuer, issued_on, published_on, script, truncated, body_key,
  CASE WHEN report_year IS NOT NULL AND in_use <> report_id THEN in_use END AS superseded_by
FROM ranked
