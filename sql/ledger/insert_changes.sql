-- Note what the reading at hand changes against the rows that still stand in the store, for contents that another
-- extractor version had read as the same report. `loaded` says which, `contents` by whom, `new_quantities` and
-- `new_reports` are what was read. An amount is found again by its place in source_text.
INSERT INTO store.changes BY NAME
WITH again AS (
  SELECT loaded.report_id, loaded.sha256, reports.extractor_version AS extractor_version_before, contents.extractor_version
  FROM loaded
  INNER JOIN contents ON contents.sha256 = loaded.sha256
  INNER JOIN store.reports AS reports ON reports.report_id = loaded.report_id AND reports.sha256 = loaded.sha256
  WHERE reports.extractor_version <> contents.extractor_version
),
old AS (
  SELECT again.report_id, quantities.* EXCLUDE (report_id),
    row_number() OVER (PARTITION BY again.report_id, quantities.source_start, quantities.source_end ORDER BY quantities.quantity_no) AS turn
  FROM again
  INNER JOIN store.quantities AS quantities ON quantities.report_id = again.report_id
),
new AS (
  SELECT again.report_id, quantities.* EXCLUDE (sha256),
    row_number() OVER (PARTITION BY again.report_id, quantities.source_start, quantities.source_end ORDER BY quantities.quantity_no) AS turn
  FROM again
  INNER JOIN new_quantities AS quantities ON quantities.sha256 = again.sha256
),
amounts AS (
  SELECT
    coalesce(new.report_id, old.report_id) AS report_id,
    CASE WHEN old.report_id IS NULL THEN 'added' WHEN new.report_id IS NULL THEN 'removed' ELSE 'changed' END AS change,
    coalesce(new.source_start, old.source_start) AS source_start,
    coalesce(new.source_end, old.source_end) AS source_end,
    coalesce(new.surface, old.surface) AS surface,
    unnest([
      {'field': 'value', 'before': old.value::VARCHAR, 'after': new.value::VARCHAR},
      {'field': 'value_low', 'before': old.value_low::VARCHAR, 'after': new.value_low::VARCHAR},
      {'field': 'value_high', 'before': old.value_high::VARCHAR, 'after': new.value_high::VARCHAR},
      {'field': 'unit', 'before': old.unit, 'after': new.unit},
      {'field': 'modifier', 'before': old.modifier, 'after': new.modifier},
      {'field': 'value_kind', 'before': old.value_kind, 'after': new.value_kind},
      {'field': 'scope', 'before': old.scope, 'after': new.scope},
      {'field': 'owner', 'before': old.owner, 'after': new.owner},
      {'field': 'polarity', 'before': old.polarity, 'after': new.polarity},
      {'field': 'indicator_ids', 'before': array_to_string(old.indicator_ids, ', '), 'after': array_to_string(new.indicator_ids, ', ')}
    ], recursive := TRUE)
  FROM old
  FULL JOIN new
    ON new.report_id = old.report_id AND new.source_start = old.source_start AND new.source_end = old.source_end AND new.turn = old.turn
),
heads AS (
  SELECT
    again.report_id,
    'changed' AS change,
    unnest([
      {'field': 'title', 'before': old.title, 'after': new.title},
      {'field': 'report_year', 'before': old.report_year::VARCHAR, 'after': new.report_year::VARCHAR},
      {'field': 'place_code', 'before': old.place_code, 'after': new.place_code},
      {'field': 'level', 'before': old.level, 'after': new.level},
      {'field': 'issuer', 'before': old.issuer, 'after': new.issuer},
      {'field': 'issued_on', 'before': old.issued_on::VARCHAR, 'after': new.issued_on::VARCHAR},
      {'field': 'published_on', 'before': old.published_on::VARCHAR, 'after': new.published_on::VARCHAR},
      {'field': 'truncated', 'before': old.truncated::VARCHAR, 'after': new.truncated::VARCHAR}
    ], recursive := TRUE)
  FROM again
  INNER JOIN store.reports AS old ON old.report_id = again.report_id
  INNER JOIN new_reports AS new ON new.sha256 = again.sha256
)
SELECT
  again.report_id, again.sha256, $run_no::INTEGER AS run_no, again.extractor_version_before, again.extractor_version,
  found.change, found.source_start, found.source_end, found.surface, found.field, found.before, found.after
FROM (FROM amounts UNION ALL BY NAME FROM heads) AS found
INNER JOIN again ON again.report_id = found.report_id
WHERE
  found.before IS DISTINCT FROM found.after
  AND (found.change = 'changed' OR found.field IN ('value', 'unit', 'indicator_ids'))
