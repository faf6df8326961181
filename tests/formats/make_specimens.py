"""Write specimens/: one short report as LibreOffice and pandoc write it. Run by hand where both are installed.

python tests/formats/make_specimens.py
"""

import sys
from pathlib import Path

LONGEST = 90  # characters
PAGE_LINES = 4  # of the PDF
HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent / "samples"), str(HERE)]

import parts_document  # noqa: E402
import table_document  # noqa: E402
from format_writers import reports, write_docx  # noqa: E402
from office_writers import convert, office_files  # noqa: E402


def main() -> None:
    """Write the shortest of some reports, its longest paragraphs left out: fonts embedded in a PDF grow with its characters."""
    name, whole = min(reports(60, seed=11), key=lambda report: len(report[1]))
    text = "\n".join(line for line in whole.split("\n") if len(line) < LONGEST)
    folder = HERE / "specimens"
    folder.mkdir(exist_ok=True)
    (folder / "report.txt").write_text(text, "utf-8")
    for extension in ("doc", "odt", "rtf"):
        (folder / f"parts.{extension}").write_bytes(convert({"parts": parts_document.make()}, extension)["parts"])
    for extension in ("doc", "rtf"):
        (folder / f"tables.{extension}").write_bytes(convert({"tables": table_document.make()}, extension)["tables"])
    (folder / "libreoffice-computed.xml").write_bytes(convert({name: write_docx(text)}, "xml:MS Word 2003 XML")[name])
    for label, files in office_files({name: text}):
        if label.startswith("xml"):
            continue
        extension, writer, *numbers = label.replace(",", "").split()
        if extension == "pdf":
            files = convert({name: write_docx("\n".join(text.split("\n")[:PAGE_LINES]))}, extension)
        (folder / "-".join((writer.lower(), *numbers[:1]))).with_suffix(f".{extension}").write_bytes(files[name])


if __name__ == "__main__":
    main()
