-- The tables that a build which was killed made beside those of before.
SELECT table_name
FROM duckdb_tables()
WHERE schema_name = 'built' AND starts_with(table_name, 'next_')
