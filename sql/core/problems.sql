-- materialized: view
-- key:
-- partition: report
-- tests: facts_have_their_report
-- Doubts that the extraction wrote down and did not guess away; and reports whose place is not known for sure, which count in
-- the country but in no region: place_unknown (the gazetteer has no such place, or none is named), place_ambiguous; those whose
-- level is not known count nowhere (level_unknown).
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
