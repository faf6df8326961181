-- How many bytes of the file at hand lie in free blocks, and which share of it they are.
SELECT (free_blocks * block_size)::BIGINT AS free_bytes, free_blocks / greatest(total_blocks, 1) AS share
FROM pragma_database_size()
WHERE database_name = current_database()
