-- Reports that were read and that the last build did not have.
SELECT report_id
FROM near_read
ANTI JOIN near_before USING (report_id)
