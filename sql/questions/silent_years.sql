-- Why bodies of $level in the region $region_code (or the one body of that key) have no value of $indicator: by year and
-- reason of marts.gaps, the commonest first.
SELECT gaps.report_year, gaps.reason, count(*) AS bodies
FROM marts.gaps AS gaps
WHERE gaps.indicator_id = $indicator
  AND (gaps.body_key = $region_code
    OR (starts_with(gaps.body_key, $level || '|')
      AND EXISTS (
        FROM core.place_regions AS regions
        WHERE regions.place_code = gaps.place_code AND regions.region_code = $region_code
      )))
GROUP BY gaps.report_year, gaps.reason
ORDER BY gaps.report_year, bodies DESC, gaps.reason
