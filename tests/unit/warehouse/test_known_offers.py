"""What an earlier run saw at a place is told as one row: a hash never comes with another place's name or time."""

import random

import pyarrow as pa

from tasks.shells import _standing
from warehouse.ledger import OFFER_SCHEMA


def offers(count):
    rows = [
        {"inbox": "i", "source_uri": f"{number}.txt", "sha256": f"{number:064}", "size_bytes": 5, "mtime_ns": number}
        for number in range(count)
    ]
    return pa.Table.from_pylist(rows, OFFER_SCHEMA)


class AnyOrder:
    """A warehouse that tells its rows in another order each time, as a database is free to."""

    def known_offers(self, inbox, places):
        rows = offers(200).to_pylist()
        random.shuffle(rows)
        return pa.Table.from_pylist([row | {"place": row["source_uri"]} for row in rows])


def test_whatever_the_order_of_the_rows_each_keeps_its_own():
    known = {place: one for place, (one,) in _standing(AnyOrder(), "i", []).items()}
    assert len(known) == 200
    assert all((one.sha256, one.size_bytes) == (f"{one.stamp_ns:064}", 5) for one in known.values())
    assert all(place == one.source_uri == f"{one.stamp_ns}.txt" for place, one in known.items())


def test_the_rows_come_in_the_order_of_their_places(opened):
    opened.register_offers(offers(3000))
    wanted = [f"{number}.txt" for number in range(500, 2500)]
    for _ in range(5):
        assert opened.known_offers("i", wanted)["source_uri"].to_pylist() == sorted(wanted)


def test_members_of_a_zip_stand_at_the_place_of_the_zip(opened):
    names = ["a.zip!/1.txt", "a.zip!/2.txt", "B.ZIP!/1.txt", "c.txt", "d!/e.txt", "f.zip"]
    rows = [{"inbox": "i", "source_uri": name, "sha256": f"{n:064}", "size_bytes": 5} for n, name in enumerate(names)]
    opened.register_offers(pa.Table.from_pylist(rows, OFFER_SCHEMA))
    found = opened.known_offers("i", ["a.zip", "B.ZIP", "c.txt", "d!/e.txt", "f.zip", "g.txt"]).to_pylist()
    assert {(row["place"], row["source_uri"]) for row in found} == {
        ("a.zip", "a.zip!/1.txt"), ("a.zip", "a.zip!/2.txt"), ("B.ZIP", "B.ZIP!/1.txt"), ("c.txt", "c.txt"),
        ("d!/e.txt", "d!/e.txt"), ("f.zip", "f.zip"),
    }  # fmt: skip
