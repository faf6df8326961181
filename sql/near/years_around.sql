-- The years of near_years_after, with those that they are compared with.
SELECT report_year
FROM near_years_after
UNION
SELECT report_year - 1
FROM near_years_after
