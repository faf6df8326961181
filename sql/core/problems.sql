-- materialized: view
-- key:
-- partition: report
-- tests: facts_have_their_report
-- Doubts that the extraction wrote down and did not guess away; and reports whose place is not known for sure, which count in
-- the country but in no region: place_unknown (the gazetteer has no such place, or none is named), place_ambiguous; those whose
-- level is not known count nowhere (level_unknown). versions_disagree: another report of the same body and year has other amounts
-- of an indicator that both name, and only one of the two counts (core.reports); the row is of the one that does.
WITH former AS (
  SELECT report_id, superseded_by FROM core.reports WHERE superseded_by IS NOT NULL
),
figures AS (
  SELECT quantities.report_id, quantities.indicator_id, list_sort(list(DISTINCT quantities.value)) AS said
  FROM store.quantities AS quantities
  WHERE
    quantities.indicator_id IS NOT NULL
    AND quantities.report_id IN (SELECT report_id FROM former UNION ALL SELECT superseded_by FROM former)
  GROUP BY quantities.report_id, quantities.indicator_id
)
SELECT report_id, code, text_start, text_end, message
FROM store.problems
UNION ALL
SELECT
  report_id,
  CASE WHEN len(place_candidates) > 0 THEN 'place_ambiguous' ELSE 'place_unknown' END AS code,
  NULL AS text_start,
  NULL AS text_end,
  CASE
    WHEN len(place_candidates) > 0 THEN 'the place named fits several codes: ' || array_to_string(place_candidates[:8], ', ')
    WHEN coalesce(province, prefecture, county, township) IS NULL THEN 'the report names no place that the gazetteer holds'
    ELSE 'no code is known for ' || concat_ws(' ', province, prefecture, county, township)
  END AS message
FROM store.reports
WHERE place_code IS NULL
UNION ALL
SELECT report_id, 'level_unknown', NULL, NULL, 'neither title, signature nor text tells whose report it is: it enters no yearly figure'
FROM store.reports
WHERE level IS NULL
UNION ALL
SELECT
  former.superseded_by,
  'versions_disagree',
  NULL,
  NULL,
  'another report of this body and year, ' || former.report_id || ', has other amounts: of '
  || string_agg(DISTINCT there.indicator_id, ', ' ORDER BY there.indicator_id)
FROM former
INNER JOIN figures AS here ON here.report_id = former.superseded_by
INNER JOIN figures AS there ON there.report_id = former.report_id AND there.indicator_id = here.indicator_id AND there.said <> here.said
GROUP BY former.superseded_by, former.report_id
