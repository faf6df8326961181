-- materialized: table
-- key: report_id, indicator_id
-- partition: whole
-- tests: unique_keys, corrections_hold
-- The corrections of config/corrections.yaml and what became of them: applied; guard_failed (the report is now read as
-- something else than the correction expects); unknown_indicator; unknown_report (this warehouse does not hold the report: the
-- id is mistyped, or the correction is of another home); not_in_use (its year is unknown, or marts use another one of the same
-- body and year).
SELECT
  corrections.report_id,
  corrections.indicator_id,
  corrections.expect,
  found.value AS value_read,
  corrections.value,
  CASE
    WHEN indicators.id IS NULL THEN 'unknown_indicator'
    WHEN reports.report_id IS NULL THEN 'unknown_report'
    WHEN reports.superseded_by IS NOT NULL OR reports.report_year IS NULL THEN 'not_in_use'
    WHEN found.value IS NULL AND corrections.expect IS NULL THEN 'applied'
    WHEN abs(found.value - corrections.expect) <= 1e-9 * greatest(abs(found.value), 1) THEN 'applied'
    ELSE 'guard_failed'
  END AS status,
  corrections.decided_on,
  corrections.reason
FROM store.corrections AS corrections
LEFT JOIN core.indicators AS indicators ON indicators.id = corrections.indicator_id
LEFT JOIN core.reports AS reports ON reports.report_id = corrections.report_id
LEFT JOIN marts.indicator_resolved AS found
  ON found.report_id = corrections.report_id AND found.indicator_id = corrections.indicator_id
