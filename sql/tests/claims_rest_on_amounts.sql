-- partition: body
-- What a claim is computed from are amounts of its report, and what is computed is a number.
SELECT claims.report_id, claims.what, claims.computed, used.quantity_no
FROM marts.claimed_vs_computed AS claims
CROSS JOIN unnest(claims.computed_from) AS used (quantity_no)
LEFT JOIN core.quantities AS quantities ON quantities.report_id = claims.report_id AND quantities.quantity_no = used.quantity_no
WHERE quantities.report_id IS NULL OR NOT isfinite(claims.computed)
