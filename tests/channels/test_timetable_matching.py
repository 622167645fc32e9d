"""Names of a timetable's file and of the school: what is one, what is asked, and that nobody is taken for another."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.timetable_files.imported import EVERY, CycleWeeks, ImportedRow
from channels.timetable_files.matching import Matching, NewCourse, match_names
from channels.timetable_files.names import (
    class_key,
    fits_person,
    fits_subject,
    folded,
    has_initials,
    room_key,
    subgroup_key,
)
from channels.timetable_files.school_names import (
    Answers,
    How,
    Named,
    NamedCourse,
    NamedTeacher,
    NameKind,
    Question,
    SchoolNames,
    full_name,
)
from tests.support.effort import tries

LEBEDEV = NamedTeacher(1, "Лебедев", "Пётр", "Алексеевич")
LEBEDEVA = NamedTeacher(2, "Лебедева", "Нина", "Сергеевна")
KIM = NamedTeacher(3, "Ким", "Лилия", "Андреевна")
SMITH = NamedTeacher(4, "Смит", "Оливер")
MATHS, ALGEBRA, ENGLISH, PE = 10, 11, 12, 13
FIVE_A, FIVE_B, ELEVEN = 20, 21, 22
WHOLE = NamedCourse(40, MATHS, frozenset({FIVE_A}), "", frozenset({LEBEDEV.id}))
HALF_1 = NamedCourse(41, ENGLISH, frozenset({FIVE_A}), "1 группа", frozenset({KIM.id}))
HALF_2 = NamedCourse(42, ENGLISH, frozenset({FIVE_A}), "2 группа", frozenset({SMITH.id}))
STREAM = NamedCourse(43, PE, frozenset({FIVE_A, FIVE_B}), "", frozenset({LEBEDEVA.id}))
SCHOOL = SchoolNames(
    classes=[Named(FIVE_A, "5А"), Named(FIVE_B, "5Б"), Named(ELEVEN, "11")],
    subjects=[
        Named(MATHS, "Математика"),
        Named(ALGEBRA, "Алгебра"),
        Named(ENGLISH, "Английский язык", ("Англ",)),
        Named(PE, "Физическая культура"),
    ],
    teachers=[LEBEDEV, LEBEDEVA, KIM, SMITH],
    rooms=[Named(30, "305"), Named(31, "Спортзал"), Named(32, "305_")],
    courses=[WHOLE, HALF_1, HALF_2, STREAM],
)
ROW = ImportedRow("t.csv", 2, 1, 2, ("5А",), "Математика", ("Лебедев П.А.",), "305")


def match(*rows: ImportedRow, answers: Answers | None = None, school: SchoolNames = SCHOOL) -> Matching:
    return match_names(rows, school, answers or {})


def asked(matching: Matching) -> Mapping[str, tuple[int, ...]]:
    assert matching.rows == []
    return {doubt.written: doubt.candidates for doubt in matching.doubts}


@pytest.mark.parametrize("name", ["5А", "5A", "5 а", "5-A", "5 «А»", "5а класс", "5 кл. А"])
def test_a_class_is_one_however_it_is_written(name: str) -> None:
    assert class_key(name) == class_key("5А")


@pytest.mark.parametrize(("one", "other"), [("1-1", "11"), ("5А", "5Б"), ("10А", "1А"), ("5А", "5АБ")])
def test_two_classes_stay_two(one: str, other: str) -> None:
    assert class_key(one) != class_key(other)


@pytest.mark.parametrize("name", ["305", "каб. 305", "Каб.305", "кабинет № 305", "№305", "room 305"])
def test_a_room_is_one_however_it_is_written(name: str) -> None:
    assert room_key(name) == room_key("305")


@pytest.mark.parametrize("name", ["1", "1 группа", "1-я подгруппа", "гр. 1", "Group 1", "1 гр"])
def test_a_subgroup_is_one_however_it_is_written(name: str) -> None:
    assert subgroup_key(name) == "1"


@pytest.mark.parametrize(
    "name",
    [
        "Лебедев Пётр Алексеевич",
        "лебедев петр алексеевич",
        "Лебедев П.А.",
        "Лебедев П. А",
        "П. А. Лебедев",
        "Пётр Алексеевич Лебедев",
        "Лебедев Пётр",
        "Лебедев П.",
        "Лебедев",
        "Пётр Алексеевич",
        "Лeбедев П.A.",  # with two Latin letters
    ],
)
def test_a_teacher_is_found_by_any_form_of_the_name(name: str) -> None:
    assert fits_person(name, "Лебедев", "Пётр", "Алексеевич")


@pytest.mark.parametrize(
    "name", ["Лебедев А.П.", "Лебедев И.", "Лебедева П.А.", "ЛЕБ", "Пётр", "Лебедев Павел", "", "П.А."]
)
def test_another_name_is_not_that_teachers(name: str) -> None:
    assert not fits_person(name, "Лебедев", "Пётр", "Алексеевич")


@pytest.mark.parametrize(
    ("written", "fits"),
    [("матем.", True), ("мат", True), ("ма", False), ("математика и физика", False), ("физика", False)],
)
def test_a_subject_fits_by_the_beginning_of_each_word(written: str, fits: bool) -> None:
    assert fits_subject(written, "Математика") is fits
    assert fits_subject("рус. яз.", "Русский язык")


def test_a_row_is_matched_with_its_course_and_its_room() -> None:
    [row] = match(ROW).rows
    assert (row.course, row.weekday, row.number, row.room, row.line) == (WHOLE.id, 1, 2, 30, 2)
    assert match(ROW).doubts == []


def test_how_a_name_was_read_is_told_where_it_is_not_written_as_the_school_writes_it() -> None:
    readings = match(replace(ROW, classes=("5A",)), replace(ROW, classes=("5A",), number=3)).readings  # a Latin A
    assert [(each.written, each.id, each.how, each.lines) for each in readings] == [
        ("5A", FIVE_A, How.EXACT, 2),
        ("Лебедев П.А.", LEBEDEV.id, How.ONLY, 2),
    ]


def test_an_abbreviation_of_two_teachers_is_asked_with_both() -> None:
    assert asked(match(replace(ROW, teachers=("ЛЕБ",)))) == {"ЛЕБ": (LEBEDEV.id, LEBEDEVA.id)}


def test_a_new_teacher_is_never_taken_for_the_one_whose_name_is_alike() -> None:
    school = replace(SCHOOL, teachers=[LEBEDEVA, KIM])
    assert asked(match(ROW, school=school)) == {"Лебедев П.А.": (LEBEDEVA.id,)}


def test_of_two_teachers_of_the_same_name_neither_is_taken() -> None:
    twin = replace(LEBEDEV, id=9)
    school = replace(SCHOOL, teachers=[LEBEDEV, twin])
    full = replace(ROW, teachers=("Лебедев Пётр Алексеевич",))
    assert asked(match(full, school=school)) == {"Лебедев Пётр Алексеевич": (1, 9)}


@pytest.mark.parametrize("name", ["Лебедев", "Лебедев П."])
def test_a_name_that_fits_two_is_asked_with_both(name: str) -> None:
    school = replace(SCHOOL, teachers=[LEBEDEV, replace(LEBEDEV, id=9, given="Павел")])
    assert asked(match(replace(ROW, teachers=(name,)), school=school)) == {name: (1, 9)}


def test_a_person_stored_with_an_initial_is_not_taken_where_another_fits_it() -> None:
    school = replace(SCHOOL, teachers=[replace(LEBEDEV, given="П", middle=""), replace(LEBEDEV, id=9)])
    assert asked(match(replace(ROW, teachers=("Лебедев П.",)), school=school)) == {"Лебедев П.": (1, 9)}
    assert asked(match(replace(ROW, teachers=("Лебедев П",)), school=school)) == {"Лебедев П": (1, 9)}


def test_an_answer_is_used_for_all_lines_and_for_the_next_files() -> None:
    rows = [replace(ROW, teachers=("ЛЕБ",), number=n, line=n) for n in (1, 2, 3)]
    first = match(*rows)
    [doubt] = first.doubts
    assert (doubt.lines, doubt.places, first.waiting) == (3, [("t.csv", 1), ("t.csv", 2), ("t.csv", 3)], 3)
    second = match(*rows, answers={doubt.question: LEBEDEV.id})
    assert (len(second.rows), second.doubts) == (3, [])
    third = match(*rows, answers=second.answers)
    assert (third.rows, third.doubts, third.answers) == (second.rows, [], second.answers)


def test_an_answer_whose_target_is_gone_is_asked_again_and_not_kept() -> None:
    row = replace(ROW, teachers=("ЛЕБ",))
    answers = {Question(NameKind.TEACHER, "ЛЕБ"): 99}
    matching = match(row, answers=answers)
    assert asked(matching) == {"ЛЕБ": (LEBEDEV.id, LEBEDEVA.id)}
    assert matching.answers == {}


def test_an_answer_never_stands_before_the_name_that_the_school_itself_writes() -> None:
    answers = {Question(NameKind.CLASS, "5А"): FIVE_B}
    [row] = match(ROW, answers=answers).rows
    assert row.course == WHOLE.id


def test_a_vacancy_is_nobody_and_the_lesson_stays() -> None:
    row = replace(ROW, teachers=("Вакансия",))
    [doubt] = match(row).doubts
    [matched] = match(row, answers={doubt.question: None}).rows
    assert matched.course == WHOLE.id


def test_a_class_that_is_not_connected_yet_is_left_out_by_one_answer_and_nothing_else_of_it_is_asked() -> None:
    row = replace(ROW, classes=("9Г",), teachers=("Неизвестный",), subject="Черчение", room="гараж")
    matching = match(row, ROW)
    assert [doubt.written for doubt in matching.doubts] == ["9Г"]
    after = match(row, ROW, answers={matching.doubts[0].question: None})
    assert ([one.course for one in after.rows], after.doubts, after.left_out) == ([WHOLE.id], [], 1)
    assert after.classes == {FIVE_A}


def test_a_file_whose_classes_are_all_unknown_is_of_another_school() -> None:
    strange = [replace(ROW, classes=("9Г",)), replace(ROW, classes=("9Д",))]
    matching = match(*strange)
    assert matching.is_of_another_school
    assert not match(*strange, ROW).is_of_another_school
    assert not match(*strange, answers={doubt.question: None for doubt in matching.doubts}).is_of_another_school
    assert not match().is_of_another_school


def test_an_unknown_class_is_asked_with_those_of_its_grade() -> None:
    assert asked(match(replace(ROW, classes=("5В",)))) == {"5В": (FIVE_A, FIVE_B)}


def test_a_subject_of_two_is_asked_and_of_one_is_taken() -> None:
    school = replace(SCHOOL, subjects=[*SCHOOL.subjects, Named(19, "Алгоритмика")])
    assert asked(match(replace(ROW, subject="алг"), school=school)) == {"алг": (ALGEBRA, 19)}
    [row] = match(replace(ROW, subject="алг")).rows
    assert isinstance(row.course, NewCourse)
    assert row.course.subject == ALGEBRA


def test_a_lesson_without_a_subject_is_asked_and_not_lost() -> None:
    row = replace(ROW, subject="")
    [doubt] = match(row).doubts
    assert (doubt.question.kind, doubt.lines) == (NameKind.SUBJECT, 1)
    assert len(match(row, answers={doubt.question: MATHS}).rows) == 1


def test_an_unknown_room_is_asked_and_none_is_an_answer() -> None:
    row = replace(ROW, room="Сп2")
    [doubt] = match(row).doubts
    assert doubt.question.kind is NameKind.ROOM
    [matched] = match(row, answers={doubt.question: None}).rows
    assert matched.room is None


def test_rooms_that_differ_in_one_sign_stay_two() -> None:
    assert match(replace(ROW, room="305_")).rows[0].room == 32


def test_others_that_are_alike_are_looked_for_only_so_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("channels.timetable_files.school_names.MOST_RANKED", 2)
    rows = [replace(ROW, teachers=(f"Лебед{n}",)) for n in range(4)]
    found = [doubt.candidates for doubt in match(*rows).doubts]
    assert found == [(LEBEDEV.id,), (LEBEDEV.id,), (), ()]


# Courses


def test_a_subgroup_is_found_by_its_name_or_by_its_teacher() -> None:
    by_name = replace(ROW, subject="Англ", subgroup="1", teachers=())
    by_teacher = replace(ROW, subject="Англ", teachers=("Смит О.",), number=3)
    assert [row.course for row in match(by_name, by_teacher).rows] == [HALF_1.id, HALF_2.id]


def test_a_lesson_of_a_divided_class_that_names_neither_half_is_asked() -> None:
    row = replace(ROW, subject="Англ", teachers=())
    matching = match(row)
    assert asked(matching) == {"5А, Англ": (HALF_1.id, HALF_2.id)}
    [matched] = match(row, answers={matching.doubts[0].question: HALF_2.id}).rows
    assert matched.course == HALF_2.id
    left_out = match(row, answers={matching.doubts[0].question: None})
    assert (left_out.rows, left_out.left_out, left_out.doubts) == ([], 1, [])


def test_a_stream_is_the_course_of_all_its_classes() -> None:
    row = replace(ROW, subject="Физическая культура", classes=("5Б", "5А"), teachers=("Лебедева Н.С.",))
    assert [one.course for one in match(row).rows] == [STREAM.id]


def test_a_course_that_the_school_lacks_is_named_once_with_all_its_teachers() -> None:
    rows = [
        replace(ROW, subject="Алгебра", teachers=("Ким Л.А.",), number=1),
        replace(ROW, subject="Алгебра", teachers=("Смит",), number=2),
    ]
    assert match(*rows).new_courses == [NewCourse(ALGEBRA, frozenset({FIVE_A}), "", frozenset({KIM.id, SMITH.id}))]


def test_groups_of_a_course_that_the_school_lacks_are_two_courses_when_they_meet_at_one_time() -> None:
    rows = [
        replace(ROW, subject="Алгебра", teachers=("Ким Л.А.",), room="305"),
        replace(ROW, subject="Алгебра", teachers=("Смит",), room="305_"),
    ]
    assert [new.teachers for new in match(*rows).new_courses] == [{KIM.id}, {SMITH.id}]


def test_another_teacher_of_a_known_course_is_told() -> None:
    assert match(ROW).teachers == {}
    assert match(replace(ROW, teachers=("Ким Л.А.",))).teachers == {WHOLE.id: {KIM.id}}


def test_a_course_has_one_lesson_at_a_bell_and_the_second_is_told() -> None:
    odd = replace(ROW, room="305_", weeks=CycleWeeks(2, frozenset({1})), line=3)
    matching = match(ROW, odd)
    assert [row.line for row in matching.rows] == [2]
    assert [(kept.line, other.line) for kept, other in matching.twice] == [(2, 3)]
    even = replace(ROW, weeks=CycleWeeks(2, frozenset({2})))
    assert match(odd, even).twice == []
    later = replace(odd, from_day=date(2027, 1, 11), weeks=EVERY)
    assert match(replace(ROW, until_day=date(2027, 1, 11)), later).twice == []


# By chance

LETTERS = "АБВЕКМНОРСТabkmпи"
WORDS = st.sampled_from(["Иванов", "Иванова", "Анна", "Андрей"]) | st.text(LETTERS, min_size=1, max_size=4)
PEOPLE = st.lists(
    st.builds(NamedTeacher, st.integers(1, 50), WORDS, WORDS, WORDS | st.just("")), max_size=6, unique_by=lambda t: t.id
)


@settings(max_examples=tries(300, 5000))
@given(PEOPLE, st.data())
def test_whoever_is_taken_is_the_only_one_who_fits(people: list[NamedTeacher], data: st.DataObject) -> None:
    some = st.sampled_from(people) if people else st.nothing()
    forms = some.flatmap(
        lambda one: st.sampled_from(
            [one.family, f"{one.family} {one.given[:1]}.", f"{one.given} {one.middle}", f"{one.family} {one.given}"]
        )
    )
    written = data.draw(WORDS | forms)
    row = replace(ROW, teachers=(written,))
    matching = match(row, school=replace(SCHOOL, teachers=people, courses=[replace(WHOLE, teachers=frozenset())]))
    fitting = {one.id for one in people if fits_person(written, one.family, one.given, one.middle)}
    same = {one.id for one in people if folded(full_name(one)) == folded(written)}
    if matching.rows:
        [taken] = set().union(*matching.teachers.values())
        assert same == {taken} or fitting == {taken}
        assert not has_initials(written) or fitting <= {taken}
    else:
        assert [doubt.question.kind for doubt in matching.doubts] == [NameKind.TEACHER]
        assert len(fitting | same) != 1
        assert fitting | same <= set(matching.doubts[0].candidates)


NAMES = st.sampled_from(["5А", "5A", "5 б", "9Г", "11", "?"])
ROWS = st.lists(
    st.builds(
        replace,
        st.just(ROW),
        classes=st.lists(NAMES, min_size=1, max_size=2, unique=True).map(tuple),
        subject=st.sampled_from(["Математика", "Англ", "алг", "нет такого", ""]),
        teachers=st.lists(st.sampled_from(["Лебедев П.А.", "ЛЕБ", "Ким", "Смит О."]), max_size=2, unique=True).map(
            tuple
        ),
        room=st.sampled_from(["", "305", "каб. 305", "Сп2"]),
        subgroup=st.sampled_from(["", "1", "2 группа"]),
        number=st.integers(1, 8),
    ),
    max_size=8,
)


@given(ROWS, st.data())
def test_every_row_is_matched_or_waits_or_is_left_out_and_answers_end_all_doubts(
    rows: list[ImportedRow], data: st.DataObject
) -> None:
    answers: dict[Question, int | None] = {}
    for _ in range(5):
        matching = match(*rows, answers=answers)
        parts = len(matching.rows) + len(matching.twice) + matching.waiting + matching.left_out
        assert parts == len(rows)
        assert bool(matching.doubts) == bool(matching.waiting)
        assert matching.answers == answers, "no answer is lost"
        if not matching.doubts:
            break
        for doubt in matching.doubts:
            assert doubt.question not in answers, "nothing is asked twice"
            answers[doubt.question] = data.draw(st.sampled_from([None, *doubt.candidates]))
    assert match(*rows, answers=answers).doubts == []
