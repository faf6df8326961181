-- The figures of the last evaluation, per set and stage; those of single indicators stay in core.accuracy.
SELECT gold, stage, "precision", recall, f1, wanted, evaluated_at
FROM core.accuracy
WHERE indicator_id IS NULL
ORDER BY gold, stage
