-- materialized: table
-- key: report_id, claim, what, quantity_no
-- tests: unique_keys
-- What a report claims about its own numbers beside what these numbers say, intervals allowed for:
--   rate    a stated rate against the numerator and denominator that the report states (catalogue: rate_of);
--   total   a stated total against the sum of the parts that follow it (marts.part_lists);
--   growth  a stated growth over the year before against the body's own report of that year.
-- Rates and growth differ by more than half a percentage point, totals by anything. `parts_open`: a list that falls
-- short of the total may leave parts unnamed (其中), unless it says 分别, so its difference is no contradiction yet.
WITH rates AS (
  SELECT
    rate.report_id,
    'rate' AS claim,
    rate.indicator_id AS what,
    coalesce(rate.quantity_nos[1], 0) AS quantity_no,
    rate.value AS claimed,
    rate.value_low AS claimed_low,
    coalesce(rate.value_high, 100) AS claimed_high,
    100 * above.value / below.value AS computed,
    100 * above.value_low / coalesce(below.value_high, 'infinity'::DOUBLE) AS computed_low,
    100 * coalesce(above.value_high, 'infinity'::DOUBLE) / nullif(below.value_low, 0) AS computed_high,
    above.value AS numerator,
    below.value AS denominator,
    below.indicator_id AS denominator_is,
    NULL AS other_report_id,
    list_concat(above.quantity_nos, below.quantity_nos) AS computed_from,
    FALSE AS parts_open,
    0.5 AS tolerance
  FROM marts.indicator_values AS rate
  INNER JOIN core.indicators AS indicators ON indicators.id = rate.indicator_id
  INNER JOIN marts.indicator_values AS above ON above.report_id = rate.report_id AND above.indicator_id = indicators.numerator
  INNER JOIN marts.indicator_values AS below ON below.report_id = rate.report_id AND below.indicator_id = indicators.denominator
  WHERE below.value > 0
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
    parts < total AND NOT contains(opened_by, '分别') AS parts_open,
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
    CASE
      WHEN EXISTS (FROM store.role_patterns AS fall WHERE fall.role = 'fall' AND regexp_matches(growing.words, fall.pattern)) THEN -1
      ELSE 1
    END AS sign
  FROM growing
  WHERE EXISTS (FROM store.role_patterns AS year WHERE year.role = 'growth' AND regexp_matches(growing.words, year.pattern))
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
  INNER JOIN marts.indicator_values AS before
    ON before.body_key = now.body_key AND before.indicator_id = now.indicator_id AND before.report_year = now.report_year - 1
  WHERE before.value > 0
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
  greatest(computed_low - claimed_high, claimed_low - coalesce(computed_high, 'infinity'::DOUBLE)) > tolerance AS differs
FROM (FROM rates UNION ALL BY NAME FROM totals UNION ALL BY NAME FROM growths)
