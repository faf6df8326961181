-- Processed contents that a re-reading may take, in loading order; a parameter that is NULL does not select.
WITH chosen AS (
  SELECT DISTINCT contents.sha256
  FROM ledger.contents AS contents
  LEFT JOIN store.reports AS reports ON reports.sha256 = contents.sha256
  WHERE
    (
      CASE WHEN $rejected
        THEN contents.outcome = 'rejected' AND ($reject_codes IS NULL OR list_contains($reject_codes, contents.reject_code))
        ELSE contents.outcome = 'rejected' OR contents.report_id IS NOT NULL
      END
    )
    AND (
      NOT $pages_without_text
      OR contents.reject_code = 'no_text_layer'
      OR EXISTS (
        SELECT 1 FROM store.problems AS problems
        WHERE problems.report_id = reports.report_id AND problems.code = 'pages_without_text'
      )
    )
    AND ($not_by IS NULL OR contents.extractor_version <> $not_by)
    AND ($year_from IS NULL OR reports.report_year >= $year_from)
    AND ($year_to IS NULL OR reports.report_year <= $year_to)
    AND ($levels IS NULL OR list_contains($levels, reports.level))
    AND (
      $places IS NULL
      OR list_has_any($places, [reports.province, reports.prefecture, reports.county, reports.township, reports.place_code])
      OR EXISTS (
        SELECT 1 FROM core.place_regions AS regions
        WHERE regions.place_code = reports.place_code AND list_has_any($places, [regions.region_code, regions.region])
      )
    )
)
SELECT offers.sha256, max(offers.size_bytes) AS size_bytes
FROM ledger.offers AS offers
SEMI JOIN chosen ON chosen.sha256 = offers.sha256
GROUP BY offers.sha256
HAVING $offered_from IS NULL OR min(offers.first_seen_at) >= $offered_from::DATE
ORDER BY min(offers.first_run), offers.sha256
