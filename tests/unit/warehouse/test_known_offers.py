"""What an earlier run saw at a place is told as one row: a hash never comes with another place's name or time."""

import random

import pyarrow as pa

from tasks.shells import _known
from warehouse.ledger import OFFER_SCHEMA


def offers(count):
    rows = [
        {"inbox": "i", "source_uri": f"{number}.txt", "sha256": f"{number:064}", "size_bytes": 5, "mtime_ns": number}
        for number in range(count)
    ]
    return pa.Table.from_pylist(rows, OFFER_SCHEMA)


class AnyOrder:
    """A warehouse that tells its rows in another order each time, as a database is free to."""

    def known_offers(self, inbox):
        rows = offers(200).to_pylist()
        random.shuffle(rows)
        return pa.Table.from_pylist(rows, OFFER_SCHEMA)


def test_whatever_the_order_of_the_rows_each_keeps_its_own():
    known = _known(AnyOrder(), "i")
    assert len(known) == 200
    assert all(seen == (f"{seen.stamp_ns:064}", 5, seen.stamp_ns) for seen in known.values())
    assert all(place == f"{seen.stamp_ns}.txt" for place, seen in known.items())


def test_the_rows_come_in_the_order_of_their_places(opened):
    opened.register_offers(offers(3000))
    for _ in range(5):
        places = opened.known_offers("i")["source_uri"].to_pylist()
        assert places == sorted(places)
