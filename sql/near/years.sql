-- Years that a report was read of.
SELECT DISTINCT report_year
FROM near_cells
WHERE report_year IS NOT NULL
