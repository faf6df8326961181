-- How much the warehouse holds.
SELECT
    (SELECT count(*) FROM core.reports) AS reports,
    (SELECT count(*) FROM core.reports WHERE superseded_by IS NULL) AS in_use,
    (SELECT count(*) FROM core.sections WHERE section_path <> '0') AS sections,
    (SELECT count(*) FROM core.quantities) AS amounts,
    (SELECT count(*) FROM core.quantities WHERE indicator_id IS NOT NULL) AS amounts_with_indicator,
    (SELECT min(report_year) FROM core.reports) AS first_year,
    (SELECT max(report_year) FROM core.reports) AS last_year
