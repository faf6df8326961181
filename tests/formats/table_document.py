"""One Word file with tables whose heads have two rows and merged cells, and the lines that a reader of any format sees."""

import io

import docx

Merged = tuple[int, int, int, int]  # first row and column, last row and column
TITLE = "青砚区双溪镇2023年法治政府建设情况报告"
LEAD = "全年办理情况如下："
YEARS = (
    (
        ("项目", "2022年", "", "2023年", ""),
        ("", "件数", "金额（万元）", "件数", "金额（万元）"),
        ("行政处罚", "30", "5.2", "36", "6.1"),
    ),
    ((0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4)),
)
PROCEDURES = (
    (
        ("所别", "执法案件（件）", "", "普法活动（场次）"), ("", "一般程序", "简易程序", ""),
        ("东所", "12", "40", "9"), ("西所", "8", "31", "7"),
    ),
    ((0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 3)),
)  # fmt: skip
GROUPS = (
    (("类别", "项目", "全区", "本镇"), ("执法", "行政处罚（件）", "210", "36"), ("", "行政检查（次）", "900", "77")),
    ((1, 0, 2, 0),),
)
LINES = [
    TITLE,
    LEAD,
    "项目\t2022年\t2023年",
    "件数\t金额（万元）\t件数\t金额（万元）",
    "2022年行政处罚30件，2022年行政处罚金额5.2万元，2023年行政处罚36件，2023年行政处罚金额6.1万元。",
    LEAD,
    "所别\t执法案件（件）\t普法活动（场次）",
    "一般程序\t简易程序",
    "东所：执法案件一般程序12件，执法案件简易程序40件，普法活动9场次。",
    "西所：执法案件一般程序8件，执法案件简易程序31件，普法活动7场次。",
    LEAD,
    "类别\t项目\t全区\t本镇",
    "执法\t全区行政处罚210件，本镇行政处罚36件。",
    "执法\t全区行政检查900次，本镇行政检查77次。",
    "此致。",
]


def make() -> bytes:
    """The file, by python-docx."""
    document = docx.Document()
    document.add_paragraph(TITLE)
    for rows, merged in (YEARS, PROCEDURES, GROUPS):
        document.add_paragraph(LEAD)
        _table(document, rows, merged)
    document.add_paragraph("此致。")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _table(document: docx.document.Document, rows: tuple[tuple[str, ...], ...], merged: tuple[Merged, ...]) -> None:
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for top, left, bottom, right in merged:
        table.cell(top, left).merge(table.cell(bottom, right))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            if text:
                table.cell(at, column).text = text
