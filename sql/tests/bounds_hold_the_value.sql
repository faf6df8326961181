-- partition: report
-- An interval holds its value, and no amount is a NaN or infinite.
SELECT report_id, quantity_no, value_low, value, value_high
FROM core.quantities
WHERE value < value_low OR value > value_high OR NOT isfinite(value)
