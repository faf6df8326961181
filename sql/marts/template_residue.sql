-- materialized: table
-- key: report_id, text_start
-- partition: report
-- slices: inputs
-- tests: unique_keys
-- What a form leaves behind where its number was never put in (*次, ××件; role `residue` of config/roll_up.yaml), in
-- reports in use, with the sentence it stands in.
WITH found AS (
  SELECT texts.report_id, patterns.pattern, regexp_extract_all(texts.text, '(?s).*?(' || patterns.pattern || ')') AS pieces
  FROM store.report_texts AS texts
  INNER JOIN store.role_patterns AS patterns ON patterns.role = 'residue' AND regexp_matches(texts.text, patterns.pattern)
  SEMI JOIN core.reports AS reports ON reports.report_id = texts.report_id AND reports.superseded_by IS NULL
),
pieces AS (
  SELECT report_id, pattern, unnest(pieces) AS piece, generate_subscripts(pieces, 1) AS piece_no FROM found
),
placed AS (
  SELECT
    report_id,
    regexp_extract(piece, '(' || pattern || ')$') AS surface,
    (sum(length(piece)) OVER (PARTITION BY report_id ORDER BY piece_no))::BIGINT AS text_end
  FROM pieces
)
SELECT
  placed.report_id,
  placed.text_end - length(placed.surface) AS text_start,
  placed.text_end,
  placed.surface,
  trim(substring(texts.text, sentences.text_start + 1, sentences.text_end - sentences.text_start), E' \t\n　') AS sentence
FROM placed
ASOF INNER JOIN core.sentences AS sentences ON sentences.report_id = placed.report_id AND sentences.text_start < placed.text_end
INNER JOIN store.report_texts AS texts ON texts.report_id = placed.report_id
