-- materialized: table
-- key: report_id, quantity_no
-- partition: report
-- slices: inputs
-- tests: unique_keys, claims_rest_on_amounts
-- Totals that a report breaks down: 28件，其中治安类20件、交通类5件、其他3件. Directly after the total stands a word that opens a
-- list (role `list` of config/roll_up.yaml), then at least two amounts of the same unit, period and owner, one after
-- another in one sentence. Parts joined by 、 are one clause; where the first two are, the list ends with the clause, and
-- its counters may vary (8件、合同57份). What is greater than the total is no part of it. `parts_open`: the wording does
-- not say that the parts are all and apart from each other (see marts.claimed_vs_computed).
-- Where some of the amounts, from the first on, add up to the total, they are the list: what follows is something else.
WITH numbers AS (
  SELECT
    quantities.*,
    coalesce(value_low, CASE WHEN modifier IN ('nearly', 'at_most') THEN 0 ELSE value END) AS low,
    CASE WHEN modifier = 'at_least' THEN value_high ELSE coalesce(value_high, value) END AS high
  FROM store.quantities AS quantities
  SEMI JOIN core.reports AS reports ON reports.report_id = quantities.report_id AND reports.superseded_by IS NULL
  WHERE polarity = 'stated' AND value_kind IN ('count', 'money', 'area', 'distance', 'duration') AND unit IS NOT NULL
),
candidates AS (
  SELECT totals.*, first_parts.text_start AS parts_start, first_parts.quote_start AS parts_clause
  FROM numbers AS totals
  INNER JOIN numbers AS first_parts
    ON first_parts.report_id = totals.report_id
    AND first_parts.quantity_no = totals.quantity_no + 1
    AND first_parts.unit = totals.unit
    AND first_parts.text_start - totals.text_end BETWEEN 1 AND 40
  SEMI JOIN numbers AS second_parts
    ON second_parts.report_id = totals.report_id
    AND second_parts.quantity_no = totals.quantity_no + 2
    AND second_parts.unit = totals.unit
),
opened AS (
  SELECT candidates.*, sentences.text_end AS sentence_end, regexp_extract(gaps.words, getvariable('pattern_list')) AS word
  FROM candidates
  INNER JOIN store.report_texts AS texts ON texts.report_id = candidates.report_id
  CROSS JOIN LATERAL (
    SELECT substring(texts.text, candidates.text_end + 1, candidates.parts_start - candidates.text_end) AS words
  ) AS gaps
  ASOF INNER JOIN core.sentences AS sentences
    ON sentences.report_id = candidates.report_id AND sentences.text_start <= candidates.text_end + 2
  WHERE regexp_matches(gaps.words, getvariable('pattern_list'))
),
following AS (
  SELECT
    opened.report_id,
    opened.quantity_no AS total_no,
    opened.value AS total,
    parts.quantity_no,
    parts.value,
    parts.low,
    parts.high,
    parts.quote_start,
    row_number() OVER list AS part_no,
    parts.quantity_no - opened.quantity_no AS distance,
    min(parts.quote_start) OVER list AS first_clause
  FROM opened
  INNER JOIN numbers AS parts
    ON parts.report_id = opened.report_id
    AND parts.quantity_no > opened.quantity_no
    AND parts.text_start < opened.sentence_end
    AND (parts.unit = opened.unit OR (parts.quote_start = opened.parts_clause AND parts.value_kind = opened.value_kind))
    AND parts.scope = opened.scope
    AND parts.owner = opened.owner
  WINDOW list AS (PARTITION BY opened.report_id, opened.quantity_no ORDER BY parts.quantity_no)
),
joined AS (
  SELECT
    *,
    count(*) FILTER (WHERE quote_start = first_clause) OVER (PARTITION BY report_id, total_no) AS in_first_clause,
    sum(value) OVER (PARTITION BY report_id, total_no ORDER BY part_no) AS so_far
  FROM following
  WHERE part_no = distance
),
lists AS (
  SELECT *, min(part_no) FILTER (WHERE part_no >= 2 AND so_far = total) OVER (PARTITION BY report_id, total_no) AS complete_at
  FROM joined
  WHERE in_first_clause < 2 OR quote_start = first_clause
)
SELECT
  lists.report_id,
  lists.total_no AS quantity_no,
  any_value(coalesce(opened.indicator_id, opened.measured_entity, opened.surface)) AS what,
  any_value(opened.unit) AS unit,
  any_value(trim(opened.word, '，,。；;：: ')) AS opened_by,
  any_value(opened.value) AS total,
  any_value(opened.low) AS total_low,
  any_value(opened.high) AS total_high,
  sum(lists.value) AS parts,
  sum(lists.low) AS parts_low,
  CASE WHEN count(lists.high) = count(*) THEN sum(lists.high) END AS parts_high,
  NOT contains(any_value(opened.word), '分别') AND (
    sum(lists.value) < any_value(opened.value) OR any_value(lists.in_first_clause) < 2
  ) AS parts_open,
  list(lists.quantity_no ORDER BY lists.quantity_no) AS part_nos
FROM lists
INNER JOIN opened ON opened.report_id = lists.report_id AND opened.quantity_no = lists.total_no
WHERE lists.part_no <= coalesce(lists.complete_at, lists.part_no)
GROUP BY lists.report_id, lists.total_no
HAVING count(*) >= 2 AND max(lists.low) <= coalesce(any_value(opened.high), 'infinity'::DOUBLE)
