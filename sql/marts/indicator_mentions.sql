-- materialized: table
-- key: report_id, indicator_id, quantity_no
-- partition: report
-- tests: unique_keys
-- Each mention of an indicator in a report in use, in the indicator's canonical unit, or why no mart takes it:
--   plan, other_period (last year, part of a year, several years), period_unknown, other_body,
--   change (a growth rate is no level), unit (no conversion leads to the canonical unit).
-- Counters convert one to one: which counter a report prefers (3件, 3个, 3份) is evidence for the indicator, no measure.
-- An upper bound that the wording names is reached only by ranges, 以内 and exact amounts: 8000余 stays below 9000.
-- An amount without a lower bound (近3000, 3天以内) may be anything from 0: nothing counted here is negative.
-- `apart`: of the other kind than the catalogue calls the indicator. Of a stock it is what came new (今年培养32名), of a flow
-- what stands or has come together over years (现有40处); neither is ever added to the others.
-- `own_kind`: whether the mention counts what the indicator counts. Persons and acts are never added to one another (旁听庭审
-- 3场，320余人参加), nor premises to the occasions on which they were visited (检查40次，检查企业26家), nor cases taken on to
-- those closed, where the closed ones are asked for (办理60件，审结52件), nor what came in (受理许可申请320件, 收到备案文件45件) to what was done.
-- `role`: what the wording around an amount says: `total`, `part`; `narrow` (涉企检查, 市级演练), `personal` (县长出庭应诉1次) and
-- `opened` (立案38件) are parts where the report says more elsewhere (marts.indicator_resolved). What stands in brackets behind an amount
-- of its own counter is a part, too: 调解员972名（专职58名）.
-- `general`: the wording speaks of all of it (全县, 全年). `kind`: of several that a stock has (行政编制, 专职).
-- `shared`: the amount is of several indicators together (人大代表建议、政协提案12件).
WITH indicators AS (
  SELECT
    id, canonical_unit, flow, unit_class,
    coalesce(regexp_matches(name_zh, getvariable('pattern_concluding')), FALSE) AS of_closed,
    coalesce(regexp_matches(name_zh, getvariable('pattern_doing')), FALSE) AS of_doing,
    coalesce(regexp_matches(canonical_unit, getvariable('pattern_persons')), FALSE) AS of_persons,
    coalesce(regexp_matches(canonical_unit, getvariable('pattern_occasions')), FALSE) AS of_occasions
  FROM core.indicators
),
mentions AS (
  SELECT
    quantities.*,
    named.indicator_id AS named_id,
    indicators.flow,
    indicators.of_closed,
    indicators.of_doing,
    indicators.of_persons,
    indicators.of_occasions,
    CASE
      WHEN quantities.polarity = 'negated' OR quantities.unit = indicators.canonical_unit THEN 1.0
      WHEN conversions.factor IS NOT NULL THEN conversions.factor
      WHEN quantities.value_kind = 'count' AND indicators.unit_class NOT IN ('money', 'percent', 'area', 'distance', 'duration') THEN 1.0
    END AS factor,
    substring(quantities.quote, 1, greatest(quantities.text_start - quantities.quote_start, 0)) AS before,
    substring(quantities.quote, greatest(quantities.text_end - quantities.quote_start, 0) + 1) AS behind
  FROM store.quantities AS quantities
  CROSS JOIN unnest(quantities.indicator_ids) AS named (indicator_id)
  INNER JOIN indicators ON indicators.id = named.indicator_id
  LEFT JOIN store.conversions AS conversions
    ON conversions.unit = quantities.unit AND conversions.canonical_unit = indicators.canonical_unit
)
SELECT
  mentions.report_id,
  mentions.named_id AS indicator_id,
  mentions.quantity_no,
  mentions.value * mentions.factor AS value,
  coalesce(mentions.value_low, CASE WHEN mentions.modifier IN ('nearly', 'at_most') THEN 0 ELSE mentions.value END) * mentions.factor AS value_low,
  CASE WHEN mentions.modifier = 'at_least' THEN mentions.value_high ELSE coalesce(mentions.value_high, mentions.value) END
    * mentions.factor AS value_high,
  coalesce(mentions.modifier IN ('over', 'nearly') AND mentions.value_high IS NOT NULL, FALSE) AS high_exclusive,
  mentions.modifier,
  mentions.quote_start AS clause,
  CASE
    WHEN regexp_matches(
      CASE WHEN mentions.of_closed THEN regexp_replace(mentions.before, getvariable('pattern_concluded'), '', 'g') ELSE mentions.before END,
      getvariable('pattern_part')
    ) THEN 'part'
    WHEN regexp_matches(
      CASE WHEN mentions.of_closed THEN regexp_replace(mentions.behind, getvariable('pattern_concluded'), '', 'g') ELSE mentions.behind END,
      getvariable('pattern_part_behind')
    ) THEN 'part'
    WHEN starts_with(bracketed.counter, mentions.unit) OR (
      regexp_matches(bracketed.counter[1], getvariable('pattern_persons')) AND regexp_matches(mentions.unit, getvariable('pattern_persons'))
    ) THEN 'part'
    WHEN regexp_matches(mentions.before, getvariable('pattern_total')) THEN 'total'
    WHEN regexp_matches(mentions.before, getvariable('pattern_personal')) THEN 'personal'
    WHEN regexp_matches(mentions.before, getvariable('pattern_narrow')) THEN 'narrow'
    WHEN regexp_matches(mentions.before, getvariable('pattern_opened')) THEN 'opened'
  END AS role,
  coalesce(regexp_matches(mentions.before, getvariable('pattern_general')), FALSE) AS general,
  nullif(regexp_extract(concat(mentions.before, '|', mentions.measured_entity, '|'), getvariable('pattern_kind')), '') AS kind,
  CASE
    WHEN mentions.polarity = 'negated' THEN FALSE
    WHEN mentions.flow = 'flow' THEN mentions.scope IN ('point_in_time', 'cumulative')
    WHEN mentions.flow = 'stock' THEN mentions.scope = 'annual' AND coalesce(regexp_matches(mentions.before, getvariable('pattern_addition')), FALSE)
    ELSE FALSE
  END AS apart,
  mentions.polarity = 'negated' OR (
    coalesce(regexp_matches(mentions.unit, getvariable('pattern_persons')), FALSE) = mentions.of_persons
    AND NOT (
      mentions.of_occasions
      AND coalesce(regexp_matches(concat(mentions.unit, mentions.measured_entity), getvariable('pattern_premises')), FALSE)
    )
    AND (NOT mentions.of_closed OR coalesce(regexp_matches(concat(mentions.before, mentions.behind), getvariable('pattern_concluded')), FALSE))
    AND (NOT mentions.of_doing OR NOT coalesce(regexp_matches(mentions.before, getvariable('pattern_taken_on')), FALSE))
  ) AS own_kind,
  len(mentions.indicator_ids) > 1 AS shared,
  CASE
    WHEN mentions.scope = 'plan' THEN 'plan'
    WHEN mentions.owner <> 'own' THEN 'other_body'
    WHEN mentions.scope = 'unknown' THEN 'period_unknown'
    WHEN mentions.scope NOT IN ('annual', 'cumulative', 'point_in_time') THEN 'other_period'
    WHEN mentions.value_kind = 'percent_change' THEN 'change'
    WHEN mentions.factor IS NULL THEN 'unit'
  END AS excluded
FROM mentions
CROSS JOIN LATERAL (SELECT regexp_extract(mentions.before, getvariable('pattern_bracketed'), 1) AS counter) AS bracketed
INNER JOIN core.reports AS reports ON reports.report_id = mentions.report_id
WHERE reports.superseded_by IS NULL AND reports.report_year IS NOT NULL
