-- materialized: table
-- key: report_id, indicator_id
-- partition: report
-- slices: inputs
-- tests: unique_keys
-- One value per report and indicator as the text states it, by the rule that the catalogue declares (within_report):
--   last: the last mention that is no part; max: the greatest;
--   total_else_disjoint_sum (the default): the greatest stated total (`total`), or the mention that the others add up to
--   (`total_of_parts`); else, parts left out where something else than parts is said (`without_parts`), the sum.
-- What is of the other kind than the indicator (`apart`), or counts persons of acts or acts of persons (not `own_kind`),
-- counts only where the report says nothing else of it.
-- The same number said again in another clause is the same fact; twice in one clause it is two parts.
-- Several different rates without a rule have no value, unless all but one are of parts: rates do not add up (marts.gaps
-- says `conflict`).
WITH mentions AS (
  SELECT mentions.*, indicators.aggregation, coalesce(indicators.within_report, 'total_else_disjoint_sum') AS rule
  FROM marts.indicator_mentions AS mentions
  INNER JOIN core.indicators AS indicators ON indicators.id = mentions.indicator_id
  WHERE mentions.excluded IS NULL
  QUALIFY mentions.apart = bool_and(mentions.apart) OVER (PARTITION BY mentions.report_id, mentions.indicator_id)
),
of_one_kind AS (
  SELECT *
  FROM mentions
  QUALIFY own_kind = coalesce(
    bool_or(own_kind) FILTER (WHERE role IS DISTINCT FROM 'part') OVER (PARTITION BY report_id, indicator_id),
    bool_or(own_kind) OVER (PARTITION BY report_id, indicator_id)
  )
),
distinct_mentions AS (
  SELECT *
  FROM of_one_kind
  QUALIFY clause = first_value(clause) OVER (
    PARTITION BY report_id, indicator_id, value, value_low, value_high, modifier ORDER BY quantity_no
  )
),
weighed AS (
  SELECT
    *,
    count(*) OVER every AS n,
    sum(value) OVER every AS sum_of_all,
    count(*) FILTER (WHERE role = 'total') OVER every AS n_totals,
    count(*) FILTER (WHERE role IS DISTINCT FROM 'part') OVER every AS n_wholes,
    row_number() OVER (PARTITION BY report_id, indicator_id ORDER BY role IS NOT DISTINCT FROM 'part', quantity_no DESC) AS from_last,
    row_number() OVER (PARTITION BY report_id, indicator_id ORDER BY value DESC, quantity_no) AS from_greatest,
    row_number() OVER (
      PARTITION BY report_id, indicator_id ORDER BY (role = 'total') DESC NULLS LAST, value DESC, quantity_no
    ) AS from_total
  FROM distinct_mentions
  WINDOW every AS (PARTITION BY report_id, indicator_id)
),
resolved AS (
  SELECT
    *,
    CASE
      WHEN n = 1 THEN 'single'
      WHEN rule IN ('last', 'max') THEN rule
      WHEN n_totals > 0 THEN 'total'
      WHEN n > 2 AND bool_or(abs(2 * value - sum_of_all) < 1e-9 * sum_of_all)
        OVER (PARTITION BY report_id, indicator_id) THEN 'total_of_parts'
      WHEN aggregation = 'mean' AND n_wholes <> 1 THEN 'conflict'
      WHEN n_wholes BETWEEN 1 AND n - 1 THEN 'without_parts'
      ELSE 'sum'
    END AS resolution
  FROM weighed
),
used AS (
  SELECT *
  FROM resolved
  WHERE
    CASE resolution
      WHEN 'last' THEN from_last = 1
      WHEN 'max' THEN from_greatest = 1
      WHEN 'total' THEN from_total = 1
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
