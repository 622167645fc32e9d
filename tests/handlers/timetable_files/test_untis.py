"""GPU001.TXT of Untis: lines become lessons, couplings are one lesson, and every oddity is told with its line."""

import csv
import io

import pytest

from channels.roster.model import Level, Problems
from channels.timetable_files.imported import EVERY, CycleWeeks, ImportedRow
from handlers.timetable_files.untis import read_gpu001
from handlers.timetable_files.wording import WORDING, reason

FILE = "GPU001.TXT"
FIRST, SECOND = CycleWeeks(2, frozenset({1})), CycleWeeks(2, frozenset({2}))


def read(text: str) -> tuple[list[ImportedRow], Problems]:
    problems = Problems()
    rows = enumerate(csv.reader(io.StringIO(text)), 1)
    return read_gpu001(rows, FILE, problems).rows, problems


def told(problems: Problems) -> list[str]:
    return [" ".join([f"{each.line}", each.code, *each.data]) for each in problems.first]


def test_a_line_is_a_lesson_with_all_that_the_file_says_of_it() -> None:
    rows, problems = read('17,"5А","ЛЕБ","Физика","212",3,2,,\n')
    assert rows == [ImportedRow(FILE, 1, 3, 2, ("5А",), "Физика", ("ЛЕБ",), "212", lesson="17")]
    assert problems.first == []


def test_a_stream_of_two_classes_is_one_lesson() -> None:
    [row], _ = read('4,"8А","СОМ","Физкультура","зал",1,6,,\n4,"8Б","СОМ","Физкультура","зал",1,6,,\n')
    assert (row.classes, row.teachers, row.line) == (("8А", "8Б"), ("СОМ",), 1)


def test_two_teachers_in_one_room_teach_one_lesson() -> None:
    [row], _ = read('4,"7В","РЯБ","Алгебра","305",1,1,,\n4,"7В","ЖУК","Алгебра","305",1,1,,\n')
    assert row.teachers == ("РЯБ", "ЖУК")


def test_groups_in_two_rooms_are_two_lessons_of_one_number() -> None:
    rows, _ = read('9,"5А","КИМ","Английский","117",2,4,,\n9,"5А","СМИ","Английский","119",2,4,,\n')
    assert [(row.teachers, row.room, row.lesson) for row in rows] == [(("КИМ",), "117", "9"), (("СМИ",), "119", "9")]


def test_the_same_lesson_at_two_bells_stays_two() -> None:
    rows, _ = read('9,"5А","КИМ","Труд","2",2,4,,\n9,"5А","КИМ","Труд","2",2,5,,\n')
    assert [row.number for row in rows] == [4, 5]


@pytest.mark.parametrize(
    ("written", "weeks"),
    [("", EVERY), ("A", FIRST), ("B", SECOND), ("WA", EVERY), ("10", FIRST), ("01", SECOND), ("11", EVERY)],
)
def test_weeks_in_the_ninth_value_are_read(written: str, weeks: CycleWeeks) -> None:
    [row], problems = read(f'1,"5А","КИМ","Черчение","7",5,6,,"{written}"\n')
    assert row.weeks == weeks
    assert problems.first == []


def test_one_lesson_in_week_a_and_in_week_b_is_held_every_week_and_not_doubled() -> None:
    [row], problems = read('1,"5А","КИМ","Труд","7",5,6,,A\n1,"5А","КИМ","Труд","7",5,6,,B\n')
    assert row.weeks == EVERY
    assert problems.first == []


def test_a_lesson_without_a_subject_stays() -> None:
    [row], problems = read('30,"5А","КИМ","","",5,1,,\n')
    assert (row.subject, row.room) == ("", "")
    assert problems.first == []


DIRTY = {
    "1,5А,КИМ,Труд\n": "1 values_in_line 4 7",
    '1,"5А","КИМ","Труд","7",8,1,,\n': "1 not_a_weekday 8",
    '1,"5А","КИМ","Труд","7",Пн,1,,\n': "1 not_a_weekday Пн",
    '1,"5А","КИМ","Труд","7",1,21,,\n': "1 not_a_number 21",
    '1,"5А","КИМ","Труд","7",1,1a,,\n': "1 not_a_number 1a",
    '1,"5А","КИМ","Труд","7",1,1,,WX\n': "1 not_weeks WX",
    '1,"5А","КИМ","Труд","7",0,1,,\n': "1 not_placed 1 Труд",
    '1,"5А","КИМ","Труд","7",1,,,\n': "1 not_placed 1 Труд",
    '1,"","КИМ","Дежурство","7",1,1,,\n': "1 nobody_taught Дежурство",
    '1,"5А","КИМ","Труд","7",1,1,,\n1,"5А","КИМ","Труд","7",1,1,,\n': "2 row_repeated 1",
    f'1,"5А","КИМ","{"Т" * 121}","7",1,1,,\n': "1 value_too_long 120",
    "\x00\x01\n": "1 values_in_line 1 7",
}


@pytest.mark.parametrize(("text", "first"), DIRTY.items())
def test_what_is_wrong_is_told_with_its_line_in_both_languages_and_the_rest_is_read(text: str, first: str) -> None:
    good = '8,"6Б","ЖУК","Химия","9",4,4,,\n'
    rows, problems = read(text + good)
    assert told(problems) == [first]
    assert "6Б" in rows[-1].classes
    for language in ("ru", "en"):
        assert "{" not in reason(problems.first[0], language)
    left_out = {"not_placed", "nobody_taught", "row_repeated"}
    assert problems.refused is (problems.first[0].code not in left_out)
    assert WORDING[problems.first[0].code][0] != WORDING[problems.first[0].code][1]


def test_a_file_of_nothing_has_no_lessons_and_no_faults() -> None:
    assert read("") == ([], Problems())


def test_only_so_many_faults_are_kept_and_all_are_counted() -> None:
    _, problems = read("x\n" * 1500)
    assert (len(problems.first), problems.counts[Level.ERROR]) == (1000, 1500)
