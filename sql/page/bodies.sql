-- The bodies that reported, by their last report, with the years they reported on.
SELECT
  body_key,
  arg_max(level, report_year) AS level,
  arg_max(issuer, report_year) AS issuer,
  arg_max(province, report_year) AS province,
  arg_max(prefecture, report_year) AS prefecture,
  arg_max(county, report_year) AS county,
  arg_max(township, report_year) AS township,
  any_value(place_code) AS place_code,
  arg_max(title, report_year) AS title,
  list(report_year ORDER BY report_year) AS years,
  bool_or(fictional) AS fictional
FROM core.reports
WHERE superseded_by IS NULL AND report_year IS NOT NULL
GROUP BY body_key
ORDER BY place_code NULLS LAST, level, body_key
