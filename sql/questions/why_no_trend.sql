-- Why no figure of the indicator $indicator stands for $region (a name or code, NULL for all) and $level (NULL for all): how
-- many reports there are at all, how many in use are of bodies there, and the newest value that is of the other kind and so in no figure (`apart`).
WITH there AS (
  SELECT report_id
  FROM core.reports AS reports
  WHERE superseded_by IS NULL
    AND ($level IS NULL OR level = $level)
    AND ($region IS NULL
      OR list_contains([province, prefecture, county, township, place_code, issuer], $region)
      OR EXISTS (
        FROM core.report_regions AS regions
        WHERE regions.report_id = reports.report_id AND list_contains([regions.region, regions.region_code], $region)
      ))
)
SELECT
  (SELECT count(*) FROM core.reports) AS held,
  (SELECT count(*) FROM there) AS reports,
  count(*) AS apart,
  max(facts.report_year) AS report_year,
  arg_max(facts.value, facts.report_year) AS value,
  arg_max(facts.issuer, facts.report_year) AS issuer
FROM marts.indicator_values AS facts
SEMI JOIN there ON there.report_id = facts.report_id
WHERE facts.indicator_id = $indicator AND facts.apart
