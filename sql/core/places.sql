-- materialized: table
-- key: code
-- partition: whole
-- tests: unique_keys
-- The gazetteer; each code with its source.
SELECT
  code, code_source, name, level, parent_code, valid_from, valid_to, aliases, same_as
FROM store.places
