-- materialized: table
-- key: report_id
-- partition: report
-- tests: unique_keys, accepted_values, reports_have_their_file, one_report_in_use_per_body_and_year, years_do_not_shrink, numerals_are_accounted_for
-- One row per distinct report. Where one body (core.bodies) has several reports for a year, one whose title calls it corrected
-- (role `correction` of config/roll_up.yaml) is in use, then the one published last, signed last, the whole one before the
-- truncated one, the one that came in last; among equals the hash decides (core.problems names versions_disagree). A numeral is accounted for when it is an
-- amount or has a reason why it is none; `other` and `unknown` are no reasons. A report is fictional where its place, or all that
-- it may be, is invented, and where it is a sample (core.samples): it never counts with real ones (core.report_regions). A real
-- place that a sample names is only a candidate.
WITH numerals AS (
  SELECT
    report_id,
    count(*) AS n,
    count(*) FILTER (WHERE quantity_no IS NULL AND coalesce(reason, 'unknown') IN ('other', 'unknown')) AS unaccounted
  FROM store.numerals
  GROUP BY report_id
),
named AS (
  SELECT report_id, coalesce(place_code, candidates.code) AS code
  FROM store.reports
  LEFT JOIN LATERAL unnest(place_candidates) AS candidates (code) ON TRUE
  UNION ALL
  SELECT reports.report_id, provinces.code
  FROM store.reports AS reports
  INNER JOIN store.places AS provinces ON provinces.level = 'province' AND provinces.name = reports.province
),
fiction AS (
  SELECT named.report_id
  FROM named
  INNER JOIN store.places AS places ON places.code = named.code
  GROUP BY named.report_id
  HAVING bool_and(places.code_source = 'fiction')
  UNION
  SELECT report_id FROM core.samples
),
arrived AS (
  SELECT reports.report_id, min(offers.first_run) AS run_no
  FROM store.reports AS reports
  INNER JOIN ledger.offers AS offers ON offers.sha256 = reports.sha256
  GROUP BY reports.report_id
),
ranked AS (
  SELECT
    reports.*,
    bodies.body_key,
    first_value(reports.report_id) OVER (
      PARTITION BY bodies.body_key, reports.report_year
      ORDER BY
        coalesce(regexp_matches(reports.title, getvariable('pattern_correction')), FALSE) DESC,
        reports.published_on DESC NULLS LAST,
        reports.issued_on DESC NULLS LAST,
        reports.truncated,
        arrived.run_no DESC NULLS LAST,
        reports.report_id
    ) AS in_use
  FROM store.reports AS reports
  INNER JOIN core.bodies AS bodies ON bodies.report_id = reports.report_id
  LEFT JOIN arrived ON arrived.report_id = reports.report_id
)
SELECT
  ranked.report_id, ranked.sha256, ranked.fold_hash, ranked.extractor_version, ranked.title, ranked.report_year,
  ranked.province, ranked.prefecture, ranked.county, ranked.township,
  CASE WHEN NOT coalesce(samples.names_real_place, FALSE) THEN ranked.place_code END AS place_code,
  CASE WHEN samples.names_real_place THEN [ranked.place_code] ELSE ranked.place_candidates END AS place_candidates,
  ranked.level, ranked.issuer, ranked.issued_on, ranked.published_on, ranked.script, ranked.truncated, ranked.body_key,
  CASE WHEN ranked.report_year IS NOT NULL AND ranked.in_use <> ranked.report_id THEN ranked.in_use END AS superseded_by,
  coalesce(numerals.unaccounted, 0) AS numerals_unaccounted,
  1 - numerals.unaccounted / numerals.n AS numerals_accounted_share,
  fiction.report_id IS NOT NULL AS fictional
FROM ranked
LEFT JOIN numerals ON numerals.report_id = ranked.report_id
LEFT JOIN fiction ON fiction.report_id = ranked.report_id
LEFT JOIN core.samples AS samples ON samples.report_id = ranked.report_id
