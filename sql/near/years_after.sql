-- Years that a report was read of, and those that are compared with them.
SELECT report_year
FROM near_years
UNION
SELECT report_year + 1
FROM near_years
