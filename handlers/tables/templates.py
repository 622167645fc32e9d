"""Empty workbooks for people to fill in: headings, and an example of each in a comment that no import reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

ROWS = 1000  # that keep what is typed as text: a telephone its plus, a number its zeros


def write_template(path: Path, sheets: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    """Writes a workbook with these sheets, each of headings with an example. Raises FileExistsError if it is there."""
    book = Workbook()
    for n, (title, columns) in enumerate(sheets.items()):
        sheet = book.create_sheet(title, n)
        sheet.freeze_panes = "A2"
        for column, (heading, example) in enumerate(columns, 1):
            cell = sheet.cell(1, column, heading)
            cell.font = Font(bold=True)
            cell.comment = Comment(example, "Zvonok")
            letter = get_column_letter(column)
            sheet.column_dimensions[letter].width = max(len(heading), len(example)) + 4
            sheet.column_dimensions[letter].number_format = "@"
            for row in range(2, ROWS):
                sheet.cell(row, column).number_format = "@"
    del book[book.sheetnames[-1]]
    with path.open("xb") as file:
        book.save(file)
