-- A refused file has a code and a sentence; any other file has neither.
SELECT inbox, source_uri, status, reject_code, reject_reason
FROM core.source_files
WHERE (status = 'rejected') <> (reject_code IS NOT NULL AND reject_reason IS NOT NULL)
