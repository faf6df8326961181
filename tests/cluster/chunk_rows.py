"""Jobs over an archive, and what their chunks hold: to compare the ways in which they were made."""

from functools import partial

from tasks.chunks import extract_by_catalogue, extract_job, read_tables, split

extract = partial(extract_job, extract=extract_by_catalogue)


def jobs_in(folder, archived):
    archive, hashes = archived
    folder.mkdir()
    return split(hashes, archive, folder, 5)


def rows(folders):
    """All rows of all chunks in the order of the jobs, but for the time that each content took."""
    found = []
    for folder in folders:
        tables = read_tables(folder)
        tables["contents"] = tables["contents"].drop_columns("seconds")
        found.append({name: table.to_pylist() for name, table in tables.items()})
    return found
