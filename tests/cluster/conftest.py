"""An archive of samples, for the tests of each way that chunks reach a worker."""

import pytest
from fiction.batch import generate

from tasks.intake.archive import Archive


@pytest.fixture(scope="module")
def archived(tmp_path_factory):
    """An archive of two dozen samples, and their hashes."""
    folder = tmp_path_factory.mktemp("samples")
    generate(folder, places=6, years=(2020, 2022), seed=5)
    archive = Archive(folder / "archive")
    hashes = sorted({archive.put(path.read_bytes()) for path in (folder / "reports").iterdir()})
    archive.seal()
    return folder / "archive", hashes
