-- partition: report
-- Every indicator that an amount names is in the catalogue, and indicator_id is the first of them.
SELECT quantities.report_id, quantities.quantity_no, named.indicator_id
FROM core.quantities AS quantities
CROSS JOIN unnest(quantities.indicator_ids) AS named (indicator_id)
ANTI JOIN core.indicators AS indicators ON indicators.id = named.indicator_id
UNION ALL
SELECT report_id, quantity_no, indicator_id
FROM core.quantities
WHERE indicator_id IS DISTINCT FROM indicator_ids[1]
