-- Bodies that a report was read of.
SELECT DISTINCT body_key
FROM near_cells
