-- materialized: table
-- key: report_id, other_report_id
-- tests: unique_keys
-- Sentences (15 characters and more, years masked, white space out) that a report shares with the same body's report of
-- the year before, or with another body's of the same year. A sentence that more than 50 reports use is a formula of the
-- genre and proves nothing between two bodies. Pairs with a tenth of the sentences in common are listed.
WITH used AS (
  SELECT report_id, body_key, report_year
  FROM core.reports
  WHERE superseded_by IS NULL AND report_year IS NOT NULL
),
sentences AS (
  SELECT DISTINCT used.report_id, used.body_key, used.report_year, hash(cut.sentence) AS sentence
  FROM used
  INNER JOIN store.report_texts AS texts ON texts.report_id = used.report_id
  CROSS JOIN unnest(
    string_split_regex(regexp_replace(regexp_replace(texts.text, '(19|20)[0-9]{2}', '0000', 'g'), '[ \t　]+', '', 'g'), '[。！？；\n]+')
  ) AS cut (sentence)
  WHERE length(cut.sentence) >= 15
),
totals AS (
  SELECT report_id, count(*) AS n FROM sentences GROUP BY report_id
),
formulas AS (
  SELECT sentence FROM sentences GROUP BY sentence HAVING count(*) > 50
),
telling AS (
  SELECT sentences.* FROM sentences ANTI JOIN formulas ON formulas.sentence = sentences.sentence
),
pairs AS (
  SELECT now.report_id, before.report_id AS other_report_id, 'year_before' AS relation, count(*) AS shared_sentences
  FROM sentences AS now
  INNER JOIN sentences AS before
    ON before.sentence = now.sentence AND before.body_key = now.body_key AND before.report_year = now.report_year - 1
  GROUP BY now.report_id, before.report_id
  UNION ALL
  SELECT one.report_id, other.report_id AS other_report_id, 'same_year' AS relation, count(*) AS shared_sentences
  FROM telling AS one
  INNER JOIN telling AS other
    ON other.sentence = one.sentence AND other.report_year = one.report_year AND other.body_key <> one.body_key
  GROUP BY one.report_id, other.report_id
)
SELECT pairs.report_id, pairs.other_report_id, pairs.relation, pairs.shared_sentences, pairs.shared_sentences / totals.n AS share
FROM pairs
INNER JOIN totals ON totals.report_id = pairs.report_id
WHERE pairs.shared_sentences >= 0.1 * totals.n
