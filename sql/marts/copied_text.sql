-- materialized: table
-- key: report_id, other_report_id
-- partition: body where relation = 'year_before'
-- partition: year where relation = 'same_year'
-- slices: inputs
-- order: report_id
-- tests: unique_keys, shares_are_shares, copied_pairs_are_traceable
-- How much of a report stands in another: sentences equal but for years, numbers and the names of places (core.sentences).
--   year_before  the same body's report of the year before: always listed, so that shares can be averaged;
--   same_year    another body's report of the year, where a tenth of the sentences is shared, or the wording is alike to a
--                half (a copy whose sentences were reworked). A sentence that more than 50 reports of the year use is a
--                formula of the genre and proves nothing between two bodies.
-- likeness: the share of equal MinHashes of both texts (store.signatures), which estimates the share of four-character pieces
-- in common. Pairs to compare are those that agree in one of 32 bands of four hashes.
-- numbers_repeated: indicators that both state and to which both give the very same value of ten and more (smaller ones
-- repeat by chance). Which sentences two reports share stands in marts.copied_sentences.
WITH used AS (
  -- the pairs below are many: numbers instead of names, and each pair once, take a quarter of the time
  SELECT report_id, body_key, report_year, row_number() OVER (ORDER BY report_id)::INTEGER AS report_no
  FROM core.reports
  WHERE superseded_by IS NULL AND report_year IS NOT NULL
),
sentences AS (
  SELECT DISTINCT used.report_id, used.report_no, used.report_year, sentences.fold
  FROM used
  INNER JOIN core.sentences AS sentences ON sentences.report_id = used.report_id
  WHERE sentences.fold IS NOT NULL
),
totals AS (
  SELECT report_id, count(*) AS n FROM sentences GROUP BY report_id
),
telling AS (
  SELECT report_no, report_year, fold
  FROM sentences
  QUALIFY count(*) OVER (PARTITION BY report_year, fold) BETWEEN 2 AND 50
),
hashed AS (
  SELECT used.report_no, used.report_year, bands.no, hash(signatures.signature[4 * bands.no + 1 : 4 * bands.no + 4]) AS band
  FROM used
  INNER JOIN store.signatures AS signatures ON signatures.report_id = used.report_id
  CROSS JOIN range(32) AS bands (no)
),
bands AS (
  SELECT report_no, report_year, no, band
  FROM hashed
  QUALIFY count(*) OVER (PARTITION BY report_year, no, band) BETWEEN 2 AND 50
),
met AS (
  SELECT one_no, other_no, count(*) FILTER (WHERE NOT alike) AS shared_sentences, bool_or(alike) AS alike
  FROM (
    SELECT one.report_no AS one_no, other.report_no AS other_no, FALSE AS alike
    FROM telling AS one
    INNER JOIN telling AS other
      ON other.fold = one.fold AND other.report_year = one.report_year AND other.report_no > one.report_no
    UNION ALL
    SELECT one.report_no, other.report_no, TRUE
    FROM bands AS one
    INNER JOIN bands AS other
      ON other.band = one.band AND other.no = one.no AND other.report_year = one.report_year AND other.report_no > one.report_no
  )
  GROUP BY one_no, other_no
),
pairs AS (
  SELECT now.report_id, before.report_id AS other_report_id, 'year_before' AS relation, count(other.fold) AS shared_sentences
  FROM used AS now
  INNER JOIN used AS before ON before.body_key = now.body_key AND before.report_year = now.report_year - 1
  LEFT JOIN sentences AS one ON one.report_id = now.report_id
  LEFT JOIN sentences AS other ON other.report_id = before.report_id AND other.fold = one.fold
  GROUP BY now.report_id, before.report_id
  UNION ALL
  SELECT one.report_id, other.report_id AS other_report_id, 'same_year' AS relation, met.shared_sentences
  FROM (FROM met UNION ALL SELECT other_no, one_no, shared_sentences, alike FROM met) AS met
  INNER JOIN used AS one ON one.report_no = met.one_no
  INNER JOIN used AS other ON other.report_no = met.other_no AND other.body_key <> one.body_key
  LEFT JOIN totals ON totals.report_id = one.report_id
  WHERE met.alike OR met.shared_sentences >= 0.1 * totals.n
),
stated AS (
  SELECT
    report_id,
    list(hash(indicator_id)) AS named,
    list(hash(indicator_id)) FILTER (WHERE value >= 10) AS named_greater,
    list(hash(indicator_id, value, value_low, value_high)) AS said,
    list(hash(indicator_id, value, value_low, value_high)) FILTER (WHERE value >= 10) AS said_greater
  FROM marts.indicator_values
  GROUP BY report_id
),
sides AS (
  SELECT used.report_id, signatures.signature, stated.named, stated.named_greater, stated.said, stated.said_greater
  FROM used
  LEFT JOIN store.signatures AS signatures ON signatures.report_id = used.report_id
  LEFT JOIN stated ON stated.report_id = used.report_id
),
met_sides AS (
  -- subqueries, for a join might keep the pairs in memory, each with all that its two reports have
  SELECT
    pairs.*,
    coalesce(totals.n, 0) AS sentences,
    coalesce(pairs.shared_sentences / totals.n, 0) AS share,
    (SELECT sides FROM sides WHERE sides.report_id = pairs.report_id) AS one,
    (SELECT sides FROM sides WHERE sides.report_id = pairs.other_report_id) AS other
  FROM pairs
  LEFT JOIN totals ON totals.report_id = pairs.report_id
),
compared AS (
  SELECT
    *,
    len(list_filter(list_zip(one.signature, other.signature), lambda pair: pair[1] = pair[2])) / len(one.signature) AS likeness
  FROM met_sides
)
SELECT
  report_id,
  other_report_id,
  relation,
  sentences,
  shared_sentences::BIGINT AS shared_sentences,
  share,
  likeness,
  coalesce(len(list_intersect(one.named_greater, other.named)), 0)::BIGINT AS numbers_compared,
  coalesce(len(list_intersect(one.said_greater, other.said)), 0)::BIGINT AS numbers_repeated
FROM compared
WHERE relation = 'year_before' OR shared_sentences >= 0.1 * sentences OR likeness >= 0.5
