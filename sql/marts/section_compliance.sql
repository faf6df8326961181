-- materialized: table
-- key: report_id, part
-- partition: report
-- slices: inputs
-- tests: unique_keys, accepted_values
-- The five parts that the regulation of 2019 mandates, per report in use. merged: the section holds other parts too;
-- empty: nothing stands under the heading (无。 is something). Of several sections of a part the fullest counts.
-- A part that is missing from a truncated report may have stood in the rest: leave those out of shares.
-- The fifth part, other matters that need to be reported, is due only where there are some: that it is missing says that no
-- section announces it, and is no fault. core.problems (part_missing) doubts the other four, and these agree with the rows here.
WITH parts (part_no, part) AS (
  VALUES (1, 'achievements'), (2, 'problems'), (3, 'leader_duty'), (4, 'plan'), (5, 'other')
),
found AS (
  SELECT
    sections.report_id,
    kinds.part,
    sections.section_path,
    sections.heading,
    sections.ordinal,
    CASE
      WHEN trim(sections.text, E' \t\r\n　') = '' THEN 'empty'
      WHEN len(list_filter(sections.kinds, lambda kind: kind <> 'overview')) > 1 THEN 'merged'
      ELSE 'present'
    END AS status
  FROM core.section_texts AS sections
  CROSS JOIN unnest(sections.kinds) AS kinds (part)
  WHERE sections.depth = 1
),
best AS (
  SELECT *
  FROM found
  QUALIFY 1 = row_number() OVER (
    PARTITION BY report_id, part
    ORDER BY CASE status WHEN 'present' THEN 1 WHEN 'merged' THEN 2 ELSE 3 END, ordinal
  )
)
SELECT
  reports.report_id,
  parts.part_no,
  parts.part,
  coalesce(best.status, 'missing') AS status,
  best.section_path,
  best.heading,
  reports.report_year,
  reports.body_key,
  reports.truncated
FROM core.reports AS reports
CROSS JOIN parts
LEFT JOIN best ON best.report_id = reports.report_id AND best.part = parts.part
WHERE reports.superseded_by IS NULL AND reports.report_year IS NOT NULL
