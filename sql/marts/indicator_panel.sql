-- materialized: view
-- key: body_key, report_year, indicator_id
-- partition: report
-- tests: unique_keys
-- Place by year by indicator, one value a row: what statistics packages take for a panel. Why a cell is missing stands
-- in marts.gaps under the same key.
SELECT
  body_key, level, issuer, province, prefecture, county, township, place_code, report_year, indicator_id,
  value, value_low, value_high, high_exclusive, modifier, approximate, corrected, apart, report_id, fictional
FROM marts.indicator_values
