"""Text files as programs of schools save them: read, or refused with file, line and reason."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.roster.model import Level, Problems
from handlers.tables import csv_files, table
from handlers.tables.csv_files import CsvFile
from handlers.tables.read import open_tables
from tests.support.tables import read, told

HEADER = ["Фамилия", "Имя", "Класс"]
ROW = ["Соколова", "Анна, Мария", "5А"]
TEXT = 'Фамилия;Имя;Класс\r\nСоколова;"Анна, Мария";5А\r\n'


@pytest.mark.parametrize(
    "written",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("windows-1251"),
        TEXT.replace(";", "\t").encode(),
        TEXT.replace(";", ",").encode(),
        TEXT.replace("\r\n", "\n").encode(),
        TEXT.replace("\r\n", "\r").encode(),
        b"sep=;\r\n" + TEXT.encode("windows-1251"),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-le", "utf-16-be", "1251", "tabs", "commas", "unix", "mac", "sep"],
)
def test_encodings_delimiters_and_line_ends_make_no_difference(tmp_path: Path, written: bytes) -> None:
    (tmp_path / "people.csv").write_bytes(written)
    tables, problems = read(tmp_path / "people.csv")
    assert tables == {"people.csv": [HEADER, ROW]}
    assert not problems.refused


def test_a_guess_of_the_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes(TEXT.encode("windows-1251"))
    assert told(read(tmp_path / "people.csv")[1]) == ["people.csv: read_as_windows_1251"]


def test_a_line_break_in_quotes_is_part_of_the_cell_and_lines_are_still_counted(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text('Имя;Адрес\n"Анна";"Дом 1\nкв. 2"\n\nПётр;Дом 3\n')
    problems = Problems()
    with open_tables(tmp_path / "people.csv", problems) as (people,):
        assert list(people.rows) == [(2, ["Анна", "Дом 1 кв. 2"]), (5, ["Пётр", "Дом 3"])]
    assert told(problems) == ["people.csv:2 Адрес: control_characters"]


def test_a_title_above_the_headings_is_left_out_and_told(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("Список 5А класса;;\n;;\nФамилия;Имя;Класс\nСоколова;Анна;5А\n")
    tables, problems = read(tmp_path / "people.csv")
    assert tables == {"people.csv": [HEADER, ["Соколова", "Анна", "5А"]]}
    assert told(problems) == ["people.csv:3: lines_above_headings"]


def test_one_column_is_a_table_too(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("ФИО\nСоколова Анна\n\nКозлов Матвей\n")
    assert read(tmp_path / "people.csv")[0] == {"people.csv": [["ФИО"], ["Соколова Анна"], ["Козлов Матвей"]]}


@pytest.mark.parametrize(
    ("written", "refused"),
    [
        (b"", "dirty.csv: table_empty"),
        (b";;;\n\n", "dirty.csv: table_empty"),
        ("Фамилия;Имя\nСоколова;Анна\n".encode("koi8-r"), "dirty.csv:1: unknown_encoding"),
        ("Фамилия;Имя\nСоколова;Анна\n".encode("cp866"), "dirty.csv:1: unknown_encoding"),
        ("Name;Vorname\nMüller;René\n".encode("latin-1"), "dirty.csv:2: unknown_encoding"),
        ("Имя;Класс\nАнна;5А\nПётр;5А;лишнее\n".encode(), "dirty.csv:3: line_too_long"),
        ('Имя;Класс\nАнна;5А\n"Пётр;5А\nИван;5Б\n'.encode(), "dirty.csv:3: quote_not_closed"),
        ('Имя;Класс\n"Анна" Мария;5А\n'.encode(), "dirty.csv:2: not_csv"),
        (("Имя;Класс\nАнна;" + "А" * 5000 + "\n").encode(), "dirty.csv:2 Класс: value_too_long"),
        (("Имя;Класс\nАнна;" + "А" * 200_000 + "\n").encode(), "dirty.csv:2: not_csv"),
        ((";".join(f"c{n}" for n in range(300)) + "\n").encode(), "dirty.csv:1: too_many_columns"),
        (b"%PDF-1.7\n1 0 obj", "dirty.csv: another_kind"),
        (b"\xef\xbb\xbf<!DOCTYPE html><table><tr><td>1", "dirty.csv: web_page"),
        (codecs.BOM_UTF16_LE + "Имя;Класс\nАнна;5А".encode("utf-16-le") + b"\x00", "dirty.csv:2: not_utf8"),
        ("Имя;Класс\nАнна;5А\n".encode() + b"\xff\xfe\xfa;\xf0\x98\n", "dirty.csv:3: unknown_encoding"),
    ],
)
def test_a_dirty_file_is_refused_with_file_line_and_reason(tmp_path: Path, written: bytes, refused: str) -> None:
    (tmp_path / "dirty.csv").write_bytes(written)
    assert told(read(tmp_path / "dirty.csv")[1], Level.ERROR) == [refused]


def test_sizes_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Имя;Класс\n" + "Анна;5А\n" * 50)
    monkeypatch.setattr(table, "MOST_ROWS", 20)
    assert told(read(path)[1]) == ["people.csv:22: too_many_lines"]
    monkeypatch.setattr(csv_files, "MOST_IN_ROW", 10)
    path.write_text('Имя;Класс\n"Анна;5А\n' + "Пётр;5А\n" * 50)
    assert told(read(path)[1]) == ["people.csv:2: quote_not_closed"]
    monkeypatch.setattr(csv_files, "LONGEST_LINE", 100)
    path.write_text("Имя;Класс\n" + "Анна;" * 50 + "\n")
    assert told(read(path)[1]) == ["people.csv:2: not_csv"]
    monkeypatch.setattr("handlers.tables.read.LARGEST_FILE", 10)
    assert told(read(path)[1]) == ["people.csv: file_too_large"]


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=8), st.sampled_from(";\t,"))
def test_what_was_written_is_read_whatever_it_is(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], delimiter: str
) -> None:
    path = tmp_path_factory.mktemp("csv") / "people.csv"
    written = "".join(delimiter.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) + "\n" for row in rows)
    path.write_text("a" + f"{delimiter}b" * 3 + "\n" + written, encoding="utf-8", newline="")
    problems = Problems()
    assert [row for _, row in CsvFile(lambda: path.open("rb"), "people.csv", problems).rows()][1:] == rows
    assert not problems.refused


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading(tmp_path_factory: pytest.TempPathFactory, written: bytes) -> None:
    path = tmp_path_factory.mktemp("csv") / "people.csv"
    path.write_bytes(written)
    tables, problems = read(path)
    assert problems.refused or all(len(row) == len(rows[0]) for rows in tables.values() for row in rows)
