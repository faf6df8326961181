-- partition: year
-- A share lies between 0 and 1, and no more met a duty than could be judged.
SELECT 'core.reports' AS mart, report_id AS what, numerals_accounted_share AS share
FROM core.reports
WHERE numerals_accounted_share NOT BETWEEN 0 AND 1
UNION ALL
SELECT 'marts.copied_text', report_id, share
FROM marts.copied_text
WHERE share NOT BETWEEN 0 AND 1 OR shared_sentences > sentences OR numbers_repeated > numbers_compared
UNION ALL
SELECT 'marts.duty_shares', concat_ws(' ', report_year, level, region_code, duty), share
FROM marts.duty_shares
WHERE share NOT BETWEEN 0 AND 1 OR n_met > n_judged OR n_judged > n_reports
