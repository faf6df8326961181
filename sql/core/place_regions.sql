-- materialized: table
-- key: place_code, region_code
-- partition: whole
-- tests: unique_keys
-- Each place with the regions it lies in: itself, those above it, and the country. A code that is no longer in use, or
-- that another code book gives to the same place, lies where the code of today lies. Invented places lie in a country of their
-- own, so that no figure of 全国 holds fiction.
WITH RECURSIVE climb AS (
  SELECT code AS place_code, coalesce(same_as, code) AS region_code, 0 AS height
  FROM store.places
  UNION ALL
  SELECT climb.place_code, coalesce(above.same_as, above.code) AS region_code, climb.height + 1 AS height
  FROM climb
  INNER JOIN store.places AS here ON here.code = climb.region_code
  INNER JOIN store.places AS above ON above.code = here.parent_code
  WHERE climb.height < 6
)
SELECT DISTINCT climb.place_code, regions.level AS region_level, climb.region_code, regions.name AS region
FROM climb
INNER JOIN store.places AS regions ON regions.code = climb.region_code
UNION ALL
SELECT
  code AS place_code,
  'country' AS region_level,
  CASE code_source WHEN 'fiction' THEN '999999' ELSE '000000' END AS region_code,
  CASE code_source WHEN 'fiction' THEN '虚构样本' ELSE '全国' END AS region
FROM store.places
