-- How many of the contents of `chosen` there are per year reported on and region; refused ones have neither.
SELECT
  reports.report_year,
  CASE WHEN reports.report_id IS NOT NULL THEN coalesce(nullif(concat_ws(' ', reports.province, reports.prefecture), ''), '?') END AS region,
  contents.reject_code,
  count(*) AS contents
FROM chosen
INNER JOIN ledger.contents AS contents ON contents.sha256 = chosen.sha256
LEFT JOIN store.reports AS reports ON reports.sha256 = chosen.sha256
GROUP BY ALL
ORDER BY ALL
