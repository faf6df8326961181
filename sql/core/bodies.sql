-- materialized: view
-- key: report_id
-- partition: report
-- tests: unique_keys
-- The body that each report is of: its level and place (a department: and its name without those of the places above, so that
-- 甲市乙区民政局 and 乙区民政局 are one), under the code that the place has today. Of a body that no list has only the region above it may be known: it is known by its level, that region and its own
-- name; without a region by level and name, where the name says whose it is (某县某镇人民政府, not 某镇人民政府: role `body` of
-- config/roll_up.yaml). Otherwise, where several places fit, and where a sample names a real one, each report is a body of its own.
WITH named AS (
  SELECT
    reports.report_id,
    reports.level,
    reports.place_code,
    coalesce(places.same_as, reports.place_code) AS code,
    reports.level <> 'department' AND reports.place_code IS NOT NULL AND coalesce(places.level = reports.level, TRUE) AS is_place,
    len(coalesce(reports.place_candidates, [])) > 0 AS ambiguous,
    samples.report_id IS NOT NULL AS is_sample,
    coalesce(samples.names_real_place, FALSE) AS names_real_place,
    reports.issuer,
    replace(
      replace(replace(reports.issuer, coalesce(reports.province, ''), ''), coalesce(reports.prefecture, ''), ''),
      coalesce(reports.county, ''),
      ''
    ) AS own_name
  FROM store.reports AS reports
  LEFT JOIN store.places AS places ON places.code = reports.place_code
  LEFT JOIN core.samples AS samples ON samples.report_id = reports.report_id
),
telling AS (
  SELECT named.report_id
  FROM named
  INNER JOIN store.role_patterns AS whose ON whose.role = 'body' AND regexp_matches(named.issuer, whose.pattern)
  WHERE named.place_code IS NULL AND NOT named.ambiguous AND NOT named.is_sample
)
SELECT
  report_id,
  CASE
    WHEN level IS NULL OR names_real_place THEN report_id
    WHEN is_place THEN concat_ws('|', level, code)
    WHEN issuer IS NULL THEN report_id
    WHEN place_code IS NOT NULL THEN concat_ws('|', level, code, coalesce(nullif(own_name, ''), issuer))
    WHEN telling.report_id IS NOT NULL THEN concat_ws('|', level, issuer)
    ELSE report_id
  END AS body_key
FROM named
LEFT JOIN telling USING (report_id)
