-- What this build says otherwise than the published one, of reports in use in both whose bytes are the same: values that
-- another catalogue, other code or other models added, removed or changed. Per outcome how many, and the first fifty.
WITH same AS (
  SELECT built.report_id, built.report_year, concat_ws(' ', built.province, built.prefecture) AS region
  FROM core.reports AS built
  INNER JOIN published.core.reports AS before ON before.report_id = built.report_id AND before.sha256 = built.sha256
  WHERE built.superseded_by IS NULL AND before.superseded_by IS NULL
),
after_ AS (
  SELECT same.*, facts.indicator_id, facts.value, facts.value_low, facts.value_high
  FROM same
  INNER JOIN marts.indicator_values AS facts ON facts.report_id = same.report_id
),
before_ AS (
  SELECT same.*, facts.indicator_id, facts.value, facts.value_low, facts.value_high
  FROM same
  INNER JOIN published.marts.indicator_values AS facts ON facts.report_id = same.report_id
),
compared AS (
  SELECT
    coalesce(after_.report_id, before_.report_id) AS report_id,
    coalesce(after_.report_year, before_.report_year) AS report_year,
    coalesce(after_.region, before_.region) AS region,
    coalesce(after_.indicator_id, before_.indicator_id) AS indicator_id,
    before_.value AS value_before,
    after_.value AS value_after,
    CASE
      WHEN before_.report_id IS NULL THEN 'added'
      WHEN after_.report_id IS NULL THEN 'removed'
      WHEN before_.value IS DISTINCT FROM after_.value
        OR before_.value_low IS DISTINCT FROM after_.value_low
        OR before_.value_high IS DISTINCT FROM after_.value_high
        THEN 'changed'
      ELSE 'same'
    END AS outcome
  FROM after_
  FULL JOIN before_ ON before_.report_id = after_.report_id AND before_.indicator_id = after_.indicator_id
)
SELECT
  outcome,
  count(*) AS n,
  arg_min(
    {
      'outcome': outcome, 'report_id': report_id, 'report_year': report_year, 'region': region, 'indicator_id': indicator_id,
      'value_before': value_before, 'value_after': value_after
    },
    (report_id, indicator_id),
    50
  ) FILTER (WHERE outcome <> 'same') AS examples
FROM compared
GROUP BY outcome
ORDER BY outcome
