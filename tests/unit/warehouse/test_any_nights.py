"""Whatever stands in an inbox night after night, the ledger adds up and nothing that stands there is lost."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from warehouse import checks
from warehouse.warehouse import Warehouse

# five contents over three texts and one refused; any of them may stand at any of three spots, or none
CONTENTS = {"a1": "first", "b1": "first", "c1": "second", "d1": "third", "e1": None}
SPOTS = ("one.txt", "two.txt", "three.txt")
nights = st.lists(st.dictionaries(st.sampled_from(SPOTS), st.sampled_from(sorted(CONTENTS))), min_size=1, max_size=4)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(nights=nights, killed=st.integers(0, 3))
@example(  # what replaced a content is itself replaced, at another spot, after its own was cleared
    nights=[{"three.txt": "c1"}, {"one.txt": "a1", "two.txt": "a1", "three.txt": "b1"}, {"one.txt": "d1"}], killed=1
)
def test_any_nights_add_up(desk, tmp_path_factory, nights, killed):
    for name, fold in CONTENTS.items():
        desk.put(name, fold=fold)
    states = []
    for disturbed in (False, True):
        desk.home = tmp_path_factory.mktemp("home")
        for number, standing in enumerate(nights):
            if disturbed and number == killed:
                desk.night(standing, chunk=1, stop_after=1)
            desk.night(standing, chunk=1, build=number == len(nights) - 1)
        _holds_together(desk, nights[-1])
        states.append((desk.files(), desk.reports()))
    assert states[0] == states[1]


def _holds_together(desk, standing):
    with Warehouse.open(desk.home) as warehouse:
        warehouse.start_run("verify", desk.version)
        checks.require(warehouse.run_checks())
        assert warehouse.pending().num_rows == 0
    files, reports = desk.files(), desk.reports()
    texts = {CONTENTS[content] for content in reports.values()}
    assert len(texts) == len(reports)
    for spot, content in standing.items():
        status, report = files[spot, content]
        assert (status == "rejected") == (CONTENTS[content] is None)
        if status != "rejected":
            assert status in ("loaded", "duplicate")
            assert CONTENTS[reports[report]] == CONTENTS[content]
