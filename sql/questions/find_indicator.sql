-- The indicators that $name names: by id or Chinese name; where none is called so, those whose names or id hold it.
WITH named AS (
  SELECT id, name_zh, canonical_unit, id = lower($name) OR name_zh = $name AS exact
  FROM core.indicators
  WHERE contains(id, lower($name)) OR contains(name_zh, $name) OR contains(lower(name_en), lower($name))
)
SELECT id, name_zh, canonical_unit
FROM named
WHERE exact OR NOT EXISTS (SELECT 1 FROM named WHERE exact)
ORDER BY id
