-- materialized: view
-- key: report_id, indicator_id
-- partition: body
-- tests: unique_keys
-- For BI tools: every value with all that a person filters or labels by, names in both languages, in one flat row.
-- A report has one body: joined by that, too, the values of one place take a third of the time, for rows lie by body.
SELECT
  facts.report_id,
  facts.indicator_id,
  indicators.name_zh,
  indicators.name_en,
  indicators.canonical_unit,
  indicators.pillar,
  facts.report_year,
  facts.level,
  facts.issuer,
  facts.province,
  facts.prefecture,
  facts.county,
  facts.township,
  facts.place_code,
  facts.value,
  facts.value_low,
  facts.value_high,
  facts.approximate,
  facts.corrected,
  facts.apart,
  changes.value_before,
  changes.change,
  changes.change_pct,
  changes.direction,
  reports.title,
  duty.dated,
  duty.days_late,
  facts.fictional
FROM marts.indicator_values AS facts
INNER JOIN core.indicators AS indicators ON indicators.id = facts.indicator_id
INNER JOIN core.reports AS reports ON reports.report_id = facts.report_id AND reports.body_key = facts.body_key
LEFT JOIN marts.duty_calendar AS duty ON duty.report_id = facts.report_id
LEFT JOIN marts.body_trend AS changes
  ON changes.report_id = facts.report_id AND changes.indicator_id = facts.indicator_id AND changes.body_key = facts.body_key
