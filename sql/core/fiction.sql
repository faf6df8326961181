-- materialized: view
-- key: report_id
-- partition: report
-- tests: unique_keys
-- The reports that are fiction, so that none of them ever counts with a real one. One is fictional where its place, or all that it
-- may be, is invented; or where its file says so: the generator of samples names its files `fictional-sample-...`, and
-- what was first offered under such a name is a sample whatever places it names. What a file is called later changes nothing.
-- names_real_place: the place that such a sample names exists; it is not where the report is from.
WITH named AS (
  SELECT report_id, coalesce(place_code, candidates.code) AS code
  FROM store.reports
  LEFT JOIN LATERAL unnest(place_candidates) AS candidates (code) ON TRUE
  UNION ALL
  SELECT reports.report_id, provinces.code
  FROM store.reports AS reports
  INNER JOIN store.places AS provinces ON provinces.level = 'province' AND provinces.name = reports.province
),
invented AS (
  SELECT named.report_id
  FROM named
  INNER JOIN store.places AS places ON places.code = named.code
  GROUP BY named.report_id
  HAVING bool_and(places.code_source = 'fiction')
),
marked AS (
  SELECT sha256, min(first_run) AS first_run
  FROM ledger.offers
  WHERE contains(source_uri, 'fictional-sample-') AND regexp_matches(source_uri, '(^|/)fictional-sample-[^/]*$')
  GROUP BY sha256
),
declared AS (
  SELECT sha256
  FROM marked
  ANTI JOIN ledger.offers AS earlier ON earlier.sha256 = marked.sha256 AND earlier.first_run < marked.first_run
),
fictional AS (
  SELECT report_id FROM invented
  UNION
  SELECT reports.report_id FROM store.reports AS reports INNER JOIN declared ON declared.sha256 = reports.sha256
)
SELECT fictional.report_id, coalesce(places.code_source <> 'fiction', FALSE) AS names_real_place
FROM fictional
INNER JOIN store.reports AS reports ON reports.report_id = fictional.report_id
LEFT JOIN store.places AS places ON places.code = reports.place_code
