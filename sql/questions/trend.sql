-- The trend that says most: the region with the most figures (real places before invented ones, whose codes begin with 97
-- and above), its indicators with the most places, year by year.
WITH figures AS (
    SELECT t.*, i.name_zh, i.canonical_unit
    FROM marts.indicator_trend AS t
    JOIN core.indicators AS i ON i.id = t.indicator_id
    WHERE t.figure IS NOT NULL
),
widest AS (
    SELECT level, region_level, region_code
    FROM figures
    GROUP BY level, region_level, region_code
    ORDER BY region_code >= '97', count(*) DESC, sum(n_places) DESC, level, region_level, region_code
    LIMIT 1
),
told AS (
    SELECT f.*
    FROM figures AS f
    SEMI JOIN widest AS w
        ON f.level = w.level AND f.region_level = w.region_level AND f.region_code IS NOT DISTINCT FROM w.region_code
),
foremost AS (
    SELECT indicator_id, count(*) AS years, sum(n_places) AS places
    FROM told
    GROUP BY indicator_id
    ORDER BY years DESC, places DESC, indicator_id
    LIMIT $indicators
)
SELECT t.name_zh, t.canonical_unit, t.region, t.level, t.report_year, t.figure, t.n_places, t.matched_places,
       t.matched_change, t.matched_before, t.matched_change_pct, t.direction, t.share_approximate
FROM told AS t
JOIN foremost AS l ON l.indicator_id = t.indicator_id
ORDER BY l.years DESC, l.places DESC, t.indicator_id, t.report_year
