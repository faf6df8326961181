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
  SELECT DISTINCT used.report_no, used.report_year, sentences.fold
  FROM used
  INNER JOIN core.sentences AS sentences ON sentences.report_id = used.report_id
  WHERE sentences.fold IS NOT NULL
),
totals AS (
  SELECT report_no, count(*) AS n FROM sentences GROUP BY report_no
),
telling AS (
  -- counted and joined: a window takes the memory of all its rows
  SELECT report_year, fold FROM sentences GROUP BY report_year, fold HAVING count(*) BETWEEN 2 AND 50
),
told AS (
  SELECT sentences.report_no, sentences.report_year, sentences.fold
  FROM sentences
  INNER JOIN telling ON telling.fold = sentences.fold AND telling.report_year = sentences.report_year
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
    FROM told AS one
    INNER JOIN told AS other
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
  SELECT now.report_no AS one_no, before.report_no AS other_no, 'year_before' AS relation, count(other.fold) AS shared_sentences
  FROM used AS now
  INNER JOIN used AS before ON before.body_key = now.body_key AND before.report_year = now.report_year - 1
  LEFT JOIN sentences AS one ON one.report_no = now.report_no
  LEFT JOIN sentences AS other ON other.report_no = before.report_no AND other.fold = one.fold
  GROUP BY now.report_no, before.report_no
  UNION ALL
  SELECT met.one_no, met.other_no, 'same_year' AS relation, met.shared_sentences
  FROM (FROM met UNION ALL SELECT other_no, one_no, shared_sentences, alike FROM met) AS met
  INNER JOIN used AS one ON one.report_no = met.one_no
  INNER JOIN used AS other ON other.report_no = met.other_no AND other.body_key <> one.body_key
  LEFT JOIN totals ON totals.report_no = met.one_no
  WHERE met.alike OR met.shared_sentences >= 0.1 * totals.n
),
numbered AS (
  SELECT id, row_number() OVER (ORDER BY id)::USMALLINT AS no FROM core.indicators
),
stated AS (
  -- the greater first, so that one list holds both
  SELECT
    facts.report_id,
    count(*) FILTER (WHERE facts.value >= 10) AS greater,
    list(numbered.no ORDER BY facts.value >= 10 DESC, numbered.no) AS named,
    list(hash(numbered.no, facts.value, facts.value_low, facts.value_high) ORDER BY facts.value >= 10 DESC, numbered.no) AS said
  FROM marts.indicator_values AS facts
  INNER JOIN numbered ON numbered.id = facts.indicator_id
  GROUP BY facts.report_id
),
sides AS (
  SELECT used.report_no, signatures.signature::UINTEGER[] AS signature, stated.greater, stated.named, stated.said
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
    (SELECT sides FROM sides WHERE sides.report_no = pairs.one_no) AS one,
    (SELECT sides FROM sides WHERE sides.report_no = pairs.other_no) AS other
  FROM pairs
  LEFT JOIN totals ON totals.report_no = pairs.one_no
),
compared AS (
  SELECT
    *,
    len(list_filter(list_zip(one.signature, other.signature), lambda pair: pair[1] = pair[2])) / len(one.signature) AS likeness
  FROM met_sides
)
SELECT
  -- not one.report_id: where a column comes from cannot be told of a struct's field
  (SELECT used.report_id FROM used WHERE used.report_no = compared.one_no) AS report_id,
  (SELECT used.report_id FROM used WHERE used.report_no = compared.other_no) AS other_report_id,
  relation,
  sentences,
  shared_sentences::BIGINT AS shared_sentences,
  share,
  likeness,
  -- list_intersect takes seven times as long
  coalesce(len(list_filter(one.named[1 : one.greater], lambda named: list_contains(other.named, named))), 0)::BIGINT AS numbers_compared,
  coalesce(len(list_filter(one.said[1 : one.greater], lambda said: list_contains(other.said, said))), 0)::BIGINT AS numbers_repeated
FROM compared
WHERE relation = 'year_before' OR shared_sentences >= 0.1 * sentences OR likeness >= 0.5
