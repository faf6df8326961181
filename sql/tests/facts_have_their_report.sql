-- partition: report
-- No row of a fact table without its report, and no report without its text.
SELECT 'report_texts' AS fact, facts.report_id FROM core.report_texts AS facts ANTI JOIN core.reports AS reports ON reports.report_id = facts.report_id
UNION ALL
SELECT 'sections', facts.report_id FROM core.sections AS facts ANTI JOIN core.reports AS reports ON reports.report_id = facts.report_id
UNION ALL
SELECT 'quantities', facts.report_id FROM core.quantities AS facts ANTI JOIN core.reports AS reports ON reports.report_id = facts.report_id
UNION ALL
SELECT 'numerals', facts.report_id FROM core.numerals AS facts ANTI JOIN core.reports AS reports ON reports.report_id = facts.report_id
UNION ALL
SELECT 'blocks', facts.report_id FROM core.blocks AS facts ANTI JOIN core.reports AS reports ON reports.report_id = facts.report_id
UNION ALL
SELECT 'problems', facts.report_id FROM core.problems AS facts ANTI JOIN core.reports AS reports ON reports.report_id = facts.report_id
UNION ALL
SELECT 'reports', reports.report_id FROM core.reports AS reports ANTI JOIN core.report_texts AS facts ON reports.report_id = facts.report_id
