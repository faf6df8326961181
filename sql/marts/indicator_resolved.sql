-- materialized: table
-- key: report_id, indicator_id
-- partition: report
-- slices: inputs
-- tests: unique_keys
-- One value per report and indicator as the text states it, by the rule that the catalogue declares (within_report):
--   last: the last mention that is no part, with what its clause lists beside it (`listed`: 27个行政村、12个社区; or the clause
--   before, of another kind: 行政编制38名，事业编制54名); max: the greatest;
--   total_else_disjoint_sum (the default): the greatest stated total (`total`) with what its clause lists beside it
--   (共办理简易程序案件53件、普通程序案件6件; no list after 共26场), or the mention that the others add up to
--   (`total_of_parts`); else, parts left out where something else than parts is said (`without_parts`), the sum.
-- What is of the other kind than the indicator (`apart`), what counts something else than it does (not `own_kind`: persons of
-- acts), and what several indicators share, named so (人大代表建议、政协提案12件) or the bare total of their amounts (讲座6场、
-- 法律进社区12场，共18场), counts only where the report says nothing else of it; but the total of an indicator of all of a kind
-- (合法性审查总件数) is its own, whatever it adds up.
-- What is told in passing of a narrower field (涉企检查2163次 beside 全年行政检查1.32万次), or of what the head did in person
-- (县长出庭应诉1次 in another place of the report than 负责人出庭38次), is part of a greater number, and told twice; so are cases
-- that were opened before those that were decided (立案38件，…行政处罚6件).
-- The same number said again in another clause is the same fact, unless both are of days that the sentence names and these
-- differ (3·15发放1000份，12·4发放1000份); twice in one clause it is two parts.
-- Several different rates without a rule have no value, unless all but one are of parts: rates do not add up (marts.gaps
-- says `conflict`).
WITH told_twice AS (
  SELECT DISTINCT one.report_id, one.indicator_id, one.quantity_no
  FROM marts.indicator_mentions AS one
  INNER JOIN marts.indicator_mentions AS other ON other.report_id = one.report_id AND other.indicator_id = one.indicator_id
  WHERE other.excluded IS NULL AND coalesce(other.role, 'total') = 'total'
    AND CASE one.role
      WHEN 'narrow' THEN other.value >= one.value AND other.general AND other.clause <> one.clause
      WHEN 'personal' THEN other.value >= one.value AND abs(other.clause - one.clause) > 100
      WHEN 'opened' THEN other.value <= one.value AND other.clause - one.clause BETWEEN 1 AND 60
      ELSE FALSE
    END
),
mentions AS (
  SELECT
    mentions.* EXCLUDE (role),
    CASE
      WHEN (mentions.report_id, mentions.indicator_id, mentions.quantity_no) IN (FROM told_twice) THEN 'part'
      WHEN mentions.role IN ('part', 'total') THEN mentions.role
    END AS role,
    coalesce(mentions.role = 'narrow', FALSE) AS is_narrow,
    coalesce(regexp_matches(indicators.name_zh, getvariable('pattern_of_all')), FALSE) AS of_all,
    indicators.aggregation,
    coalesce(indicators.within_report, 'total_else_disjoint_sum') AS rule,
    coalesce(regexp_matches(indicators.name_zh, getvariable('pattern_concluding')), FALSE) AS of_closed
  FROM marts.indicator_mentions AS mentions
  INNER JOIN core.indicators AS indicators ON indicators.id = mentions.indicator_id
  WHERE mentions.excluded IS NULL
  QUALIFY mentions.apart = bool_and(mentions.apart) OVER (PARTITION BY mentions.report_id, mentions.indicator_id)
),
totals AS (
  SELECT mentions.report_id, mentions.indicator_id, mentions.quantity_no, mentions.clause, numbers.value, numbers.unit
  FROM mentions
  INNER JOIN store.quantities AS numbers ON numbers.report_id = mentions.report_id AND numbers.quantity_no = mentions.quantity_no
  WHERE mentions.role = 'total' AND NOT mentions.shared
    AND regexp_matches(
      substring(numbers.quote, 1, greatest(numbers.text_start - numbers.quote_start, 0)), getvariable('pattern_bare_total')
    )
),
added_up AS (
  -- the amounts before a bare total, backwards, as far as they stand near
  SELECT
    totals.report_id,
    totals.indicator_id,
    totals.quantity_no,
    totals.value,
    list_contains(parts.indicator_ids, totals.indicator_id) AS own,
    parts.indicator_id IS NOT NULL AS named,
    sum(parts.value) OVER (
      PARTITION BY totals.report_id, totals.indicator_id, totals.quantity_no ORDER BY parts.quantity_no DESC
    ) AS so_far
  FROM totals
  INNER JOIN store.quantities AS parts
    ON parts.report_id = totals.report_id
    AND parts.quantity_no BETWEEN totals.quantity_no - 12 AND totals.quantity_no - 1
    AND parts.text_end > totals.clause - 150
  WHERE parts.polarity = 'stated' AND parts.value_kind = 'count' AND (
    coalesce(regexp_matches(parts.unit, getvariable('pattern_persons')), FALSE)
    = coalesce(regexp_matches(totals.unit, getvariable('pattern_persons')), FALSE)
  )
),
mixed_totals AS (
  SELECT report_id, indicator_id, quantity_no
  FROM added_up
  WHERE so_far <= value
  GROUP BY report_id, indicator_id, quantity_no
  HAVING max(so_far) = any_value(value) AND bool_or(own) AND bool_or(named AND NOT own)
),
told AS (
  SELECT
    *,
    shared OR (NOT of_all AND (report_id, indicator_id, quantity_no) IN (FROM mixed_totals)) AS of_several,
    (report_id, indicator_id, clause) IN (SELECT report_id, indicator_id, clause FROM totals) AS is_summed_up
  FROM mentions
),
of_one AS (
  SELECT * FROM told QUALIFY of_several = bool_and(of_several) OVER (PARTITION BY report_id, indicator_id)
),
of_one_kind AS (
  SELECT *
  FROM of_one
  QUALIFY own_kind = coalesce(
    bool_or(own_kind) FILTER (WHERE (role IS DISTINCT FROM 'part' AND NOT is_narrow) OR of_closed) OVER (PARTITION BY report_id, indicator_id),
    bool_or(own_kind) OVER (PARTITION BY report_id, indicator_id)
  )
),
repeated AS (
  SELECT *, min(clause) OVER same < max(clause) OVER same AS again
  FROM of_one_kind
  WINDOW same AS (PARTITION BY report_id, indicator_id, value, value_low, value_high, modifier)
),
told_of AS (
  -- the day or season of which a number that comes again is said, last before it in its sentence
  SELECT
    repeated.report_id,
    repeated.indicator_id,
    repeated.quantity_no,
    regexp_extract_all(
      regexp_extract(
        substring(texts.text, greatest(repeated.clause - 40, 0) + 1, numbers.text_start - greatest(repeated.clause - 40, 0)), '[^。；\n]*$'
      ),
      getvariable('pattern_occasion')
    )[-1] AS occasion
  FROM repeated
  INNER JOIN store.report_texts AS texts ON texts.report_id = repeated.report_id
  INNER JOIN store.quantities AS numbers ON numbers.report_id = repeated.report_id AND numbers.quantity_no = repeated.quantity_no
  WHERE repeated.again
),
distinct_mentions AS (
  SELECT repeated.*
  FROM repeated
  LEFT JOIN told_of
    ON told_of.report_id = repeated.report_id
    AND told_of.indicator_id = repeated.indicator_id
    AND told_of.quantity_no = repeated.quantity_no
  WINDOW
    same AS (
      PARTITION BY repeated.report_id, repeated.indicator_id, value, value_low, value_high, modifier ORDER BY repeated.quantity_no
    ),
    same_day AS (
      PARTITION BY repeated.report_id, repeated.indicator_id, value, value_low, value_high, modifier, occasion
      ORDER BY repeated.quantity_no
    )
  QUALIFY clause = first_value(clause) OVER same OR (
    occasion IS NOT NULL AND first_value(occasion) OVER same IS NOT NULL AND clause = first_value(clause) OVER same_day
  )
),
weighed AS (
  SELECT
    *,
    count(*) OVER every AS n,
    sum(value) OVER every AS sum_of_all,
    count(*) FILTER (WHERE role = 'total') OVER every AS n_totals,
    count(*) FILTER (WHERE role IS DISTINCT FROM 'part') OVER every AS n_wholes,
    row_number() OVER last AS from_last,
    first_value(clause) OVER last AS last_clause,
    first_value(kind) OVER last AS last_kind,
    first_value(clause) OVER totals_first AS total_clause,
    row_number() OVER (PARTITION BY report_id, indicator_id ORDER BY value DESC, quantity_no) AS from_greatest,
    row_number() OVER totals_first AS from_total
  FROM distinct_mentions
  WINDOW
    every AS (PARTITION BY report_id, indicator_id),
    last AS (PARTITION BY report_id, indicator_id ORDER BY role IS NOT DISTINCT FROM 'part', quantity_no DESC),
    totals_first AS (PARTITION BY report_id, indicator_id ORDER BY (role = 'total') DESC NULLS LAST, value DESC, quantity_no)
),
grouped AS (
  SELECT
    *,
    role IS DISTINCT FROM 'part'
    AND (clause = last_clause OR (kind <> last_kind AND last_clause - clause BETWEEN 1 AND 40)) AS beside_last
  FROM weighed
),
resolved AS (
  SELECT
    *,
    CASE
      WHEN n = 1 THEN 'single'
      WHEN rule = 'last' AND aggregation <> 'mean'
        AND count(*) FILTER (WHERE beside_last) OVER (PARTITION BY report_id, indicator_id) > 1
        THEN 'listed'
      WHEN rule IN ('last', 'max') THEN rule
      WHEN n_totals > 0 THEN 'total'
      WHEN n > 2 AND bool_or(abs(2 * value - sum_of_all) < 1e-9 * sum_of_all)
        OVER (PARTITION BY report_id, indicator_id) THEN 'total_of_parts'
      WHEN aggregation = 'mean' AND n_wholes <> 1 THEN 'conflict'
      WHEN n_wholes BETWEEN 1 AND n - 1 THEN 'without_parts'
      ELSE 'sum'
    END AS resolution
  FROM grouped
),
used AS (
  SELECT *
  FROM resolved
  WHERE
    CASE resolution
      WHEN 'last' THEN from_last = 1
      WHEN 'listed' THEN beside_last
      WHEN 'max' THEN from_greatest = 1
      WHEN 'total' THEN from_total = 1 OR (role = 'total' AND clause = total_clause AND NOT is_summed_up)
      WHEN 'total_of_parts' THEN from_greatest = 1
      WHEN 'without_parts' THEN role IS DISTINCT FROM 'part'
      ELSE resolution <> 'conflict'
    END
),
summed AS (
  SELECT
    report_id,
    indicator_id,
    round(fsum(value), 6) AS value,
    round(fsum(value_low), 6) AS value_low,
    CASE WHEN count(value_high) = count(*) THEN round(fsum(value_high), 6) END AS value_high,
    bool_or(high_exclusive) AND count(value_high) = count(*) AS high_exclusive,
    CASE WHEN count(DISTINCT coalesce(modifier, '')) = 1 THEN max(modifier) ELSE 'about' END AS modifier,
    any_value(resolution) AS resolution,
    any_value(n) AS mentions,
    any_value(apart) AS apart,
    list(quantity_no ORDER BY quantity_no) AS quantity_nos
  FROM used
  GROUP BY report_id, indicator_id
)
SELECT report_id, indicator_id, value, value_low, value_high, high_exclusive, modifier, resolution, mentions, quantity_nos, apart
FROM summed
