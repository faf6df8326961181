-- partition: report
-- Words of the contract: a value outside its list is a defect of the extraction.
SELECT 'core.source_files.status' AS what, status AS found, count(*) AS n
FROM core.source_files
WHERE status NOT IN ('loaded', 'duplicate', 'superseded', 'rejected')
GROUP BY status
UNION ALL
SELECT 'core.reports.level', level, count(*)
FROM core.reports
WHERE level NOT IN ('province', 'prefecture', 'county', 'township', 'department')
GROUP BY level
UNION ALL
SELECT 'core.reports.script', script, count(*)
FROM core.reports
WHERE script NOT IN ('simplified', 'traditional')
GROUP BY script
UNION ALL
SELECT 'core.sections.kinds', kinds.kind, count(*)
FROM core.sections AS sections
CROSS JOIN unnest(sections.kinds) AS kinds (kind)
WHERE kinds.kind NOT IN ('overview', 'achievements', 'leader_duty', 'problems', 'plan', 'other')
GROUP BY kinds.kind
UNION ALL
SELECT 'core.quantities.modifier', modifier, count(*)
FROM core.quantities
WHERE modifier NOT IN ('over', 'nearly', 'about', 'at_least', 'at_most')
GROUP BY modifier
UNION ALL
SELECT 'core.quantities.value_kind', value_kind, count(*)
FROM core.quantities
WHERE value_kind NOT IN ('count', 'money', 'percent', 'percent_change', 'area', 'distance', 'duration', 'other')
GROUP BY value_kind
UNION ALL
SELECT 'core.quantities.scope', scope, count(*)
FROM core.quantities
WHERE scope NOT IN ('annual', 'cumulative', 'point_in_time', 'previous_year', 'part_year', 'multi_year', 'plan', 'unknown')
GROUP BY scope
UNION ALL
SELECT 'core.quantities.owner', owner, count(*)
FROM core.quantities
WHERE owner NOT IN ('own', 'higher_level', 'lower_level', 'department', 'other')
GROUP BY owner
UNION ALL
SELECT 'core.quantities.polarity', polarity, count(*)
FROM core.quantities
WHERE polarity NOT IN ('stated', 'negated')
GROUP BY polarity
UNION ALL
SELECT 'core.indicators.aggregation', aggregation, count(*)
FROM core.indicators
WHERE aggregation NOT IN ('sum', 'mean', 'last')
GROUP BY aggregation
UNION ALL
SELECT 'core.indicators.within_report', within_report, count(*)
FROM core.indicators
WHERE within_report NOT IN ('total_else_disjoint_sum', 'last', 'max')
GROUP BY within_report
UNION ALL
SELECT 'marts.indicator_trend.direction', direction, count(*)
FROM marts.indicator_trend
WHERE direction NOT IN ('rises', 'falls', 'unchanged', 'not_decidable')
GROUP BY direction
UNION ALL
SELECT 'marts.body_trend.direction', direction, count(*)
FROM marts.body_trend
WHERE direction NOT IN ('rises', 'falls', 'unchanged', 'not_decidable')
GROUP BY direction
