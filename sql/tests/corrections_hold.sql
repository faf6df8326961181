-- A correction whose guard no longer holds corrects something that is not there any more: a person must look again.
SELECT report_id, indicator_id, expect, value_read, value, status, reason
FROM marts.corrections
WHERE status IN ('guard_failed', 'unknown_indicator')
