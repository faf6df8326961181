"""Each offer is read once; what changes meanwhile waits, what is hostile is refused by name."""

import hashlib
import io
import os
import tempfile
import tracemalloc
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from tasks.intake import fetch
from tasks.intake.discover import Left, Limits, Offer, list_inbox
from tasks.intake.fetch import Content, Refused, read_offer

AS_IT_STANDS = Limits()


def offered(path: Path, limits: Limits = AS_IT_STANDS) -> list[Content | Refused | Left]:
    (offer,) = list_inbox(str(path), limits).entries
    assert isinstance(offer, Offer)
    return list(read_offer(offer, limits))


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        for name, raw in members.items():
            container.writestr(name, raw)
    return path


def test_a_file_is_one_content(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("报告".encode())
    assert offered(tmp_path / "a.txt") == [Content(str(tmp_path), "a.txt", "报告".encode())]


def test_an_empty_file_is_a_content_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    assert offered(tmp_path / "a.txt") == [Content(str(tmp_path), "a.txt", b"")]


def test_a_file_that_grows_while_it_is_read_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"half")

    class CopyWhileWritten(tempfile.SpooledTemporaryFile):
        def write(self, piece: bytes) -> int:
            with path.open("ab") as file:
                file.write(b" and half")
            return super().write(piece)

    monkeypatch.setattr(fetch.tempfile, "SpooledTemporaryFile", CopyWhileWritten)
    (left,) = offered(path)
    assert isinstance(left, Left)
    assert left.code == "changing"


def test_a_link_that_took_the_files_place_is_not_followed(tmp_path: Path) -> None:
    path, secret = tmp_path / "a.txt", tmp_path / "secret"
    path.write_bytes(b"a")
    secret.write_bytes(b"secret")
    (offer,) = list_inbox(str(path), Limits()).entries
    path.unlink()
    path.symlink_to(secret)
    assert isinstance(offer, Offer)
    (left,) = read_offer(offer, Limits())
    assert isinstance(left, Left)
    assert left.code == "unreadable"


def test_a_link_that_took_the_place_of_a_folder_above_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secrets" / "deep").mkdir(parents=True)
    (tmp_path / "secrets" / "deep" / "a.txt").write_text("secret")
    inbox = tmp_path / "inbox"
    (inbox / "sub" / "deep").mkdir(parents=True)
    (inbox / "sub" / "deep" / "a.txt").write_text("harmless")
    (offer,) = list_inbox(str(inbox), AS_IT_STANDS).entries
    assert isinstance(offer, Offer)
    (inbox / "sub").rename(tmp_path / "away")
    (inbox / "sub").symlink_to(tmp_path / "secrets")
    (left,) = fetch.read_offer(offer, AS_IT_STANDS)
    assert isinstance(left, Left)
    assert left.reason == "could not be read: a link took the place of a folder above it."


def test_a_pipe_that_took_the_files_place_does_not_hang(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a")
    (offer,) = list_inbox(str(path), Limits()).entries
    path.unlink()
    os.mkfifo(path)
    assert isinstance(offer, Offer)
    assert [one.code for one in read_offer(offer, Limits()) if isinstance(one, Left)] == ["unreadable"]


def test_a_file_over_the_limit_is_refused_with_its_hash(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"12345")
    (refused,) = offered(tmp_path / "a.txt", Limits(max_bytes=4))
    assert isinstance(refused, Refused)
    assert (refused.code, refused.size_bytes) == ("too_large", 5)
    assert refused.sha256 == hashlib.sha256(b"12345").hexdigest()


def test_the_members_of_a_zip_are_contents(tmp_path: Path) -> None:
    path = zipped(tmp_path / "all.ZIP", {"b/2.txt": b"2", "1.txt": b"1", "../../up.txt": b"3", "empty/": b""})
    assert offered(path) == [
        Content(str(tmp_path), "all.ZIP!/../../up.txt", b"3"),
        Content(str(tmp_path), "all.ZIP!/1.txt", b"1"),
        Content(str(tmp_path), "all.ZIP!/b/2.txt", b"2"),
    ]
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["all.ZIP"]  # nothing was written under a member's name


@pytest.mark.parametrize("codec", ["gb18030", "utf-8"])
def test_names_of_members_without_the_flag_are_chinese(tmp_path: Path, codec: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as container:
        container.writestr(zipfile.ZipInfo("XXXX.txt"), b"1")
    name = {"gb18030": "报告", "utf-8": "报"}[codec].encode(codec).ljust(4, b"1")
    (tmp_path / "a.zip").write_bytes(packed.getvalue().replace(b"XXXX", name))
    (content,) = offered(tmp_path / "a.zip")
    assert content.source_uri == f"a.zip!/{name.decode(codec)}.txt"


def test_no_name_passes_for_the_place_of_a_member(tmp_path: Path) -> None:
    """A folder called like a zip, a member called like one of a zip inside: each file has a place of its own."""
    zipped(tmp_path / "a.zip", {"b.txt": b"member", "c.zip": zip_of({"d.txt": b"inner"}), "c.zip!/d.txt": b"liar"})
    (tmp_path / "a.zip!").mkdir()
    (tmp_path / "a.zip!" / "b.txt").write_bytes(b"file")
    found = {}
    for offer in list_inbox(str(tmp_path), AS_IT_STANDS).entries:
        assert isinstance(offer, Offer)
        found |= {one.source_uri: one.raw for one in read_offer(offer, AS_IT_STANDS) if isinstance(one, Content)}
    assert found == {
        "a.zip!/b.txt": b"member",
        r"a.zip\x21/b.txt": b"file",
        "a.zip!/c.zip!/d.txt": b"inner",
        r"a.zip!/c.zip\x21/d.txt": b"liar",
    }


def test_a_damaged_member_costs_itself_only(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"1.txt": b"a" * 1000, "2.txt": b"good"})
    raw = bytearray(path.read_bytes())
    raw[40] ^= 0xFF  # inside the packed bytes of the first member
    path.write_bytes(raw)
    refused, good = offered(path)
    assert isinstance(refused, Refused)
    assert (refused.source_uri, refused.code) == ("a.zip!/1.txt", "unreadable")
    assert isinstance(good, Content)
    assert good.raw == b"good"


def test_an_encrypted_member_is_refused_by_that_name(tmp_path: Path) -> None:
    raw = zipped(tmp_path / "a.zip", {"1.txt": b"x"}).read_bytes()
    local, central = raw.index(b"PK\x03\x04"), raw.index(b"PK\x01\x02")
    flagged = bytearray(raw)
    flagged[local + 6] |= 1
    flagged[central + 8] |= 1
    (tmp_path / "a.zip").write_bytes(flagged)
    (refused,) = offered(tmp_path / "a.zip")
    assert isinstance(refused, Refused)
    assert refused.code == "encrypted"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {f"{number}.txt": b"0" * 1_000_000 for number in range(30)})
    (refused,) = offered(path, Limits(max_bytes=2_000_000))
    assert isinstance(refused, Refused)
    assert refused.code == "too_large"


def test_a_member_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"1.txt": os.urandom(3000), "2.txt": b"2"})
    refused, content = offered(path, Limits(max_bytes=2000))
    assert isinstance(refused, Refused)
    assert refused.code == "too_large"
    assert isinstance(content, Content)


def test_what_only_claims_to_be_a_zip_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"no zip")
    assert offered(tmp_path / "a.zip") == [Content(str(tmp_path), "a.zip", b"no zip")]


def zip_of(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as container:
        for name, raw in members.items():
            container.writestr(name, raw)
    return stream.getvalue()


def test_a_zip_is_known_by_its_content_and_a_document_is_no_container(tmp_path: Path) -> None:
    document = zip_of({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<d/>"})
    (tmp_path / "reports.dat").write_bytes(zip_of({"a.txt": b"a", "b.docx": document}))
    (tmp_path / "report.zip").write_bytes(document)
    assert [(one.source_uri, one.raw) for one in offered(tmp_path / "reports.dat") if isinstance(one, Content)] == [
        ("reports.dat!/a.txt", b"a"),
        ("reports.dat!/b.docx", document),
    ]
    assert offered(tmp_path / "report.zip") == [Content(str(tmp_path), "report.zip", document)]


def test_a_zip_in_a_zip_is_opened_and_none_in_that(tmp_path: Path) -> None:
    innermost = zip_of({"c.txt": b"c"})
    (tmp_path / "a.zip").write_bytes(zip_of({"b.zip": zip_of({"c.zip": innermost, "d.txt": b"d"})}))
    assert [(one.source_uri, one.raw) for one in offered(tmp_path / "a.zip") if isinstance(one, Content)] == [
        ("a.zip!/b.zip!/c.zip", innermost),
        ("a.zip!/b.zip!/d.txt", b"d"),
    ]


def test_the_files_that_a_mail_carries_are_contents(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"] = "office@example.org"
    message.set_content("见附件")
    message.add_attachment("报告".encode(), "text", "plain", filename="年度报告.txt")
    message.add_attachment(zip_of({"b.txt": b"b"}), "application", "zip", filename="packed.zip")
    (tmp_path / "mail.eml").write_bytes(message.as_bytes())
    whole, *carried = [one for one in offered(tmp_path / "mail.eml") if isinstance(one, Content)]
    assert whole.source_uri == "mail.eml"
    assert [(one.source_uri, one.raw) for one in carried] == [
        ("mail.eml!/年度报告.txt", "报告".encode()),
        ("mail.eml!/packed.zip!/b.txt", b"b"),
    ]


def test_a_sparse_file_is_refused_without_reading_it_into_memory(tmp_path: Path) -> None:
    with (tmp_path / "blanks.txt").open("wb") as file:
        file.truncate(300 << 20)
    tracemalloc.start()
    (refused,) = offered(tmp_path / "blanks.txt")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(refused, Refused)
    assert refused.code == "too_large"
    assert peak < 200_000_000
