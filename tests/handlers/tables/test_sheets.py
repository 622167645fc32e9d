"""Sheets as they are written, for what is no list with one heading."""

from pathlib import Path

from openpyxl import load_workbook

from channels.roster.model import Problems
from handlers.tables.read import open_sheets, open_tables
from tests.support.tables import told, workbook

ROWS: list[list[str | None]] = [["Расписание"], ["Урок", "8А", "8Б"], ["1", "Физкультура\nСомова\nзал", None]]


def test_a_sheet_has_its_lines_line_breaks_and_merged_places(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"с": ROWS})
    book = load_workbook(path)
    book["с"].merge_cells("A1:C1")
    book["с"].merge_cells("B3:C3")
    book.save(path)
    problems = Problems()
    with open_sheets(path, problems) as (sheet,):
        assert (sheet.name, sheet.merged) == ("a.xlsx [с]", ("A1:C1", "B3:C3"))
        rows = list(sheet.rows)
    assert [line for line, _ in rows] == [1, 2, 3]
    assert rows[2][1][:2] == ["1", "Физкультура\nСомова\nзал"]
    assert problems.first == []
    with open_tables(path, problems):
        assert told(problems) == ["a.xlsx [с]: cells_merged", "a.xlsx [с]:2: lines_above_headings"]


def test_a_text_file_is_one_sheet(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("1;8А\n\n2;8Б\n", encoding="utf-8")
    with open_sheets(path, Problems(), "расписание.csv") as (sheet,):
        assert (sheet.name, list(sheet.rows)) == ("расписание.csv", [(1, ["1", "8А"]), (2, []), (3, ["2", "8Б"])])
