-- How much the warehouse holds; `unplaced` are real reports in use whose place is not known for sure.
SELECT
    (SELECT count(*) FROM core.reports) AS reports,
    (SELECT count(*) FROM core.reports WHERE superseded_by IS NULL) AS in_use,
    (SELECT count(*) FROM core.reports WHERE superseded_by IS NULL AND place_code IS NULL AND NOT fictional) AS unplaced,
    (SELECT count(*) FROM core.reports WHERE fictional) AS fictional,
    (SELECT count(*) FROM core.sections WHERE section_path <> '0') AS sections,
    (SELECT count(*) FROM core.quantities) AS amounts,
    (SELECT count(*) FROM core.quantities WHERE indicator_id IS NOT NULL) AS amounts_with_indicator,
    (SELECT min(report_year) FROM core.reports) AS first_year,
    (SELECT max(report_year) FROM core.reports) AS last_year
