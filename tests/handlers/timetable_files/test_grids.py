"""Timetables as they hang in schools: classes beside each other, and cells in which everything stands together."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from channels.roster.model import Problems
from channels.timetable_files.imported import EVERY, CycleWeeks, ImportedRow
from handlers.timetable_files.class_grid import class_columns
from handlers.timetable_files.lesson_cells import CellLesson, lessons_in
from handlers.timetable_files.read import FileKind, read_timetable, recognise
from handlers.timetable_files.wording import reason
from tests.support.tables import workbook

FIRST, SECOND = CycleWeeks(2, frozenset({1})), CycleWeeks(2, frozenset({2}))

# Cells

MATHS = CellLesson("Математика", ("Рябова М. И.",), "305")


@pytest.mark.parametrize(
    "cell",
    [
        "Математика / Рябова М. И. / 305",
        "Математика/Рябова М. И./305",
        "Математика | Рябова М. И. | 305",
        "Математика\nРябова М. И.\n305",
        "Математика\nРябова М. И. 305",
        "Математика, Рябова М. И., 305",
        "Математика Рябова М. И. 305",
        "Математика (Рябова М. И.) 305",
        "Математика / 305 / Рябова М. И.",
    ],
)
def test_a_lesson_is_the_same_however_its_cell_is_written(cell: str) -> None:
    assert lessons_in(cell) == [MATHS]


@pytest.mark.parametrize(
    ("cell", "lessons"),
    [
        ("", []),
        ("—", []),
        ("окно", []),
        ("Разговоры о важном", [CellLesson("Разговоры о важном")]),
        ("История\n214", [CellLesson("История", (), "214")]),
        ("Русский язык каб. 12а", [CellLesson("Русский язык", (), "каб. 12а")]),
        ("Физкультура / Сом Т. М. / спортзал", [CellLesson("Физкультура", ("Сом Т. М.",), "спортзал")]),
        ("Математика / Рябова / 305", [CellLesson("Математика", ("Рябова",), "305")]),
        ("Музыка / Ким Л.А., Жук А.А. / 5", [CellLesson("Музыка", ("Ким Л.А.", "Жук А.А."), "5")]),
        ("Укр.м./Чит.", [CellLesson("Укр.м./Чит.")]),
        ("Информатика, 1", [CellLesson("Информатика", subgroup="1")]),
        ("Химия 1 гр. / Ким Л.А.", [CellLesson("Химия", ("Ким Л.А.",), subgroup="1 гр.")]),
        ("Труд (нечёт)", [CellLesson("Труд", weeks=FIRST)]),
        ("Труд (2-я нед.) / Ким Л.А. / 5", [CellLesson("Труд", ("Ким Л.А.",), "5", weeks=SECOND)]),
        ("Черчение (нечёт)\nТруд (чёт)", [CellLesson("Черчение", weeks=FIRST), CellLesson("Труд", weeks=SECOND)]),
        (
            "Труд (дев.) / Ким Л.А. / 5\nТруд (мал.) / Жук И. И. / мастерская",
            [
                CellLesson("Труд", ("Ким Л.А.",), "5", "дев."),
                CellLesson("Труд", ("Жук И. И.",), "мастерская", "мал."),
            ],
        ),
        (
            "Английский язык\nКим Л.А./Смит О.Д.\n117/119",
            [CellLesson("Английский язык", ("Ким Л.А.",), "117"), CellLesson("Английский язык", ("Смит О.Д.",), "119")],
        ),
    ],
)
def test_a_cell_has_none_one_or_several_lessons(cell: str, lessons: list[CellLesson]) -> None:
    assert lessons_in(cell) == lessons


@pytest.mark.parametrize(
    "cell", ["ОБЖ / Зуев П. П. / 1 / 2", "а\n" * 3 + "\n".join("бвгдежзийклмн"), "а\nб\nв\nг\nд\nе"]
)
def test_a_cell_that_makes_no_sense_is_not_guessed(cell: str) -> None:
    assert lessons_in(cell) is None


# Headings


@pytest.mark.parametrize(
    ("cells", "classes"),
    [
        (["День", "Урок", "5А", "5Б"], ["5А", "5Б"]),
        (["", "", "5 «А»", "10 (ФМ)", "11-Т", "9 класс"], ["5 «А»", "10 (ФМ)", "11-Т", "9 класс"]),
        (["№", "5А", "каб.", "5Б", "каб."], ["5А", "5Б"]),
        (["Урок", "5А"], ["5А"]),
        (["", "5А"], []),  # one class without a word beside it may be anything
        (["1 смена", "2 смена"], []),
        (["1 урок", "2 урок"], []),
        (["11 января", "12 января"], []),
        (["1", "2", "3"], []),
        (["Понедельник", "8:30", "Математика"], []),
    ],
)
def test_a_row_of_classes_is_told_from_other_rows(cells: Sequence[str], classes: list[str]) -> None:
    assert [name for _, name in class_columns(cells)] == classes


# Sheets


def read(path: Path) -> tuple[list[ImportedRow], Problems]:
    problems = Problems()
    return read_timetable(path, problems).rows, problems


def grid(path: Path, rows: Sequence[Sequence[Any]], *merged: str) -> Path:
    workbook(path, {"с": rows})
    if merged:
        book = load_workbook(path)
        for place in merged:
            book["с"].merge_cells(place)
        book.save(path)
    return path


def shown(rows: list[ImportedRow]) -> list[str]:
    return [
        f"{row.line}: {row.weekday}-{row.number} {'+'.join(row.classes)} {row.subject}"
        + (f" {'+'.join(row.teachers)}" if row.teachers else "")
        + (f" {row.room}" if row.room else "")
        for row in rows
    ]


HEAD = ["День", "Урок", "Время", "5А", "5Б"]


def test_each_cell_is_a_lesson_of_its_class_day_and_number(tmp_path: Path) -> None:
    path = grid(
        tmp_path / "t.xlsx",
        [
            ["РАСПИСАНИЕ УРОКОВ на II полугодие"],
            HEAD,
            ["Понедельник", 1, "8:30-9:15", "Математика / Рябова М. И. / 305", "История / Зуев П. П. / 214"],
            ["", 2, "9:25-10:10", "", "Математика / Рябова М. И. / 305"],
            ["Вторник", 1, "8:30-9:15", "Русский язык / Осипова Е. В. / 214", "-"],
        ],
    )
    rows, problems = read(path)
    assert shown(rows) == [
        "3: 1-1 5А Математика Рябова М. И. 305",
        "3: 1-1 5Б История Зуев П. П. 214",
        "4: 1-2 5Б Математика Рябова М. И. 305",
        "5: 2-1 5А Русский язык Осипова Е. В. 214",
    ]
    assert problems.first == []
    recognised = recognise(path, Problems())
    assert recognised is not None
    assert recognised.kind is FileKind.GRID


def test_a_text_file_may_be_a_grid_as_well(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('День;Урок;5А;5Б\nпн;1;"Математика\nРябова М. И.\n305";\n;2;;Химия\n', encoding="cp1251")
    assert shown(read(path)[0]) == ["2: 1-1 5А Математика Рябова М. И. 305", "5: 1-2 5Б Химия"]


def test_subject_teacher_and_room_may_be_rows_of_their_own(tmp_path: Path) -> None:
    rows, _ = read(
        grid(
            tmp_path / "t.xlsx",
            [
                HEAD,
                ["вт", 1, "", "Математика", "Химия"],
                ["", "", "", "Рябова М. И.", "Ким Л. А."],
                ["", "", "", 305, 9],
                ["", 2, "", "Физика", ""],
            ],
            "B2:B4",
        )
    )
    assert shown(rows) == [
        "2: 2-1 5А Математика Рябова М. И. 305",
        "2: 2-1 5Б Химия Ким Л. А. 9",
        "5: 2-2 5А Физика",
    ]


def test_rooms_may_be_a_column_beside_each_class(tmp_path: Path) -> None:
    head = ["", "№", "5А", "каб.", "5Б", "каб."]
    cells = ["пн", 1, "Математика", 305, "Англ / Ким Л.А.\nАнгл / Смит О.Д.", "117/119"]
    assert shown(read(grid(tmp_path / "t.xlsx", [head, cells]))[0]) == [
        "2: 1-1 5А Математика 305",
        "2: 1-1 5Б Англ Ким Л.А. 117",
        "2: 1-1 5Б Англ Смит О.Д. 119",
    ]


def test_a_class_merged_over_the_column_of_its_rooms_is_one(tmp_path: Path) -> None:
    head = ["", "№", "5А", "", "5Б", ""]
    path = grid(tmp_path / "t.xlsx", [head, ["пн", 1, "Химия", 305, "Труд", 2]], "C1:D1", "E1:F1")
    assert shown(read(path)[0]) == ["2: 1-1 5А Химия 305", "2: 1-1 5Б Труд 2"]


def test_a_lesson_merged_over_two_classes_is_a_stream(tmp_path: Path) -> None:
    path = grid(tmp_path / "t.xlsx", [HEAD, ["пн", 6, "", "Физкультура / Сом Т. М. / зал", ""]], "D2:E2")
    assert shown(read(path)[0]) == ["2: 1-6 5А+5Б Физкультура Сом Т. М. зал"]


def test_a_lesson_merged_over_two_bells_is_two_hours(tmp_path: Path) -> None:
    path = grid(tmp_path / "t.xlsx", [HEAD, ["пн", 5, "", "Труд", ""], ["", 6, "", "", ""]], "D2:D3", "A2:A3")
    assert shown(read(path)[0]) == ["2: 1-5 5А Труд", "3: 1-6 5А Труд"]


def test_weekdays_may_be_rows_of_their_own_and_two_shifts_two_grids(tmp_path: Path) -> None:
    rows, problems = read(
        grid(
            tmp_path / "t.xlsx",
            [
                ["Урок", "5А", "5Б"],
                ["П О Н Е Д Е Л Ь Н И К"],
                ["1 урок", "Химия", "Труд"],
                ["Вторник, 12 января"],
                ["1.", "Труд", ""],
                ["2 смена"],
                ["Урок", "6А", "6Б"],
                ["СРЕДА"],
                ["7", "Физика", "Химия"],
            ],
            "A2:C2",
        )
    )
    assert shown(rows) == ["3: 1-1 5А Химия", "3: 1-1 5Б Труд", "5: 2-1 5А Труд", "9: 3-7 6А Физика", "9: 3-7 6Б Химия"]
    assert problems.first == []


def test_subgroups_and_weeks_of_a_cell_are_kept(tmp_path: Path) -> None:
    [one, two] = read(
        grid(tmp_path / "t.xlsx", [HEAD, ["пн", 1, "", "Труд (дев.) / Ким Л.А.\nТруд 2 нед. / Жук И.И.", ""]])
    )[0]
    assert (one.subgroup, one.weeks) == ("дев.", EVERY)
    assert (two.subgroup, two.weeks) == ("", SECOND)


DIRTY: dict[str, tuple[list[list[Any]], list[str]]] = {
    "too much in a cell": (
        [HEAD, ["пн", 1, "", "ОБЖ / Зуев П. П. / 1 / 2", ""]],
        ["2 5А cell_unclear ОБЖ / Зуев П. П. / 1 / 2"],
    ),
    "no number": ([HEAD, ["пн", "", "", "Химия", ""]], ["2 5А lesson_without_number Химия"]),
    "no weekday": ([HEAD, ["", 1, "", "", "Химия"]], ["2 5Б lesson_without_day Химия"]),
    "an error of Excel": ([HEAD, ["пн", 1, "", "#REF!", ""]], ["2 D cell_has_error #REF!"]),
    "a formula that was never computed": ([HEAD, ["пн", 1, "", "=A1", ""]], ["2 D formula_without_value"]),
    "a name too long": ([HEAD, ["пн", 1, "", "Х" * 121, ""]], ["2 subject value_too_long 120"]),
    "a bell too many": ([HEAD, ["пн", 21, "", "Химия", ""]], ["2 5А lesson_without_number Химия"]),
    "a number that is none after one that is": (
        [HEAD, ["пн", 1, "", "Химия", ""], ["", "З", "", "Физика", ""]],
        ["3 5А not_a_number З"],
    ),
    "the same grid twice": (
        [HEAD, ["пн", 1, "", "Химия", ""], HEAD, ["пн", 1, "", "Химия", ""]],
        ["4  row_repeated 2"],
    ),
    "an empty grid": ([HEAD, ["пн", 1, "", "", ""]], ["0  no_lessons"]),
    "no classes": ([["День", "Время"], ["пн", "8:30"]], ["0  layout_unknown"]),
}


@pytest.mark.parametrize(("lines", "expected"), DIRTY.values(), ids=DIRTY.keys())
def test_what_is_wrong_is_told_with_line_and_class_in_both_languages(
    tmp_path: Path, lines: list[list[Any]], expected: list[str]
) -> None:
    path = grid(tmp_path / "t.xlsx", lines)
    if "#REF!" in str(lines):
        book = load_workbook(path)
        book["с"]["D2"].data_type = "e"
        book.save(path)
    _, problems = read(path)
    told = [f"{each.line} {each.column} {each.code} {' '.join(each.data)}".rstrip() for each in problems.first]
    assert told[: len(expected)] == expected
    assert all("{" not in reason(each, language) for each in problems.first for language in ("ru", "en"))
