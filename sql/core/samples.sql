-- materialized: view
-- key: report_id
-- partition: report
-- tests: unique_keys
-- The reports that say by the name of their file that they are fiction, whatever places they name: the generator of samples
-- calls its files `fictional-sample-...`. What was first offered under such a name is a sample; what a file is called later
-- changes nothing. names_real_place: the place that a sample names exists; it is not where the report is from.
WITH marked AS (
  SELECT sha256, min(first_run) AS first_run
  FROM ledger.offers
  WHERE contains(source_uri, 'fictional-sample-') AND regexp_matches(source_uri, '(^|/)fictional-sample-[^/]*$')
  GROUP BY sha256
),
first_named AS (
  SELECT marked.sha256
  FROM marked
  ANTI JOIN ledger.offers AS earlier ON earlier.sha256 = marked.sha256 AND earlier.first_run < marked.first_run
)
SELECT reports.report_id, coalesce(places.code_source <> 'fiction', FALSE) AS names_real_place
FROM first_named
INNER JOIN store.reports AS reports ON reports.sha256 = first_named.sha256
LEFT JOIN store.places AS places ON places.code = reports.place_code
