"""Fixtures that more than one folder of tests uses."""

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import settings

if TYPE_CHECKING:
    from tasks.extract import Knowledge

ROOT = Path(__file__).parents[1]

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # a shell has what it runs in the background ignore Ctrl-C, and all that this starts: tests that send one need it heeded
    signal.signal(signal.SIGINT, signal.default_int_handler)

if os.environ.get("CI") == "true":
    # what stands or falls there is the change at hand: examples that nobody has seen yet are for those who can mend
    settings.register_profile("ci", derandomize=True)
    settings.load_profile("ci")

os.environ.pop("COLUMNS", None)  # tables are as wide as their content then, in whatever terminal or worker the tests run


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


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Say a figure below the results of the whole run; the workers that pytest-xdist starts have no terminal of their own."""
    return partial(record_property, "told")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests had to tell."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, line in report.user_properties:
                if name == "told" and report.when == "call":
                    terminalreporter.write_line(f"{report.nodeid.rpartition('::')[2]}: {line}")


@pytest.fixture(scope="session")
def knowledge() -> "Knowledge":
    """All that reading a report needs: it takes longer to load than many a report to read."""
    from published import loaded_knowledge

    return loaded_knowledge()


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


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that `make` filled: the first worker that asks for `name` has it made, and each has a copy of its own."""
    own = factory.mktemp(name)
    if "PYTEST_XDIST_WORKER" not in os.environ:
        make(own)
        return own
    common = factory.getbasetemp().parent / name  # of all workers of this run
    with FileLock(f"{common}.lock"):
        if not common.exists():
            make(own)
            Path(shutil.copytree(own, f"{common}.draft")).rename(common)
            return own
    return Path(shutil.copytree(common, own, dirs_exist_ok=True))


def _publish_samples(home: Path) -> None:
    from generate import generate
    from published import publish_reports

    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder), 20, (2021, 2023), 1, None)  # three counties to rank, three years to compare
        reports = Path(folder) / "reports"
        (reports / "hostile.txt").write_text(HOSTILE, "utf-8")
        (reports / "unplaced.txt").write_text(UNPLACED, "utf-8")
        publish_reports(reports, home)


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the published warehouse of the fictional reports, and of one whose text is made to break a page,
    and of one whose place no gazetteer holds."""
    return made_once(tmp_path_factory, "samples", _publish_samples)


PARTS = """{place}{year}年法治政府建设情况报告

{year}年，{place}坚持依法行政，现将本年度法治政府建设情况报告如下：
一、主要举措和成效
（一）抓好普法宣传。全年开展法治宣传活动{lectures}场次，发放宣传资料{leaflets}余份。
（二）化解矛盾纠纷。全年共调解矛盾纠纷{disputes}件，调解成功率达98%。
二、存在的问题
（一）执法人员业务能力有待提高。
三、主要负责人履行推进法治建设第一责任人职责情况
主要负责人主持召开专题会议{meetings}次。
四、下一年度工作安排
（一）拟开展培训6次。
{place}人民政府
{signed}年1月12日
"""

Write = Callable[..., Path]


@pytest.fixture(scope="session")
def prefect_server_for_tests() -> Iterator[None]:
    """Prefect's own harness: a temporary server over a temporary database."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("PREFECT_SERVER_ANALYTICS_ENABLED", "PREFECT_LOGGING_TO_API_ENABLED"):
            patch.setenv(name, "false")
        patch.setenv("DO_NOT_TRACK", "1")
        from prefect.testing.utilities import prefect_test_harness

        with prefect_test_harness(server_startup_timeout=120):
            yield
        _end_prefects_threads()


def _end_prefects_threads() -> None:
    """Without this they hold DuckDB's objects beyond the interpreter's end, which then reports them all as leaked."""
    from prefect._internal.concurrency.threads import get_global_loop, get_run_sync_loop
    from prefect.events.worker import EventsWorker

    EventsWorker.drain_all()
    get_global_loop().shutdown()
    get_run_sync_loop().shutdown()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("FAZHI_HOME", str(folder))
    monkeypatch.setenv("FAZHI_WORKERS", "1")
    return folder


@pytest.fixture(scope="session")
def write_into() -> Write:
    """Write one invented report into a folder; equal arguments make equal bytes."""

    def write_report(folder: Path, name: str, place: str = "衡泽市青砚区石笏镇", year: int = 2022, lectures: int = 12) -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        numbers = {"lectures": lectures, "leaflets": lectures * 200, "disputes": 30 + lectures, "meetings": 4}
        path.write_text(PARTS.format(place=place, year=year, signed=year + 1, **numbers), "utf-8")
        return path

    return write_report


@pytest.fixture
def write(inbox: Path, write_into: Write) -> Write:
    """Write one invented report into the inbox."""
    return partial(write_into, inbox)
