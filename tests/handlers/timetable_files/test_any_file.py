"""Whatever a file holds, reading it ends: with lessons inside the bounds, or with problems that have words."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.roster.model import Problems
from channels.timetable_files.imported import ImportedTimetable
from handlers.timetable_files.asc import read_asc
from handlers.timetable_files.lesson_cells import lessons_in
from handlers.timetable_files.merged_cells import spread
from handlers.timetable_files.read import read_timetable, recognise
from handlers.timetable_files.values import read_day, read_numbers, read_weekday, read_weeks
from handlers.timetable_files.wording import reason
from tests.support.effort import tries

PIECES = st.sampled_from(
    [
        *("5А", "5 «Б»", "11", "пн", "Вторник", "1", "2 урок", "1-2", "8:30", "каб. 305", "305", "зал", "(1)", "(чёт)"),
        *("Математика", "Англ", "Ким Л. А.", "Л. А. Ким", "Класс", "Предмет", "День", "Урок", "Учитель", "№", "-", "/"),
        *(
            " / ",
            "\n",
            ",",
            ";",
            "|",
            "(",
            ")",
            "«",
            '"',
            "'",
            "=",
            "1 из 2",
            "10,01",
            "31.02.2027",
            "\x00",
            "０１",
            "²",
        ),
    ]
)
CELLS = st.lists(PIECES | st.text(max_size=4), max_size=5).map("".join)
ROWS = st.lists(st.lists(CELLS, max_size=9), max_size=9)


def check(timetable: ImportedTimetable, problems: Problems) -> None:
    for row in timetable.rows:
        assert 1 <= row.weekday <= 7
        assert 0 <= row.number <= 20
        assert row.classes
        assert all(len(name) <= 120 for name in (*row.classes, *row.teachers, row.subject, row.room, row.subgroup))
    assert all(reason(each, language) for each in problems.first for language in ("ru", "en"))


@settings(max_examples=tries(150, 3000), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, st.sampled_from([",", ";", "\t"]), st.sampled_from(["t.csv", "GPU001.TXT"]))
def test_any_text_file(tmp_path: Path, rows: list[list[str]], sign: str, name: str) -> None:
    lines = (sign.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    (tmp_path / name).write_text("\n".join(lines), encoding="utf-8", errors="replace")
    problems = Problems()
    check(read_timetable(tmp_path / name, problems), problems)
    recognise(tmp_path / name, Problems())


@settings(max_examples=tries(150, 3000), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"PK\x03\x04", b"<?xml version='1.0'?>", b"<timetable>", b"\xff\xfe"]),
)
def test_any_bytes(tmp_path: Path, content: bytes, head: bytes) -> None:
    (tmp_path / "any").write_bytes(head + content)
    problems = Problems()
    check(read_timetable(tmp_path / "any", problems), problems)
    recognise(tmp_path / "any", Problems())


TAGS = st.sampled_from(
    ["lesson", "card", "class", "subject", "teacher", "classroom", "group", "daysdef", "termsdef", "day"]
)
NAMES = st.sampled_from(
    [
        *("id", "name", "short", "classids", "subjectid", "teacherids", "groupids", "lessonid", "classroomids"),
        *("period", "days", "day", "weeks", "terms", "periodspercard", "entireclass", "classid"),
    ]
)
VALUES = st.sampled_from(
    ["A", "B", "A,B", "", "1", "2", "20", "01", "10", "10000", "01000", "11111", "10,01", "x", "٣", "²"]
)


@settings(max_examples=tries(300, 5000))
@given(st.lists(st.tuples(TAGS, st.dictionaries(NAMES, VALUES, max_size=9)), max_size=12))
def test_any_xml(elements: list[tuple[str, dict[str, str]]]) -> None:
    inside = "".join(
        f"<{tag} {' '.join(f'{name}={value!r}' for name, value in values.items())}/>" for tag, values in elements
    )
    problems = Problems()
    check(read_asc(f"<timetable>{inside}</timetable>".encode(), "t.xml", problems), problems)


@settings(max_examples=tries(300, 5000))
@given(CELLS)
def test_any_cell(text: str) -> None:
    for lesson in lessons_in(text) or []:
        assert lesson.subject
    assert read_weekday(text) in (None, *range(1, 8))
    assert all(0 <= number <= 20 for number in read_numbers(text) or [])
    assert (weeks := read_weeks(text)) is None or max(weeks.which) <= weeks.of <= 8
    assert (day := read_day(text)) is None or 1990 <= day.year < 2200


@given(
    st.lists(st.lists(st.sampled_from(["", "a", "b"]), max_size=4), max_size=4),
    st.lists(st.sampled_from(["A1:B2", "B1:B3", "A2:D2", "C3:A1", "A1", "ZZZ1:ZZZ9", "A9:B9"]), max_size=3),
)
def test_spreading_merged_cells_keeps_the_lines(rows: list[list[str]], merged: list[str]) -> None:
    there = list(enumerate(rows, 1))
    spread_out = list(spread(there, merged))
    assert [line for line, _ in spread_out] == [line for line, _ in there]
    assert all(len(cells) >= len(before) for (_, cells), before in zip(spread_out, rows, strict=True))
