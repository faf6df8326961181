-- materialized: table
-- key: report_id, text_start
-- partition: report
-- slices: inputs
-- tests: unique_keys
-- What a form leaves behind where its number was never put in (*次, ××件; role `residue` of config/roll_up.yaml), in
-- reports in use, with the sentence it stands in.
WITH found AS (
  SELECT texts.report_id, regexp_extract_all(texts.text, '(?s).*?(' || getvariable('pattern_residue') || ')') AS pieces
  FROM store.report_texts AS texts
  SEMI JOIN core.reports AS reports ON reports.report_id = texts.report_id AND reports.superseded_by IS NULL
  WHERE regexp_matches(texts.text, getvariable('pattern_residue'))
),
pieces AS (
  SELECT report_id, unnest(pieces) AS piece, generate_subscripts(pieces, 1) AS piece_no FROM found
),
placed AS (
  SELECT
    report_id,
    regexp_extract(piece, '(' || getvariable('pattern_residue') || ')$') AS surface,
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
