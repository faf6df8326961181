-- partition: body
-- The words of the contract for why a number is missing.
SELECT 'marts.gaps.reason' AS what, reason AS found, count(*) AS n
FROM marts.gaps
WHERE
  reason NOT IN (
    'no_report', 'abolished', 'rejected', 'unreadable', 'corrected', 'conflict', 'truncated', 'states_nothing', 'not_stated', 'not_applicable',
    'plan', 'other_period', 'period_unknown', 'other_body', 'change', 'unit'
  )
GROUP BY reason
