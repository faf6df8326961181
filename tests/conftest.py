"""Fixtures that more than one folder of tests uses."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports and gold annotations beside the project; required in CI, skipped over elsewhere."""
    folder = Path(os.environ.get("FAZHI_SHARED", ROOT.parent / "shared"))
    if not (folder / "reports").is_dir():
        message = f"NOT TESTED ON REAL REPORTS: {folder} is not there (set FAZHI_SHARED)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return folder


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own FAZHI_HOME or FAZHI_INBOX must neither be written to by a test nor change its outcome."""
    for name in [name for name in os.environ if name.startswith("FAZHI_") and name != "FAZHI_SHARED"]:
        monkeypatch.delenv(name)
