-- Regions that the reports of near_reports lie in, or lay in before: by their place, and both countries (core.report_regions).
SELECT regions.region_code
FROM store.reports AS reports
SEMI JOIN near_reports ON near_reports.report_id = reports.report_id
INNER JOIN core.place_regions AS regions ON regions.place_code = reports.place_code
UNION
SELECT regions.region_code
FROM built.report_regions AS regions
SEMI JOIN near_reports ON near_reports.report_id = regions.report_id
UNION
SELECT unnest(['000000', '999999'])
