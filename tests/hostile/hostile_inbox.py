"""What somebody could put into an inbox to read, break, fill or fool its reader: how it is made, what must become of it."""

import io
import os
import socket
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

REPORT = """砚池市云岫县竹溪镇人民政府{year}年法治政府建设情况报告

{year}年，竹溪镇坚持依法行政，现将有关情况报告如下：
一、主要举措和成效
（一）抓好普法宣传。全年开展法治宣传活动{number}场次，{extra}
二、存在的问题
（一）执法人员业务能力有待提高。
竹溪镇人民政府
{after}年1月12日
"""
LOADED, DUPLICATE, ABSENT = "loaded", "duplicate", "absent"
READ = (LOADED, DUPLICATE)


class Hostile(NamedTuple):
    """One thing in an inbox: its name, how it is put there, and the outcomes that are right.

    An outcome is a status of core.source_files, a reject code, `left:CODE` for what is not taken, or `absent`. `also` are
    other paths that it brings along.
    """

    what: str
    name: str | bytes
    put: Callable[[Path], object]
    outcomes: tuple[str, ...]
    inside: str = ""  # the member to look for where it is a zip


def report(number: int, extra: str = "发放宣传资料2000份。", year: int = 2022) -> str:
    """A report that reads well, of its own number."""
    return REPORT.format(year=year, after=year + 1, number=number, extra=extra)


def text(content: str, codec: str = "utf-8") -> Callable[[Path], object]:
    """Write this text."""
    return lambda path: path.write_bytes(content.encode(codec, "surrogatepass"))


def raw(content: bytes) -> Callable[[Path], object]:
    """Write these bytes."""
    return lambda path: path.write_bytes(content)


def sparse(size: int) -> Callable[[Path], object]:
    """A file of so many zeros that takes no room."""

    def put(path: Path) -> None:
        path.touch()
        os.truncate(path, size)

    return put


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes]) -> Callable[[Path], object]:
    """A zip of these members, whatever they are called."""

    def put(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
            for name, content in members:
                container.writestr(name, content)

    return put


def linked_member() -> zipfile.ZipInfo:
    """A member that says it is a symbolic link."""
    member = zipfile.ZipInfo("link.txt")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    return member


def nested(depth: int) -> bytes:
    """A zip in a zip in a zip ... of a report."""
    content = report(71).encode()
    for level in range(depth):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as container:
            container.writestr("inner.txt" if level == 0 else "inner.zip", content)
        content = stream.getvalue()
    return content


def bound_socket(path: Path) -> None:
    """A socket."""
    here = Path.cwd()
    os.chdir(path.parent)  # its address is short
    try:
        socket.socket(socket.AF_UNIX).bind(path.name)
    finally:
        os.chdir(here)


def device(path: Path) -> None:
    """The device of endless zeros."""
    os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))


def cases() -> Iterator[Hostile]:
    """All of them."""
    yield from _things()
    yield from _names()
    yield from _containers()
    yield from _sizes()
    yield from _texts()
    yield from _markup()


def _things() -> Iterator[Hostile]:
    never = ("left:not_a_file",)
    yield Hostile("link to a secret", "passwd.txt", lambda path: path.symlink_to("/etc/passwd"), never)
    yield Hostile("link to a folder", "etc", lambda path: path.symlink_to("/etc"), never)
    yield Hostile("link to itself", "loop", lambda path: path.symlink_to(path), never)
    yield Hostile("link to nothing", "gone.txt", lambda path: path.symlink_to("/nowhere/at/all"), never)
    yield Hostile("pipe that nobody writes to", "pipe.txt", os.mkfifo, never)
    yield Hostile("socket", "socket.txt", bound_socket, never)
    if os.geteuid() == 0:
        yield Hostile("device of endless zeros", "zero.txt", device, never)
    yield Hostile("folder called like a report", "folder.txt", lambda path: path.mkdir(), (ABSENT,))
    yield Hostile("folders 200 deep", "d", lambda path: (path / "/".join("d" * 200)).mkdir(parents=True), (ABSENT,))


def _names() -> Iterator[Hostile]:
    names = (
        "line\nbreak.txt",
        "carriage\rreturn\ttab.txt",
        "terminal\x1b[31m\x1b]0;owned\x07.txt",
        "'; DROP TABLE core.reports; --.txt",
        "$(touch owned) `id` ; rm -rf ~ | &.txt",
        "=cmd|'calc'!A0.txt",
        "@SUM(1+9).txt",
        "<img src=x onerror=document.title='changed'>.txt",
        "{{7*7}} ${7*7} %s %n [bold red].txt",
        "..%2f..%2fetc%2fpasswd.txt",
        "-rf --help.txt",
        "more.zip!_inside.txt",
        "turned\u202etxt.exe",
        "zero\u200bwidth 名\u3000称 🧨.txt",
        "x" * 251 + ".txt",
        "CON.txt",
        "... .txt",
        "*?[a-z].txt",
        "~root.txt",
    )
    for number, name in enumerate(names, 100):
        yield Hostile(f"name {name[:24]!r}", name, text(report(number)), (LOADED,))
    yield Hostile("name that is no UTF-8", b"broken-\xff\xfe\x80.txt", text(report(99)), (LOADED,))


def _containers() -> Iterator[Hostile]:
    member = report(50).encode()
    yield Hostile(
        "zip: member that climbs out",
        "climb.zip",
        zipped(("../../../climbed.txt", member)),
        (LOADED,),
        "!/../../../climbed.txt",
    )
    yield Hostile(
        "zip: member with an absolute path",
        "root.zip",
        zipped(("/etc/cron.d/job", report(51).encode())),
        (LOADED,),
        "!//etc/cron.d/job",
    )
    yield Hostile(
        "zip: member with a line break", "break.zip", zipped(("a\nb.txt", report(52).encode())), (LOADED,), r"!/a\nb.txt"
    )
    yield Hostile(
        "zip: member that is a link",
        "link.zip",
        zipped((linked_member(), b"/etc/passwd")),
        ("not_a_report", "empty", "not_text"),
        "!/link.txt",
    )
    yield Hostile(
        "zip: two members of one name",
        "twice.zip",
        zipped(("a.txt", report(53).encode()), ("a.txt", report(54).encode())),
        (LOADED, "superseded"),
        "!/a.txt",
    )
    yield Hostile("zip: one member unpacks to 300 MB", "bomb.zip", zipped(("a.txt", bytes(300 << 20))), ("too_large",))
    yield Hostile("zip: 30,000 empty members", "many.zip", zipped(*((f"{n}", b"") for n in range(30_000))), ("empty",), "!/0")
    yield Hostile("zip: five zips deep", "deep.zip", raw(nested(5)), ("unsupported_format",), "!/inner.zip!/inner.zip")
    yield Hostile(
        "zip: cut", "cut.zip", lambda path: path.write_bytes(nested(1)[:-40]), ("unreadable", "unsupported_format", "not_text")
    )


def _sizes() -> Iterator[Hostile]:
    yield Hostile("nothing", "nothing.txt", raw(b""), ("empty",))
    yield Hostile("two gigabytes of zeros", "2g.txt", sparse(2 << 30), ("too_large",))
    yield Hostile("ten terabytes of zeros", "10t.txt", sparse(10 << 40), ("left:too_large",))
    yield Hostile("zip that is a terabyte long", "1t.zip", sparse(1 << 40), ("left:too_large",))


def _texts() -> Iterator[Hostile]:
    body = report(60)
    judged = (LOADED, DUPLICATE, "not_a_report", "not_text", "undecodable", "unreadable", "too_large", "empty")
    yield Hostile("SQL in the text", "sql.txt", text(report(61, "'); DELETE FROM core.reports; --调解纠纷3件。")), (LOADED,))
    yield Hostile(
        "formula in the text", "formula.txt", text(report(62, '=HYPERLINK("http://192.0.2.1")办理案件4件。')), (LOADED,)
    )
    escapes = "发放\x1b]0;owned\x07宣传\x9b31m资料\u202e3000份，调解\x08\x08纠纷\x1b[2J5件。"
    yield Hostile("terminal escapes in the text", "escapes.txt", text(report(67, escapes)), (LOADED,))
    yield Hostile("NULs between the characters", "nul.txt", text("\0".join(body)), judged)
    yield Hostile("a NUL in the middle", "one-nul.txt", text(report(63).replace("依法", "依\0法")), judged)
    yield Hostile("lone surrogates", "surrogate.txt", text(report(64) + "\ud800\udfff\udc00", "utf-16-le"), judged)
    yield Hostile("overlong UTF-8", "overlong.txt", raw(report(65).encode() + b"\xc0\xaf\xe0\x80\xaf"), judged)
    yield Hostile("UTF-7", "utf7.txt", text(body, "utf-7"), judged)
    yield Hostile("BOM and nothing", "bom.txt", raw(b"\xff\xfe"), ("empty", "not_text"))
    yield Hostile("digits without end", "digits.txt", raw(b"1" * 3_000_000), judged)
    yield Hostile("brackets without end", "brackets.txt", text(body + "（" * 300_000), judged)
    yield Hostile("headings without end", "headings.txt", text(body + "一、\n" * 60_000), judged)
    yield Hostile("list items without end", "items.txt", text(body + "一是开展检查1次；" * 30_000), judged)
    yield Hostile(
        "numbers too great", "great.txt", text(report(66, "办理案件" + "9" * 400 + "件，投入" + "亿" * 50 + "元。")), judged
    )
    yield Hostile("every character there is", "all.txt", text(body + "".join(map(chr, range(32, 0x3000)))), judged)
    yield Hostile("combining marks without end", "zalgo.txt", text(body + "e" + "\u0301" * 200_000), judged)
    yield Hostile("places without end", "places.txt", text("砚池市云岫县竹溪镇" * 30_000), judged)
    yield Hostile("more text than any report has", "long.txt", text(body + "一是开展检查1次；" * 60_000), ("too_large",))
    yield Hostile("years without end", "years.txt", text("2022年法治政府建设情况报告\n" * 20_000), judged)


def _markup() -> Iterator[Hostile]:
    judged = (LOADED, DUPLICATE, "not_a_report", "unreadable", "empty")
    page = "<html><head><title>x</title></head><body>{}</body></html>"
    lines = "".join(f"<p>{line}</p>" for line in report(70).splitlines())
    script = "<script>document.title='changed'</script><img src=x onerror=alert(1)><iframe src='file:///etc/passwd'></iframe>"
    entity = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    yield Hostile("page with scripts", "script.html", text(page.format(script + lines)), judged)
    yield Hostile("page with an external entity", "xxe.html", text(entity + page.format("&x;" + lines)), judged)
    yield Hostile(
        "page that sends one elsewhere",
        "refresh.html",
        text("<meta http-equiv=refresh content='0;url=//192.0.2.1'>" + lines),
        judged,
    )
    yield Hostile("page of 100,000 open elements", "open.html", text(page.format("<div>" * 100_000 + lines)), judged)
    yield Hostile("page in a codec that is none", "codec.html", text('<meta charset="klingon">' + lines), judged)
    yield Hostile("attribute of a megabyte", "attribute.html", text(f"<p title='{'x' * 1_000_000}'>" + lines), judged)
