"""Workbooks as schools have them: every cell as the sheet shows it, or refused with file, sheet, line and reason."""

import random
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from channels.roster.model import Level, Problems
from handlers.tables import table, workbooks
from handlers.tables.read import open_tables
from handlers.tables.wording import WORDING
from tests.support.tables import read, told, with_part, workbook, zipped

PEOPLE = [["Фамилия", "Имя", "Класс"], ["Соколова", "Анна", "5А"], ["Козлов", "Матвей", "5Б"]]
SHEET = "xl/worksheets/sheet1.xml"


def test_every_visible_sheet_is_a_table(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "people.xlsx", {"Ученики": PEOPLE, "Пустой": [], "Сотрудники": PEOPLE[:2], "Тайный": PEOPLE}
    )
    book = load_workbook(path)
    book["Тайный"].sheet_state = "hidden"
    book.save(path)
    tables, problems = read(path)
    assert tables == {"people.xlsx [Ученики]": PEOPLE, "people.xlsx [Сотрудники]": PEOPLE[:2]}
    assert told(problems) == ["people.xlsx [Тайный]: sheet_hidden"]


@pytest.mark.parametrize(
    ("value", "shown", "read_as"),
    [
        (4711, "General", "4711"),
        (89165554712.0, "General", "89165554712"),
        (4711, "0000000", "0004711"),
        (0.5, "General", "0.5"),
        (0.1 + 0.2, "General", "0.3"),
        (True, "General", "true"),
        (date(2015, 5, 12), "DD.MM.YYYY", "2015-05-12"),
        (datetime(2026, 9, 1, 8, 29, 59, 999_700), "DD.MM.YYYY HH:MM", "2026-09-01 08:30"),  # noqa: DTZ001
        (time(8, 30), "H:MM", "08:30"),
        (timedelta(hours=8, minutes=30), "[h]:mm", "08:30"),
        ("  5 А ", "General", "5 А"),
        ("00123", "@", "00123"),
    ],
)
def test_a_cell_is_read_as_it_is_shown(tmp_path: Path, value: object, shown: str, read_as: str) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["a", "b"])
    sheet.append([value, "x"])
    sheet["A2"].number_format = shown
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx")[0] == {"a.xlsx [Sheet]": [["a", "b"], [read_as, "x"]]}


def test_lines_are_those_of_the_sheet_and_gaps_do_not_shift_them(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"s": [["Класс 5А"], [], ["Фамилия", "Имя"], [], [], ["Соколова", "Анна"]]})
    problems = Problems()
    with open_tables(path, problems) as (people,):
        assert (people.line, people.header, list(people.rows)) == (3, ["Фамилия", "Имя"], [(6, ["Соколова", "Анна"])])
    assert told(problems) == ["a.xlsx [s]:3: lines_above_headings"]


def test_a_wrong_size_in_the_file_hides_no_row(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"s": PEOPLE})
    with_part(path, SHEET, '<dimension ref="A1:C3"', '<dimension ref="A1"')
    assert read(path)[0] == {"a.xlsx [s]": PEOPLE}


def test_the_value_of_a_formula_is_read_and_one_without_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"s": [["Фамилия", "Имя"], ["Соколова", "=B9"]]})
    assert told(read(path)[1]) == ["a.xlsx [s]:2 B: formula_without_value"]
    with_part(path, SHEET, "<f>B9</f><v />", "<f>B9</f><v>7</v>")
    assert read(path)[0] == {"a.xlsx [s]": [["Фамилия", "Имя"], ["Соколова", "7"]]}


def test_merged_cells_are_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"s": PEOPLE})
    book = load_workbook(path)
    book["s"].merge_cells("C2:C3")
    book.save(path)
    assert told(read(path)[1]) == ["a.xlsx [s]: cells_merged"]


def made(path: Path, kind: str) -> None:
    """Writes a dirty file of this kind."""
    whole = zipped({"xl/workbook.xml": b"<workbook/>"})
    match kind:
        case "empty":
            workbook(path, {"s": []})
        case "old":
            path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
        case "web page":
            path.write_text("<html><body><table><tr><td>Фамилия</td></tr></table>")
        case "OpenDocument":
            path.write_bytes(zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}))
        case "another zip":
            path.write_bytes(zipped({"word/document.xml": b"<w/>"}))
        case "binary workbook":
            path.write_bytes(zipped({"xl/workbook.bin": b"\1"}))
        case "cut off":
            workbook(path, {"s": PEOPLE})
            path.write_bytes(path.read_bytes()[:2000])
        case "damaged":
            path.write_bytes(whole)
        case "broken sheet":
            with_part(workbook(path, {"s": PEOPLE}), SHEET, '</row><row r="3"', '</rov><row r="3"')
        case "entities":
            bomb = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet'
            with_part(workbook(path, {"s": PEOPLE}), SHEET, "<worksheet", bomb)
        case "error":
            workbook(path, {"s": [["Фамилия", "Имя"], ["Соколова", "#REF!"]]})
        case "too long":
            workbook(path, {"s": [["Фамилия", "Имя"], ["Соколова", "А" * 5000]]})
        case "beyond the headings":
            workbook(path, {"s": [["Фамилия", "Имя"], ["Соколова", "Анна", None, "лишнее"]]})
        case "wide":
            workbook(path, {"s": [list(range(300))]})
        case _:
            raise AssertionError(kind)


@pytest.mark.parametrize(
    ("kind", "refused"),
    [
        ("empty", "dirty.xlsx: table_empty"),
        ("old", "dirty.xlsx: old_workbook"),
        ("web page", "dirty.xlsx: web_page"),
        ("OpenDocument", "dirty.xlsx: another_kind"),
        ("another zip", "dirty.xlsx: not_a_workbook"),
        ("binary workbook", "dirty.xlsx: another_kind"),
        ("cut off", "dirty.xlsx: workbook_broken"),
        ("damaged", "dirty.xlsx: workbook_broken"),
        ("broken sheet", "dirty.xlsx [s]:2: workbook_broken"),
        ("entities", "dirty.xlsx: workbook_broken"),
        ("error", "dirty.xlsx [s]:2 B: cell_has_error"),
        ("too long", "dirty.xlsx [s]:2 Имя: value_too_long"),
        ("beyond the headings", "dirty.xlsx [s]:2: line_too_long"),
        ("wide", "dirty.xlsx [s]:1: too_many_columns"),
    ],
)
def test_a_dirty_file_is_refused_with_file_sheet_line_and_reason(tmp_path: Path, kind: str, refused: str) -> None:
    path = tmp_path / "dirty.xlsx"
    made(path, kind)
    assert told(read(path)[1], Level.ERROR) == [refused]


def test_no_workbook_fills_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "a.xlsx", {"s": PEOPLE * 20})
    monkeypatch.setattr(workbooks, "LONGEST_ROW", 100)
    assert told(read(path)[1]) == ["a.xlsx [s]: workbook_too_large"]
    monkeypatch.undo()
    monkeypatch.setattr(workbooks, "MOST_CELLS", 30)
    assert told(read(path)[1]) == ["a.xlsx [s]:11: too_many_lines"]
    monkeypatch.undo()
    monkeypatch.setattr(table, "MOST_ROWS", 30)
    assert told(read(path)[1]) == ["a.xlsx [s]:32: too_many_lines"]
    monkeypatch.undo()
    monkeypatch.setattr(workbooks, "LARGEST_UNPACKED", 5000)
    assert told(read(path)[1]) == ["a.xlsx: workbook_too_large"]
    monkeypatch.undo()
    with_part(path, SHEET, '<row r="60"', '<row r="1000000000"')
    assert told(read(path)[1]) == [f"a.xlsx [s]:{table.MOST_ROWS * 2 + 1}: too_many_lines"]


def test_a_damaged_byte_is_never_more_than_a_refusal(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx", {"s": PEOPLE}).read_bytes()
    chance = random.Random(7)
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        (tmp_path / "a.xlsx").write_bytes(damaged)
        tables, problems = read(tmp_path / "a.xlsx")
        assert problems.refused or tables


def test_every_problem_of_a_table_has_russian_and_english_words() -> None:
    sources = "".join(file.read_text("utf-8") for file in Path(workbooks.__file__).parent.glob("*.py"))
    assert [code for code in WORDING if sources.count(f'"{code}"') < 2] == []
    for russian, english in WORDING.values():
        assert russian != english
