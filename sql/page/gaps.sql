-- Why a body has no value, for the indicators that it stated in some year; no report and not stated are told by their absence.
SELECT gaps.body_key, gaps.indicator_id, gaps.report_year, gaps.reason
FROM marts.gaps AS gaps
SEMI JOIN marts.indicator_values AS facts ON facts.body_key = gaps.body_key AND facts.indicator_id = gaps.indicator_id
WHERE gaps.reason NOT IN ('no_report', 'not_stated')
ORDER BY gaps.body_key, gaps.indicator_id, gaps.report_year
