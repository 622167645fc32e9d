"""XML of aSc Timetables: days and weeks as bits, double lessons, groups, terms; and whatever is wrong with a file."""

from typing import Any

import pytest

from channels.roster.model import Problems
from channels.timetable_files.imported import EVERY, CycleWeeks, ImportedRow, ImportedTimetable
from handlers.timetable_files.asc import read_asc
from handlers.timetable_files.wording import reason

FILE = "asctt.xml"
FIRST, SECOND = CycleWeeks(2, frozenset({1})), CycleWeeks(2, frozenset({2}))
NAMES = """
<daysdefs>
  <daysdef id="D0" name="Любой день" short="X" days="10000,01000,00100,00010,00001"/>
  <daysdef id="D1" name="Понедельник" short="Пн" days="10000"/>
</daysdefs>
<weeksdefs><weeksdef id="W0" name="Любая" weeks="10,01"/><weeksdef id="W1" name="A" weeks="10"/></weeksdefs>
<termsdefs><termsdef id="Y" name="Весь год" short="Год" terms="1"/></termsdefs>
<subjects><subject id="PE" name="Физкультура" short="Физ"/><subject id="EN" name="Английский" short="Англ"/></subjects>
<teachers>
  <teacher id="T1" firstname="П.А." lastname="Лебедев" name="Лебедев П.А." short="ЛЕБ"/>
  <teacher id="T2" firstname="Лилия" lastname="Ким" short="КИМ"/>
</teachers>
<classrooms><classroom id="R1" name="305" short="305"/><classroom id="R2" name="зал" short="зал"/></classrooms>
<classes><class id="C1" name="5А" short="5А"/><class id="C2" name="5Б" short="5Б"/></classes>
<groups>
  <group id="G0" name="Весь класс" classid="C1" entireclass="1" divisiontag="0"/>
  <group id="G1" name="1 группа" classid="C1" entireclass="0" divisiontag="1"/>
  <group id="G2" name="Девочки" classid="C1" entireclass="0" divisiontag="2"/>
  <group id="G3" name="Девочки" classid="C2" entireclass="0" divisiontag="2"/>
</groups>
"""


def attributes(values: dict[str, Any]) -> str:
    return " ".join(f'{name}="{value}"' for name, value in values.items())


def lesson(**changed: str) -> str:
    values = {"id": "L1", "classids": "C1", "subjectid": "PE", "periodspercard": "1", "teacherids": "T1"}
    return f"<lesson {attributes({**values, 'groupids': 'G0', 'classroomids': 'R1', **changed})}/>"


def card(**changed: str) -> str:
    values = {"lessonid": "L1", "classroomids": "R1", "period": "2", "weeks": "1", "terms": "1", "days": "10000"}
    return f"<card {attributes({**values, **changed})}/>"


def xml(lessons: str, cards: str, names: str = NAMES, options: str = "") -> str:
    return f'<timetable options="{options}">{names}<lessons>{lessons}</lessons><cards>{cards}</cards></timetable>'


def read(text: str | bytes) -> tuple[ImportedTimetable, Problems]:
    problems = Problems()
    return read_asc(text.encode() if isinstance(text, str) else text, FILE, problems), problems


def rows_of(lessons: str, *cards: str) -> list[ImportedRow]:
    timetable, problems = read(xml(lessons, "".join(cards)))
    assert problems.first == []
    return timetable.rows


def test_a_card_is_a_lesson_with_all_that_the_file_says_of_it() -> None:
    line = NAMES.count("\n") + 1
    assert rows_of(lesson(), card()) == [
        ImportedRow(FILE, line, 1, 2, ("5А",), "Физкультура", ("Лебедев П.А.",), "305", lesson="L1")
    ]


@pytest.mark.parametrize(
    ("weeks", "meant"), [("10", FIRST), ("01", SECOND), ("11", EVERY), ("10,01", EVERY), ("1", EVERY), ("", EVERY)]
)
def test_weeks_are_read_by_their_bits(weeks: str, meant: CycleWeeks) -> None:
    [row] = rows_of(lesson(), card(weeks=weeks))
    assert row.weeks == meant


def test_one_card_in_week_a_and_one_in_week_b_are_one_lesson() -> None:
    [row] = rows_of(lesson(), card(weeks="10"), card(weeks="01"))
    assert row.weeks == EVERY


def test_a_double_lesson_is_two_hours_whether_it_has_one_card_or_two() -> None:
    double = lesson(periodspercard="2")
    assert [row.number for row in rows_of(double, card(period="4"))] == [4, 5]
    assert [row.number for row in rows_of(double, card(period="4"), card(period="5"))] == [4, 5]
    mornings = [card(period=str(n)) for n in (1, 2, 3, 4)]
    assert [row.number for row in rows_of(double, *mornings)] == [1, 2, 3, 4]
    assert [row.number for row in rows_of(double, card(period="1"), card(period="5"))] == [1, 2, 5, 6]


def test_days_are_bits_and_several_bits_are_several_lessons() -> None:
    assert [row.weekday for row in rows_of(lesson(), card(days="00010"))] == [4]
    assert [row.weekday for row in rows_of(lesson(), card(days="10001"))] == [1, 5]


def test_a_week_that_begins_on_sunday_is_read_by_the_names_of_its_days() -> None:
    days = "".join(
        f'<daysdef id="{n}" name="{name}" days="{"0" * n + "1" + "0" * (4 - n)}"/>'
        for n, name in enumerate(["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday"])
    )
    timetable, _ = read(xml(lesson(), card(days="10000") + card(days="01000"), f"{NAMES}<daysdefs>{days}</daysdefs>"))
    assert [row.weekday for row in timetable.rows] == [7, 1]


@pytest.mark.parametrize(("options", "day"), [("", "2"), ("idprefix:X,daynumbering1", "3")])
def test_the_older_form_counts_its_days_from_nought_or_from_one(options: str, day: str) -> None:
    names = NAMES.replace("<daysdef ", "<nothing ")
    timetable, problems = read(xml(lesson(), f'<card lessonid="L1" day="{day}" period="2"/>', names, options))
    assert [row.weekday for row in timetable.rows] == [3]
    assert problems.first == []


def test_a_group_is_a_subgroup_and_the_whole_class_is_none() -> None:
    [half] = rows_of(lesson(groupids="G1"), card())
    assert half.subgroup == "1 группа"
    [stream] = rows_of(lesson(groupids="G2,G3", classids="C1,C2"), card())
    assert (stream.subgroup, stream.classes) == ("Девочки", ("5А", "5Б"))


def test_a_teacher_without_a_full_name_is_named_by_the_two_parts() -> None:
    [row] = rows_of(lesson(teacherids="T1,T2"), card())
    assert row.teachers == ("Лебедев П.А.", "Ким Лилия")


def test_lessons_of_one_term_are_told_apart() -> None:
    halves = '<termsdef id="1" name="I полугодие" terms="10"/><termsdef id="2" name="II полугодие" terms="01"/>'
    names = NAMES.replace('<termsdef id="Y" name="Весь год" short="Год" terms="1"/>', halves)
    cards = card(terms="10") + card(terms="01", period="3") + card(terms="11", period="4")
    timetable, _ = read(xml(lesson(), cards, names))
    assert timetable.terms == ("I полугодие", "II полугодие")
    assert [row.number for row in timetable.in_term(1)] == [2, 4]
    assert [row.number for row in timetable.in_term(2)] == [3, 4]


def test_a_file_in_windows_1251_is_read_as_it_says() -> None:
    text = '<?xml version="1.0" encoding="windows-1251"?>\n' + xml(lesson(), card())
    timetable, problems = read(text.encode("cp1251"))
    assert timetable.rows[0].subject == "Физкультура"
    assert problems.first == []


BOMB = '<!DOCTYPE t [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n' + xml(lesson(), card(), "&b;")
OUTSIDE = '<!DOCTYPE t SYSTEM "file:///etc/passwd">\n' + xml(lesson(), card())
CARDS = NAMES.count("\n") + 1
DIRTY = {
    "not a word of it": ("1 not_xml syntax error", True),
    xml(lesson(), card())[:-40]: (f"{CARDS} not_xml unclosed token", True),
    "<rss><channel/></rss>": ("1 not_asc rss", True),
    BOMB: ("1 xml_doctype", True),
    OUTSIDE: ("1 xml_doctype", True),
    "<timetable>" + "<a>" * 30 + "</a>" * 30 + "</timetable>": ("1 xml_too_large", True),
    xml(lesson(), card(lessonid="L9") + card()): (f"{CARDS} unknown_id L9", True),
    xml(lesson(teacherids="T9"), card()): (f"{CARDS} unknown_id T9", True),
    xml(lesson(), card(classroomids="R9")): (f"{CARDS} unknown_id R9", True),
    xml(lesson(groupids="G9"), card()): (f"{CARDS} unknown_id G9", True),
    xml(lesson(), card(days="00000010")): (f"{CARDS} not_a_weekday 00000010", True),
    xml(lesson(), card(period="I")): (f"{CARDS} not_a_number I", True),
    xml(lesson(), card(weeks="00")): (f"{CARDS} not_weeks 00", True),
    xml(lesson(), card(weeks="1" * 9 + "0")): (f"{CARDS} cycle_too_long 4", True),
    xml(lesson(), card(days="")): (f"{CARDS} not_placed L1", False),
    xml(lesson(), card(days="10000,01000")): (f"{CARDS} not_placed L1", False),
    xml(lesson(), ""): (f"{CARDS} not_placed L1 Физкультура", False),
    xml(lesson(classids=""), card()): (f"{CARDS} nobody_taught Физкультура", False),
    xml(lesson(), card(classroomids="R2,R1")): (f"{CARDS} several_rooms зал, 305 зал", False),
    xml(lesson(), card() + card()): (f"{CARDS} row_repeated {CARDS}", False),
    '<?xml version="1.0" encoding="klingon"?>' + xml(lesson(), card()): ("1 not_xml unknown encoding: klingon", True),
}


@pytest.mark.parametrize(("text", "expected"), DIRTY.items())
def test_what_is_wrong_is_told_with_its_line_in_both_languages(text: str, expected: tuple[str, bool]) -> None:
    _, problems = read(text)
    first = problems.first[0]
    assert (" ".join([str(first.line), first.code, *filter(None, first.data)]), problems.refused) == expected
    assert len(problems.first) == 1
    for language in ("ru", "en"):
        assert "{" not in reason(first, language)


def test_what_a_broken_file_said_before_is_not_taken() -> None:
    timetable, problems = read(xml(lesson(), card())[:-20])
    assert timetable.rows == []
    assert problems.refused
