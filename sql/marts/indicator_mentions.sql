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
-- `own_kind`: persons and acts are never added to one another (旁听庭审3场，320余人参加): whether the mention counts what the
-- indicator's canonical unit does.
WITH mentions AS (
  SELECT
    quantities.*,
    named.indicator_id AS named_id,
    indicators.canonical_unit,
    indicators.flow,
    CASE
      WHEN quantities.polarity = 'negated' OR quantities.unit = indicators.canonical_unit THEN 1.0
      WHEN conversions.factor IS NOT NULL THEN conversions.factor
      WHEN quantities.value_kind = 'count' AND indicators.unit_class NOT IN ('money', 'percent', 'area', 'distance', 'duration') THEN 1.0
    END AS factor,
    substring(quantities.quote, 1, greatest(quantities.text_start - quantities.quote_start, 0)) AS before
  FROM store.quantities AS quantities
  CROSS JOIN unnest(quantities.indicator_ids) AS named (indicator_id)
  INNER JOIN core.indicators AS indicators ON indicators.id = named.indicator_id
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
    WHEN regexp_matches(mentions.before, getvariable('pattern_part')) THEN 'part'
    WHEN regexp_matches(mentions.before, getvariable('pattern_total')) THEN 'total'
  END AS role,
  CASE
    WHEN mentions.polarity = 'negated' THEN FALSE
    WHEN mentions.flow = 'flow' THEN mentions.scope IN ('point_in_time', 'cumulative')
    WHEN mentions.flow = 'stock' THEN mentions.scope = 'annual' AND coalesce(regexp_matches(mentions.before, getvariable('pattern_addition')), FALSE)
    ELSE FALSE
  END AS apart,
  mentions.polarity = 'negated'
    OR coalesce(regexp_matches(mentions.unit, getvariable('pattern_persons')), FALSE)
    = coalesce(regexp_matches(mentions.canonical_unit, getvariable('pattern_persons')), FALSE) AS own_kind,
  CASE
    WHEN mentions.scope = 'plan' THEN 'plan'
    WHEN mentions.owner <> 'own' THEN 'other_body'
    WHEN mentions.scope = 'unknown' THEN 'period_unknown'
    WHEN mentions.scope NOT IN ('annual', 'cumulative', 'point_in_time') THEN 'other_period'
    WHEN mentions.value_kind = 'percent_change' THEN 'change'
    WHEN mentions.factor IS NULL THEN 'unit'
  END AS excluded
FROM mentions
INNER JOIN core.reports AS reports ON reports.report_id = mentions.report_id
WHERE reports.superseded_by IS NULL AND reports.report_year IS NOT NULL
