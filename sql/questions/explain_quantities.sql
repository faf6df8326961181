-- The amounts of one report, with the indicator's name where one is tied; $indicator NULL for all.
SELECT q.*, s.heading, i.name_zh, i.name_en
FROM core.quantities AS q
LEFT JOIN core.sections AS s ON s.report_id = q.report_id AND s.section_path = q.section_path
LEFT JOIN core.indicators AS i ON i.id = q.indicator_id
WHERE q.report_id = $report_id
  AND ($indicator IS NULL OR list_contains(q.indicator_ids, $indicator))
ORDER BY q.quantity_no
