-- The yearly figures of the indicator $indicator with their bounds: over the bodies of each level in each region, and of
-- each single body. $region is a name or code, $level a level of bodies; NULL for all. A bound is NULL where it is open;
-- change is in percent, of a rate in points, and over the bodies that state the indicator in both years.
WITH figures AS (
  SELECT
    level, region_level, region_code, region, report_year, n_places, figure, figure_low AS low, figure_high AS high,
    share_approximate, matched_places, matched_before, matched_figure, matched_change, matched_change_pct, direction
  FROM marts.indicator_trend
  WHERE indicator_id = $indicator AND n_places > 0
  UNION ALL
  SELECT
    panel.level, panel.level AS region_level, panel.body_key AS region_code,
    coalesce(
      CASE panel.level
        WHEN 'township' THEN panel.township WHEN 'county' THEN panel.county WHEN 'prefecture' THEN panel.prefecture
        WHEN 'province' THEN panel.province
      END,
      panel.issuer
    ) AS region,
    panel.report_year, 1 AS n_places, panel.value AS figure, panel.value_low AS low, panel.value_high AS high,
    CASE WHEN panel.approximate THEN 1.0 ELSE 0.0 END AS share_approximate,
    count(changes.body_key) OVER (PARTITION BY panel.body_key, panel.report_year) AS matched_places,
    changes.value_before AS matched_before, CASE WHEN changes.body_key IS NOT NULL THEN panel.value END AS matched_figure,
    changes.change AS matched_change, changes.change_pct AS matched_change_pct,
    coalesce(changes.direction, 'not_decidable') AS direction
  FROM marts.indicator_panel AS panel
  LEFT JOIN marts.body_trend AS changes
    ON changes.body_key = panel.body_key AND changes.report_year = panel.report_year AND changes.indicator_id = panel.indicator_id
  WHERE panel.indicator_id = $indicator AND $region IS NOT NULL AND NOT panel.apart
)
SELECT *
FROM figures
WHERE ($region IS NULL OR region = $region OR region_code = $region OR ends_with(region_code, '|' || $region))
  AND ($level IS NULL OR level = $level)
ORDER BY level, region_level, region_code, report_year
