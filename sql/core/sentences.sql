-- materialized: table
-- key: report_id, sentence_no
-- partition: report
-- slices: inputs
-- tests: unique_keys, sentences_cover_the_text
-- Each text cut into sentences, delimiters included, so that they follow each other without a hole. `fold` is equal for
-- sentences that say the same of other years, with other numbers, of another place: years and numbers, the names of the
-- body's own places and white space are masked. Short sentences (below 15 characters) have none: they prove nothing.
WITH cut AS (
  SELECT
    texts.report_id,
    reports.province,
    reports.prefecture,
    reports.county,
    reports.township,
    regexp_extract_all(texts.text, '[^。！？；\n]*[。！？；\n]+|[^。！？；\n]+$') AS sentences
  FROM store.report_texts AS texts
  INNER JOIN store.reports AS reports ON reports.report_id = texts.report_id
),
listed AS (
  SELECT
    report_id, province, prefecture, county, township, unnest(sentences) AS sentence, generate_subscripts(sentences, 1) AS sentence_no
  FROM cut
),
folded AS (
  SELECT
    report_id,
    sentence_no,
    length(sentence) AS characters,
    regexp_replace(
      regexp_replace(
        replace(replace(replace(replace(sentence, coalesce(township, ''), '某'), coalesce(county, ''), '某'), coalesce(prefecture, ''), '某'), coalesce(province, ''), '某'),
        '[0-9]+([.,][0-9]+)*|[〇零一二三四五六七八九]{4}', '0', 'g'
      ),
      '[ \t\n　。！？；]+', '', 'g'
    ) AS masked,
    CASE WHEN length(masked) >= 15 THEN hash(masked) END AS fold
  FROM listed
),
placed AS (
  -- over numbers: a window keeps all that its rows have in memory
  SELECT report_id, sentence_no, characters, fold, sum(characters) OVER (PARTITION BY report_id ORDER BY sentence_no) AS text_end
  FROM folded
)
SELECT
  report_id,
  sentence_no,
  (text_end - characters)::BIGINT AS text_start,
  text_end::BIGINT AS text_end,
  fold
FROM placed
