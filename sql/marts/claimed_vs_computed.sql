-- materialized: table
-- key: report_id, claim, what, quantity_no
-- partition: body
-- tests: unique_keys, claims_rest_on_amounts
-- What a report claims about its own numbers beside what these numbers say, intervals allowed for:
--   rate    a stated rate against its fraction: numerator and denominator as the catalogue names them (rate_of), or the
--           two amounts of one unit that stand directly before it, where the second is the rate's numerator
--           (应出庭52件，实际出庭52件，出庭率100%; no sibling of it: 撤销5件、确认违法1件). Of all denominators that the report
--           says (一审31件、二审12件, 43 together) the one that fits best counts: a rate differs where none fits. A numerator
--           above its denominator is no fraction at all, nor is what the head alone did (负责人出庭率100%，正职出庭2次);
--   total   a stated total against the sum of the parts that follow it (marts.part_lists);
--   growth  a stated growth over the year before against the body's own report of that year (of a rate it may mean points
--           or percent, so none is listed).
-- Rates and growth differ by more than half a percentage point, totals by anything. `parts_open`: the wording does not say
-- that the parts are all and apart from each other (其中 and a sum that falls short; parts in clauses of their own), so
-- that a difference of such a list is a question and no contradiction.
-- `verdict`: agrees (the numbers as written do), differs (their intervals lie apart, and nothing is left open), not_decidable:
-- the numbers as written differ, and what 近, 余 or an open list leaves open may account for it (近90% beside 2 of 3).
WITH stated AS (
  SELECT rate.*, indicators.numerator, indicators.denominator
  FROM marts.indicator_values AS rate
  INNER JOIN core.indicators AS indicators ON indicators.id = rate.indicator_id
  WHERE indicators.numerator IS NOT NULL AND indicators.denominator IS NOT NULL
),
personal AS (
  SELECT report_id, quantity_no FROM marts.indicator_mentions WHERE role = 'personal'
),
fractions AS (
  SELECT
    stated.report_id,
    stated.indicator_id,
    above.value AS above,
    coalesce(above.value_low, above.value) AS above_low,
    coalesce(above.value_high, above.value) AS above_high,
    below.value AS below,
    coalesce(below.value_low, below.value) AS below_low,
    coalesce(below.value_high, below.value) AS below_high,
    coalesce(below.indicator_id, below.measured_entity) AS denominator_is,
    [above.quantity_no, below.quantity_no] AS computed_from
  FROM stated
  INNER JOIN store.quantities AS rate ON rate.report_id = stated.report_id AND [rate.quantity_no] = stated.quantity_nos
  INNER JOIN store.quantities AS above
    ON above.report_id = rate.report_id
    AND above.quantity_no = rate.quantity_no - 1
    AND rate.text_start - above.text_end <= 20
    AND list_contains(above.indicator_ids, stated.numerator)
  INNER JOIN store.quantities AS below
    ON below.report_id = rate.report_id
    AND below.quantity_no = rate.quantity_no - 2
    AND above.text_start - below.text_end <= 25
    AND below.unit = above.unit
    AND below.value >= above.value
    AND NOT list_contains(below.indicator_ids, stated.numerator)
  WHERE above.modifier IS NULL AND below.modifier IS NULL
  UNION ALL
  SELECT
    stated.report_id, stated.indicator_id, above.value, above.value_low, coalesce(above.value_high, 'infinity'::DOUBLE),
    below.value, below.value_low, coalesce(below.value_high, 'infinity'::DOUBLE), below.indicator_id,
    list_append(above.quantity_nos, below.quantity_no)
  FROM stated
  INNER JOIN marts.indicator_values AS above ON above.report_id = stated.report_id AND above.indicator_id = stated.numerator AND NOT above.apart
  INNER JOIN marts.indicator_mentions AS below ON below.report_id = stated.report_id AND below.indicator_id = stated.denominator
  WHERE below.excluded IS NULL AND NOT below.apart AND NOT below.shared AND below.own_kind
  UNION ALL
  SELECT
    stated.report_id, stated.indicator_id, above.value, above.value_low, coalesce(above.value_high, 'infinity'::DOUBLE),
    below.value, below.value_low, coalesce(below.value_high, 'infinity'::DOUBLE), below.indicator_id,
    list_concat(above.quantity_nos, below.quantity_nos)
  FROM stated
  INNER JOIN marts.indicator_values AS above ON above.report_id = stated.report_id AND above.indicator_id = stated.numerator AND NOT above.apart
  INNER JOIN marts.indicator_values AS below ON below.report_id = stated.report_id AND below.indicator_id = stated.denominator AND NOT below.apart
),
rates AS (
  SELECT
    stated.report_id,
    'rate' AS claim,
    stated.indicator_id AS what,
    coalesce(stated.quantity_nos[1], 0) AS quantity_no,
    stated.value AS claimed,
    stated.value_low AS claimed_low,
    coalesce(stated.value_high, 100) AS claimed_high,
    100 * fractions.above / fractions.below AS computed,
    100 * fractions.above_low / fractions.below_high AS computed_low,
    100 * fractions.above_high / nullif(fractions.below_low, 0) AS computed_high,
    fractions.above AS numerator,
    fractions.below AS denominator,
    fractions.denominator_is,
    NULL AS other_report_id,
    fractions.computed_from,
    FALSE AS parts_open,
    0.5 AS tolerance
  FROM stated
  INNER JOIN fractions ON fractions.report_id = stated.report_id AND fractions.indicator_id = stated.indicator_id
  WHERE fractions.below > 0 AND fractions.above_low <= fractions.below_high
    AND (stated.report_id, fractions.computed_from[1]) NOT IN (SELECT report_id, quantity_no FROM personal)
  QUALIFY 1 = row_number() OVER (PARTITION BY stated.report_id, stated.indicator_id ORDER BY abs(computed - claimed), fractions.computed_from)
),
totals AS (
  SELECT
    report_id,
    'total' AS claim,
    what,
    quantity_no,
    total AS claimed,
    total_low AS claimed_low,
    coalesce(total_high, 'infinity'::DOUBLE) AS claimed_high,
    parts AS computed,
    parts_low AS computed_low,
    coalesce(parts_high, 'infinity'::DOUBLE) AS computed_high,
    NULL AS numerator,
    NULL AS denominator,
    NULL AS denominator_is,
    NULL AS other_report_id,
    part_nos AS computed_from,
    parts_open,
    1e-9 * total AS tolerance
  FROM marts.part_lists
),
growing AS (
  SELECT
    growth.report_id,
    growth.quantity_no,
    growth.text_start,
    substring(growth.quote, 1, greatest(growth.text_start - growth.quote_start, 0)) AS words,
    growth.value,
    coalesce(growth.value_low, growth.value) AS value_low,
    coalesce(growth.value_high, growth.value) AS value_high
  FROM store.quantities AS growth
  WHERE growth.value_kind = 'percent_change' AND growth.owner = 'own' AND growth.scope = 'annual'
),
grown AS (
  SELECT
    growing.*,
    CASE WHEN regexp_matches(growing.words, getvariable('pattern_fall')) THEN -1 ELSE 1 END AS sign
  FROM growing
  WHERE regexp_matches(growing.words, getvariable('pattern_growth'))
),
growths AS (
  SELECT
    grown.report_id,
    'growth' AS claim,
    now.indicator_id AS what,
    grown.quantity_no,
    grown.sign * grown.value AS claimed,
    least(grown.sign * grown.value_low, grown.sign * grown.value_high) AS claimed_low,
    greatest(grown.sign * grown.value_low, grown.sign * grown.value_high) AS claimed_high,
    100 * (now.value / before.value - 1) AS computed,
    100 * (now.value_low / coalesce(before.value_high, 'infinity'::DOUBLE) - 1) AS computed_low,
    100 * (coalesce(now.value_high, 'infinity'::DOUBLE) / nullif(before.value_low, 0) - 1) AS computed_high,
    now.value AS numerator,
    before.value AS denominator,
    before.indicator_id || ' of ' || before.report_year AS denominator_is,
    before.report_id AS other_report_id,
    now.quantity_nos AS computed_from,
    FALSE AS parts_open,
    0.5 AS tolerance
  FROM grown
  INNER JOIN store.quantities AS said
    ON said.report_id = grown.report_id
    AND said.quantity_no = grown.quantity_no - 1
    AND grown.text_start - said.text_end <= 15
  INNER JOIN marts.indicator_values AS now
    ON now.report_id = grown.report_id AND now.quantity_nos = [said.quantity_no] AND list_contains(said.indicator_ids, now.indicator_id)
  INNER JOIN core.indicators AS indicators ON indicators.id = now.indicator_id AND indicators.aggregation <> 'mean'
  INNER JOIN marts.indicator_values AS before
    ON before.body_key = now.body_key AND before.indicator_id = now.indicator_id AND before.report_year = now.report_year - 1 AND before.apart = now.apart
  WHERE before.value > 0
),
claims AS (
  SELECT
    *,
    greatest(computed_low - claimed_high, claimed_low - coalesce(computed_high, 'infinity'::DOUBLE)) > tolerance AS differs
  FROM (FROM rates UNION ALL BY NAME FROM totals UNION ALL BY NAME FROM growths)
)
SELECT
  report_id,
  claim,
  what,
  quantity_no,
  claimed,
  computed,
  numerator,
  denominator,
  denominator_is,
  other_report_id,
  computed_from,
  parts_open,
  claimed_low,
  CASE WHEN isfinite(claimed_high) THEN claimed_high END AS claimed_high,
  computed_low,
  CASE WHEN isfinite(computed_high) THEN computed_high END AS computed_high,
  differs,
  CASE
    WHEN differs AND NOT parts_open THEN 'differs'
    WHEN NOT differs AND abs(claimed - computed) <= tolerance THEN 'agrees'
    ELSE 'not_decidable'
  END AS verdict
FROM claims
