-- materialized: view
-- key: place_code
-- partition: whole
-- tests: unique_keys
-- Governments of today, by the list of the Ministry of Civil Affairs (`mca`), each under the code that stands for the place:
-- where the two code books give a township different codes, that is the statistical bureau's. Development zones, farms and
-- the like, which that bureau alone knows, are none; nor are the provinces for which it keeps no codes (Taiwan, Hong Kong and
-- Macao), because the duty to report does not hold there.
SELECT DISTINCT coalesce(same_as, code) AS place_code
FROM core.places
WHERE contains(code_source, 'mca') AND valid_to IS NULL AND (level <> 'province' OR contains(code_source, 'nbs'))
