-- The figures of the last evaluation, per set and stage; those of single indicators stay in core.accuracy.
SELECT gold, stage, "precision", recall, f1, wanted, evaluated_at, extractor_version
FROM core.accuracy
WHERE indicator_id IS NULL AND f1 IS NOT NULL AND wanted > 0 AND stage <> 'false_quantities'
ORDER BY gold, stage
