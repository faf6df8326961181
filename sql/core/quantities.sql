-- materialized: view
-- key: report_id, quantity_no
-- partition: report
-- tests: unique_keys, accepted_values, facts_have_their_report, bounds_hold_the_value, offsets_hold_the_surface, quantities_stand_in_a_section, quantities_name_known_indicators
-- One row per counted or measured amount, and one per zero statement.
SELECT
  report_id, quantity_no, section_path, surface, value, value_low, value_high, unit, modifier, value_kind,
  measured_entity, scope, owner, polarity, indicator_id, indicator_ids, rule_id, score, quote_start,
  quote_end, quote, source_start, source_end, text_start, text_end, ocr_confidence
FROM store.quantities
