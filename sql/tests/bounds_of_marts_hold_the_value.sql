-- partition: report
-- The same for the values of the marts.
SELECT report_id, indicator_id, value_low, value, value_high
FROM marts.indicator_values
WHERE value < value_low OR value > value_high OR NOT isfinite(value)
