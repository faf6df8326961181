-- Reports of which two copies of a table hold different rows. What was touched since the build is newer in the working file,
-- and right there. A report that the second copy lacks altogether counts only where $lacking says so.
WITH one AS (
  SELECT line.report_id, count(*) AS n, sum(hash(line)::HUGEINT) AS print
  FROM ({0}) AS line
  GROUP BY line.report_id
),
other AS (
  SELECT line.report_id, count(*) AS n, sum(hash(line)::HUGEINT) AS print
  FROM ({1}) AS line
  GROUP BY line.report_id
)
SELECT coalesce(one.report_id, other.report_id) AS report_id
FROM one
FULL JOIN other ON other.report_id = one.report_id
WHERE
  (one.n IS DISTINCT FROM other.n OR one.print IS DISTINCT FROM other.print)
  AND ($lacking OR other.report_id IS NOT NULL)
  AND coalesce(one.report_id, other.report_id) NOT IN (SELECT report_id FROM ledger.touched)
