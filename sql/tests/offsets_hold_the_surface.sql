-- partition: report
-- The text cut out at an amount's offsets is the amount; looked at in the reports that the newest run read.
SELECT quantities.report_id, quantities.quantity_no, quantities.surface
FROM core.quantities AS quantities
INNER JOIN core.report_texts AS texts ON texts.report_id = quantities.report_id
INNER JOIN core.reports AS reports ON reports.report_id = quantities.report_id
INNER JOIN ledger.contents AS contents ON contents.sha256 = reports.sha256
INNER JOIN ledger.build AS build ON build.run_no = contents.run_no
WHERE
  substring(texts.text, quantities.text_start + 1, quantities.text_end - quantities.text_start) <> quantities.surface
  OR quantities.source_start > quantities.source_end
  OR quantities.source_end > length(texts.source_text)
