-- materialized: table
-- key: report_id, other_report_id
-- tests: unique_keys, shares_are_shares, copied_pairs_are_traceable
-- How much of a report stands in another: sentences equal but for years, numbers and the names of places (core.sentences).
--   year_before  the same body's report of the year before: always listed, so that shares can be averaged;
--   same_year    another body's report of the year, where a tenth of the sentences is shared. A sentence that more than
--                50 reports use is a formula of the genre and proves nothing between two bodies.
-- numbers_repeated: indicators that both state and to which both give the very same value of ten and more (smaller ones
-- repeat by chance). Which sentences two reports share stands in marts.copied_sentences.
WITH used AS (
  SELECT report_id, body_key, report_year
  FROM core.reports
  WHERE superseded_by IS NULL AND report_year IS NOT NULL
),
sentences AS (
  SELECT DISTINCT used.report_id, used.body_key, used.report_year, sentences.fold
  FROM used
  INNER JOIN core.sentences AS sentences ON sentences.report_id = used.report_id
  WHERE sentences.fold IS NOT NULL
),
totals AS (
  SELECT report_id, count(*) AS n FROM sentences GROUP BY report_id
),
telling AS (
  SELECT *
  FROM sentences
  QUALIFY count(*) OVER (PARTITION BY fold) <= 50
),
pairs AS (
  SELECT now.report_id, before.report_id AS other_report_id, 'year_before' AS relation, count(other.fold) AS shared_sentences
  FROM used AS now
  INNER JOIN used AS before ON before.body_key = now.body_key AND before.report_year = now.report_year - 1
  LEFT JOIN sentences AS one ON one.report_id = now.report_id
  LEFT JOIN sentences AS other ON other.report_id = before.report_id AND other.fold = one.fold
  GROUP BY now.report_id, before.report_id
  UNION ALL
  SELECT one.report_id, other.report_id AS other_report_id, 'same_year' AS relation, count(*) AS shared_sentences
  FROM telling AS one
  INNER JOIN telling AS other
    ON other.fold = one.fold AND other.report_year = one.report_year AND other.body_key <> one.body_key
  GROUP BY one.report_id, other.report_id
),
listed AS (
  SELECT pairs.*, coalesce(totals.n, 0) AS sentences, coalesce(pairs.shared_sentences / totals.n, 0) AS share
  FROM pairs
  LEFT JOIN totals ON totals.report_id = pairs.report_id
  WHERE pairs.relation = 'year_before' OR pairs.shared_sentences >= 0.1 * totals.n
),
numbers AS (
  SELECT
    listed.report_id,
    listed.other_report_id,
    count(*) AS compared,
    count(*) FILTER (
      WHERE one.value = other.value AND one.value_low = other.value_low AND one.value_high IS NOT DISTINCT FROM other.value_high
    ) AS repeated
  FROM listed
  INNER JOIN marts.indicator_values AS one ON one.report_id = listed.report_id
  INNER JOIN marts.indicator_values AS other ON other.report_id = listed.other_report_id AND other.indicator_id = one.indicator_id
  WHERE one.value >= 10
  GROUP BY listed.report_id, listed.other_report_id
)
SELECT
  listed.report_id,
  listed.other_report_id,
  listed.relation,
  listed.sentences,
  listed.shared_sentences,
  listed.share,
  coalesce(numbers.compared, 0) AS numbers_compared,
  coalesce(numbers.repeated, 0) AS numbers_repeated
FROM listed
LEFT JOIN numbers ON numbers.report_id = listed.report_id AND numbers.other_report_id = listed.other_report_id
