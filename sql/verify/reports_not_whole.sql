-- Reports that lost rows: no text, a gap in the numbers of amounts, something whose section or amount is gone, no
-- entry in the ledger.
WITH counted AS (
  SELECT
    reports.report_id,
    reports.sha256,
    (SELECT count(*) FROM store.report_texts AS texts WHERE texts.report_id = reports.report_id) AS texts,
    (SELECT max(quantity_no) - count(*) FROM store.quantities AS amounts WHERE amounts.report_id = reports.report_id) AS amounts_lost,
    (SELECT count(*) FROM store.sections AS sections WHERE sections.report_id = reports.report_id) AS sections,
    (
      SELECT count(*)
      FROM store.sections AS sections
      ANTI JOIN store.sections AS parents
        ON parents.report_id = sections.report_id AND parents.section_path = sections.parent_path
      WHERE sections.report_id = reports.report_id AND sections.parent_path IS NOT NULL
    ) AS sections_astray,
    (
      SELECT count(*)
      FROM store.quantities AS amounts
      ANTI JOIN store.sections AS sections
        ON sections.report_id = amounts.report_id AND sections.section_path = amounts.section_path
      WHERE amounts.report_id = reports.report_id
    ) AS amounts_astray,
    (
      SELECT count(*)
      FROM store.numerals AS numerals
      ANTI JOIN store.quantities AS amounts
        ON amounts.report_id = numerals.report_id AND amounts.quantity_no = numerals.quantity_no
      WHERE numerals.report_id = reports.report_id AND numerals.quantity_no IS NOT NULL
    ) AS numerals_astray,
    (SELECT count(*) FROM ledger.contents AS contents WHERE contents.sha256 = reports.sha256) AS entries
  FROM store.reports AS reports
)
SELECT
  report_id,
  sha256,
  concat_ws(
    ', ',
    CASE WHEN texts <> 1 THEN 'text' END,
    CASE WHEN amounts_lost <> 0 OR numerals_astray > 0 THEN 'amounts' END,
    CASE WHEN sections = 0 OR sections_astray + amounts_astray > 0 THEN 'sections' END,
    CASE WHEN entries <> 1 THEN 'ledger entry' END
  ) AS lost
FROM counted
WHERE lost <> ''
ORDER BY report_id
