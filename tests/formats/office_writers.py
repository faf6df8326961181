"""The same reports as LibreOffice, Chromium and pandoc write them, many in one call; for the long tests and the measuring script."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from format_writers import write_docx, write_typed_docx

SECONDS = 600


def office_files(texts: Mapping[str, str]) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Of each format that an installed program writes: its name, and the reports by name."""
    if shutil.which("soffice"):
        numbered = {name: write_docx(text) for name, text in texts.items()}
        typed = {name: write_typed_docx(text) for name, text in texts.items()}
        for extension in ("docx:MS Word 2007 XML", "odt", "rtf", "pdf", "doc"):
            yield f"{extension.split(':')[0]}, LibreOffice, computed numbers", convert(numbered, extension)
        yield "xml of Word 2003, LibreOffice, computed numbers", convert(numbered, "xml:MS Word 2003 XML")
        yield "xml of Word 2003, LibreOffice, typed numbers", convert(typed, "xml:MS Word 2003 XML")
        yield "doc, LibreOffice, typed numbers", convert(typed, "doc")
    if shutil.which("chromium"):
        yield "pdf, printed by Chromium with its head and foot", {name: printed(text) for name, text in texts.items()}
    if shutil.which("pandoc"):
        for extension in ("docx", "odt", "rtf"):
            yield f"{extension}, pandoc", {name: pandoc(text, extension) for name, text in texts.items()}


def convert(files: Mapping[str, bytes], target: str) -> dict[str, bytes]:
    """Convert docx files by LibreOffice; `target` as its --convert-to takes it (`rtf`, `docx:MS Word 2007 XML`)."""
    extension = target.split(":")[0]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "out").mkdir()
        for name, raw in files.items():
            (place / f"{name}.docx").write_bytes(raw)
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", target]
        command += ["--outdir", str(place / "out"), *(str(place / f"{name}.docx") for name in files)]
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
        return {name: (place / "out" / f"{name}.{extension}").read_bytes() for name in files}


def pandoc(text: str, extension: str) -> bytes:
    """Write plain paragraphs by pandoc, numbers typed."""
    paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / f"out.{extension}"
        command = ["pandoc", "-f", "html", "-s", "-o", str(out)]
        subprocess.run(command, input=paragraphs.encode(), check=True, capture_output=True, timeout=SECONDS)
        return out.read_bytes()


def printed(text: str) -> bytes:
    """Print a page of paragraphs that begin two characters in by Chromium, with the date, title and address around it."""
    title, *lines = text.split("\n")
    style = "@page{size:A4;margin:2.5cm}body{font-size:16pt;line-height:1.8}p{text-indent:2em;margin:0}h1{text-align:center}"
    body = "".join(f"<p>{line}</p>" for line in lines)
    with tempfile.TemporaryDirectory() as folder:
        page, out = Path(folder) / "report.html", Path(folder) / "out.pdf"
        page.write_text(f'<meta charset="utf-8"><title>{title}</title><style>{style}</style><h1>{title}</h1>{body}')
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"]
        command += [
            "--disable-background-networking",
            f"--user-data-dir={folder}/profile",
            f"--print-to-pdf={out}",
            page.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
        return out.read_bytes()
