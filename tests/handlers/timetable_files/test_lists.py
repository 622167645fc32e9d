"""Lists of lessons, one a line, in CSV and XLSX; and the table that is written and reads back to the same lessons."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from channels.roster.model import Problems
from channels.timetable_files.columns import Meaning
from channels.timetable_files.imported import CycleWeeks, ImportedRow, RowGatherer
from handlers.timetable_files.read import FileKind, read_timetable, recognise
from handlers.timetable_files.wording import reason
from tests.support.tables import workbook

FIRST, SECOND = CycleWeeks(2, frozenset({1})), CycleWeeks(2, frozenset({2}))
HEADER = ["Класс", "Подгруппа", "Предмет", "Учитель", "Кабинет", "День", "Урок", "Недели", "С", "По"]
LINE = ["5А", "1 группа", "Физика", "Лебедев П.А.", "212", "среда", "2", "", "", ""]
SHORT = ["Класс", "Предмет", "День", "Урок"]


def csv(path: Path, *lines: Sequence[str], encoding: str = "utf-8") -> Path:
    path.write_text("".join(";".join(line) + "\n" for line in lines), encoding=encoding)
    return path


def read(path: Path, columns: Mapping[str, Meaning | None] | None = None) -> tuple[list[ImportedRow], Problems]:
    problems = Problems()
    return read_timetable(path, problems, columns=columns).rows, problems


def told(problems: Problems) -> list[str]:
    return [f"{each.line} {each.code} {' '.join(each.data)}".strip() for each in problems.first]


def test_a_line_is_a_lesson_with_all_that_the_file_says_of_it(tmp_path: Path) -> None:
    rows, problems = read(csv(tmp_path / "t.csv", HEADER, [*LINE[:7], "1 из 2", "11.01.2027", "2027-05-28"]))
    assert rows == [
        ImportedRow(
            "t.csv",
            2,
            3,
            2,
            ("5А",),
            "Физика",
            ("Лебедев П.А.",),
            "212",
            "1 группа",
            FIRST,
            date(2027, 1, 11),
            date(2027, 5, 29),  # exclusive: the last day in the file is the last one with the lesson
        )
    ]
    assert problems.first == []


def test_an_english_table_with_its_columns_in_any_order_is_the_same(tmp_path: Path) -> None:
    rows, problems = read(
        csv(
            tmp_path / "t.csv",
            ["Lesson", "Day", "Room", "Teacher", "Subject", "Class"],
            ["2", "Wednesday", "212", "Lebedev P.", "Physics", "5A"],
        )
    )
    [row] = rows
    assert (row.weekday, row.number, row.room, row.teachers, row.subject) == (3, 2, "212", ("Lebedev P.",), "Physics")
    assert problems.first == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_a_text_file_is_read_in_any_encoding_of_a_russian_computer(tmp_path: Path, encoding: str) -> None:
    rows, problems = read(csv(tmp_path / "t.csv", HEADER, LINE, encoding=encoding))
    assert rows[0].subject == "Физика"
    assert not problems.refused


def test_several_classes_teachers_and_bells_stand_in_one_cell(tmp_path: Path) -> None:
    line = ["8А, 8Б", "", "Физкультура", "Сом Т.М.; Жук А.А.", "зал", "пт", "5-6", "", "", ""]
    path = csv(tmp_path / "t.csv", HEADER, [f'"{cell}"' for cell in line])
    assert [(row.classes, row.teachers, row.number) for row in read(path)[0]] == [
        (("8А", "8Б"), ("Сом Т.М.", "Жук А.А."), 5),
        (("8А", "8Б"), ("Сом Т.М.", "Жук А.А."), 6),
    ]


def test_a_workbook_is_read_with_all_its_sheets_and_the_others_are_named(tmp_path: Path) -> None:
    other = ["6Б", "", "Химия", "", "", "чт", 4, "", "", ""]
    path = workbook(
        tmp_path / "t.xlsx",
        {"5-9": [["Расписание на II полугодие"], HEADER, LINE], "10-11": [HEADER, other], "Звонки": [["8:30", "9:15"]]},
    )
    rows, problems = read(path)
    assert [(row.file, row.line, row.classes) for row in rows] == [
        ("t.xlsx [5-9]", 3, ("5А",)),
        ("t.xlsx [10-11]", 2, ("6Б",)),
    ]
    assert [(each.file, each.code) for each in problems.first] == [("t.xlsx [Звонки]", "sheet_skipped")]


def test_a_class_merged_over_its_lessons_is_the_class_of_each(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "t.xlsx", {"с": [SHORT, ["5А", "Физика", "пн", 1], ["", "Химия", "пн", 2], ["5Б", "Труд", "пн", 1]]}
    )
    book = load_workbook(path)
    book["с"].merge_cells("A2:A3")
    book.save(path)
    assert [(row.classes, row.subject) for row in read(path)[0]] == [
        (("5А",), "Физика"),
        (("5А",), "Химия"),
        (("5Б",), "Труд"),
    ]


# Columns


def test_what_a_list_is_made_of_is_shown_to_choose_columns_by(tmp_path: Path) -> None:
    path = csv(tmp_path / "t.csv", ["Параллель", "Предмет", "Дата", "Урок"], ["5А", "Физика", "ср", "2"])
    recognised = recognise(path, Problems())
    assert recognised is not None
    assert (recognised.kind, recognised.header) == (FileKind.LIST, ["Параллель", "Предмет", "Дата", "Урок"])
    assert recognised.columns == {"Предмет": Meaning.SUBJECT, "Урок": Meaning.NUMBER}
    assert recognised.first_lines == [["5А", "Физика", "ср", "2"]]


def test_headings_are_found_below_a_title_of_which_nobody_understands_any(tmp_path: Path) -> None:
    path = csv(tmp_path / "t.csv", ["Расписание", "1 полугодие"], ["Кл-с", "Что", "Когда", "Какой"], ["5А", "Физика"])
    recognised = recognise(path, Problems())
    assert recognised is not None
    assert (recognised.header, recognised.columns) == (["Кл-с", "Что", "Когда", "Какой"], {})


def test_columns_that_were_chosen_are_used_and_the_others_guessed(tmp_path: Path) -> None:
    path = csv(tmp_path / "t.csv", ["Параллель", "Предмет", "Дата", "Урок"], ["5А", "Физика", "ср", "2"])
    rows, problems = read(path, {"Параллель": Meaning.CLASSES, "Дата": Meaning.WEEKDAY})
    assert [(row.classes, row.subject, row.weekday, row.number) for row in rows] == [(("5А",), "Физика", 3, 2)]
    assert problems.first == []


def test_a_column_may_be_left_out_and_two_are_not_chosen_for_the_same(tmp_path: Path) -> None:
    path = csv(tmp_path / "t.csv", [*SHORT, "Каб."], ["5А", "Физика", "ср", "2", "212"])
    [row], problems = read(path, {"Каб.": None})
    assert (row.room, problems.first) == ("", [])
    _, problems = read(path, {"Каб.": Meaning.SUBJECT, "Предмет": Meaning.SUBJECT})
    assert told(problems) == ["1 column_taken_twice Каб. Предмет"]
    _, problems = read(path, {"Аудитория": Meaning.ROOM})
    assert told(problems) == ["1 column_missing Аудитория", "1 column_unknown Каб."]


def test_a_column_that_is_needed_and_missing_is_named(tmp_path: Path) -> None:
    rows, problems = read(csv(tmp_path / "t.csv", ["Класс", "Предмет", "День", "Каб."], ["5А", "Физика", "ср", "2"]))
    assert (rows, told(problems)) == ([], ["1 column_missing Урок"])


# Dirty files

CELL = dict(zip(HEADER, LINE, strict=True))


def with_cell(**changed: str) -> list[str]:
    names = {"klass": "Класс", "day": "День", "number": "Урок", "weeks": "Недели", "first": "С", "last": "По"}
    names |= {"subject": "Предмет", "teacher": "Учитель", "subgroup": "Подгруппа"}
    return list((CELL | {names[name]: value for name, value in changed.items()}).values())


LINES: dict[str, tuple[list[list[str]], list[str]]] = {
    "no class": ([HEADER, with_cell(klass="")], ["2 no_class"]),
    "no weekday": ([HEADER, with_cell(day="Пятнадцатое")], ["2 not_a_weekday Пятнадцатое"]),
    "a time for a bell": ([HEADER, with_cell(number="8:30")], ["2 not_a_number 8:30"]),
    "a bell too many": ([HEADER, with_cell(number="21")], ["2 not_a_number 21"]),
    "weeks of nothing": ([HEADER, with_cell(weeks="3 из 2")], ["2 not_weeks 3 из 2"]),
    "no such day": ([HEADER, with_cell(first="31.02.2027")], ["2 not_a_date 31.02.2027"]),
    "the last day before the first": (
        [HEADER, with_cell(first="01.03.2027", last="01.02.2027")],
        ["2 days_end_first 2027-03-01"],
    ),
    "a line twice": ([HEADER, LINE, LINE], ["3 row_repeated 2"]),
    "a name too long": ([HEADER, with_cell(subject="ф" * 121)], ["2 value_too_long 120"]),
    "a subgroup too long": ([HEADER, with_cell(subgroup="г" * 61)], ["2 value_too_long 60"]),
    "a cycle too long": ([HEADER, with_cell(weeks="1 из 5")], ["2 not_weeks 1 из 5"]),
    "many classes": ([HEADER, with_cell(klass=",".join(f"{n}А" for n in range(50)))], ["2 too_many_names 40"]),
    "a column of no use": ([[*HEADER, "Погода"], [*LINE, "дождь"]], ["1 column_unknown Погода"]),
    "a column twice": ([[*HEADER, "Урок"], [*LINE, "3"]], ["1 column_repeated Урок"]),
    "several faults in a line": (
        [HEADER, with_cell(day="?", number="?")],
        ["2 not_a_weekday ?", "2 not_a_number ?"],
    ),
    "headings and nothing below": ([HEADER], ["0 no_lessons"]),
    "another table": ([["Фамилия", "Имя"], ["Соколова", "Анна"]], ["0 layout_unknown"]),
}
HARMLESS = {"row_repeated", "column_unknown", "column_repeated", "no_lessons"}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(("lines", "expected"), LINES.values(), ids=LINES.keys())
def test_what_is_wrong_is_told_with_its_line_in_both_languages(
    tmp_path: Path, kind: str, lines: list[list[str]], expected: list[str]
) -> None:
    path = tmp_path / f"t.{kind}"
    if kind == "csv":
        csv(path, *([f'"{cell}"' for cell in line] for line in lines))
    else:
        workbook(path, {"с": lines})
    _, problems = read(path)
    assert told(problems) == expected
    harmless = {each.code for each in problems.first} <= HARMLESS
    assert problems.refused is not harmless
    assert all("{" not in reason(each, language) for each in problems.first for language in ("ru", "en"))


BYTES: dict[str, tuple[str, bytes, str]] = {
    "nothing at all": ("t.csv", b"", "file_empty"),
    "an old Excel": ("t.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old_workbook"),
    "a web page": ("t.xls", b"<html><table><tr><td>5A</td></tr></table></html>", "web_page"),
    "a damaged workbook": ("t.xlsx", b"PK\x03\x04" + b"\0" * 100, "workbook_broken"),
    "a PDF": ("t.pdf", b"%PDF-1.7 ...", "another_kind"),
    "another file of Untis": ("GPU002.TXT", b'1,"5A"\n', "another_untis_file"),
    "other XML": ("t.xml", b"<?xml version='1.0'?><fet version='6'/>", "not_asc"),
    "a quote that stays open": ("t.csv", ";".join(SHORT).encode() + b'\n"5\xd0\x90;\n', "quote_not_closed"),
    "bytes of no encoding": ("t.csv", ";".join(SHORT).encode() + b"\n\xff\xfe\x98\x81\n", "unknown_encoding"),
}


@pytest.mark.parametrize(("name", "content", "code"), BYTES.values(), ids=BYTES.keys())
def test_another_file_is_named_and_nothing_of_it_is_read(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    rows, problems = read(tmp_path / name)
    assert rows == []
    assert code in [each.code for each in problems.first]
    assert problems.refused
    problems = Problems()
    if code not in ("quote_not_closed", "not_asc"):
        assert recognise(tmp_path / name, problems) is None
        assert problems.refused


def test_a_week_has_no_more_lessons_than_could_be_applied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("channels.timetable_files.imported.MOST_JOINED", 2)
    day = date(2026, 9, 7)
    for numbers, found in ((2, []), (3, ["0 too_many_a_week 2"])):
        problems = Problems()
        gatherer = RowGatherer(problems)
        for number in range(numbers):
            for week in range(3):
                on = day + timedelta(weeks=week)
                row = ImportedRow("t.csv", 3 * number + week, 1, number, ("5А",), from_day=on)
                gatherer.add(replace(row, until_day=on + timedelta(days=1)))
        assert len(gatherer.timetable().rows) == numbers
        assert told(problems) == found


def test_no_more_rows_are_taken_than_a_timetable_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("channels.timetable_files.imported.MOST_ROWS", 2)
    problems = Problems()
    gatherer = RowGatherer(problems)
    for number in (1, 2, 3, 4):
        gatherer.add(ImportedRow("t.csv", number, 1, number, ("5А",)))
    assert len(gatherer.timetable().rows) == 2
    assert told(problems) == ["3 too_many_rows 2"]
