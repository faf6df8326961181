-- Which of the places asked for, by name or code, no report held is of or lies in.
SELECT asked.place
FROM unnest($places::VARCHAR[]) AS asked (place)
WHERE NOT EXISTS (
  FROM core.reports AS reports
  LEFT JOIN core.place_regions AS regions ON regions.place_code = reports.place_code
  WHERE list_contains(
    [
      reports.province, reports.prefecture, reports.county, reports.township, reports.place_code, regions.region_code, regions.region
    ],
    asked.place
  )
)
ORDER BY asked.place
