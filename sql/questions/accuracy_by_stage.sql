-- F1 of the last evaluation, per gold set and stage.
SELECT gold, stage, round(f1, 3) AS f1
FROM core.accuracy
WHERE indicator_id IS NULL AND f1 IS NOT NULL AND wanted > 0 AND stage <> 'false_quantities'
ORDER BY gold, stage
