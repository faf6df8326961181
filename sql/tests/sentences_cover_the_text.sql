-- partition: report
-- The sentences of a text follow each other from its first character to its last.
SELECT sentences.report_id, count(*) AS sentences, sum(sentences.text_end - sentences.text_start) AS covered
FROM core.sentences AS sentences
INNER JOIN core.reports AS reports ON reports.report_id = sentences.report_id
INNER JOIN ledger.contents AS contents ON contents.sha256 = reports.sha256
INNER JOIN ledger.build AS build ON build.run_no = contents.run_no
INNER JOIN core.report_texts AS texts ON texts.report_id = sentences.report_id
GROUP BY sentences.report_id
HAVING sum(sentences.text_end - sentences.text_start) <> max(length(texts.text)) OR min(sentences.text_start) <> 0
