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


HOSTILE = """衡泽市青砚区莲峤镇人民政府<script>document.title="changed"</script>2018年法治政府建设情况报告

2018年，莲峤镇坚持依法行政，现将有关情况报告如下：
一、主要举措和成效
（一）<img src="x" onerror="document.title='changed'">全年开展法治宣传活动12场次，"><b id="injected">发放宣传资料3000余份</b>。
（二）</div></main></script><script>document.title="changed"</script>调解矛盾纠纷18件，{{ 7 * 7 }}。
二、存在的问题
执法人员业务能力有待提高，javascript:alert(1)。
莲峤镇人民政府
2019年1月12日
"""


UNPLACED = """杜撰镇人民政府2022年法治政府建设情况报告

2022年，杜撰镇坚持依法行政，现将有关情况报告如下：
一、主要举措和成效
全年依法行政水平有所提高。
二、存在的问题
执法人员业务能力有待提高。
杜撰镇人民政府
2023年1月12日
"""


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the published warehouse of the fictional reports, and of one whose text is made to break a page,
    and of one whose place no gazetteer holds."""
    from generate import generate
    from published import publish_reports

    folder, home = tmp_path_factory.mktemp("samples"), tmp_path_factory.mktemp("home")
    generate(folder, 20, (2021, 2023), 1, None)  # three counties to rank, three years to compare
    (folder / "reports" / "hostile.txt").write_text(HOSTILE, "utf-8")
    (folder / "reports" / "unplaced.txt").write_text(UNPLACED, "utf-8")
    publish_reports(folder / "reports", home)
    return home
