"""Curriculum of a class: its subjects with lessons a week, and what of them was held."""

from datetime import timedelta
from typing import Any

from tests.handlers.test_lesson_days import add_lesson, sql
from tests.handlers.test_patterns import changed, next_day, row, set_up
from tests.support.school import School
from tests.support.serving import Caller, Served


async def read(person: Caller, school: School) -> dict[str, Any]:
    answer = await person.get(f"/api/classes/{school.class_5a}/curriculum")
    assert answer.status == 200, answer.body
    body: dict[str, Any] = answer.body
    return body


async def test_a_family_sees_subjects_with_lessons_a_week_and_who_teaches(served: Served, school: School) -> None:
    clara = await set_up(served, school)
    monday = next_day(school.day, 1)
    twice, fortnightly = row(school.maths, 1, 2), row(school.maths, 3, 2, cycle=2, weeks=[2])
    await changed(clara, school, monday, twice, fortnightly)
    shown = await read(await served.person("olga"), school)
    assert (shown["class"]["name"], shown["profile"]) == ("5А", "")
    assert (shown["span"]["title"], shown["pattern_day"]) == ("четверть", str(monday))
    [maths] = shown["courses"]
    assert (maths["subject"], maths["weekly"]) == ("Математика", {"lessons": 3, "weeks": 2})
    assert shown["load"] == {"least": maths["weekly"], "most": maths["weekly"]}
    assert [one["id"] for one in maths["teachers"]] == [str(school.maria)], "who covers today is not its teacher"


async def test_lessons_are_held_once_they_are_over_and_cancelled_ones_are_not(served: Served, school: School) -> None:
    await set_up(served, school)
    late = await add_lesson(served, school.maths, school.day + timedelta(days=2), number=3)
    maria = await served.person("maria")
    [before] = (await read(maria, school))["courses"]
    await sql(served, "update lesson set cancelled = true where id = any($1::bigint[])", [school.yesterday, late])
    [after] = (await read(maria, school))["courses"]
    assert (before["planned"], before["cancelled"]) == (after["planned"] + 2, 0)
    assert (after["held"], after["cancelled"]) == (before["held"] - 1, 2)
    await sql(served, "update lesson set day = day - 100 where course_id = $1", school.maths)
    [gone] = (await read(maria, school))["courses"]
    assert (gone["held"], gone["planned"], gone["cancelled"]) == (0, 0, 0), "they are of another period"


async def test_a_class_without_a_pattern_has_its_subjects_and_no_load(served: Served, school: School) -> None:
    await sql(served, "update class set profile = 'Гуманитарный', grade = 10 where id = $1", school.class_5a)
    shown = await read(await served.person("anya"), school)
    assert (shown["profile"], shown["load"], shown["pattern_day"]) == ("Гуманитарный", None, None)
    assert [(one["subject"], one["weekly"]["lessons"]) for one in shown["courses"]] == [("Математика", 0)]


async def test_a_course_of_the_class_without_students_is_there(served: Served, school: School) -> None:
    await sql(
        served,
        """
        insert into course (source, source_id, school_id, title, subject, class_id, group_name)
        select 't', 'new', school_id, 'Английский 5А', 'Английский язык', id, 'группа 1' from class where id = $1
        """,
        school.class_5a,
    )
    shown = await read(await served.person("clara"), school)
    assert [(one["subject"], one["group"]) for one in shown["courses"]] == [
        ("Английский язык", "группа 1"),
        ("Математика", ""),
    ]


async def test_other_families_and_schools_do_not_know_of_it(served: Served, school: School) -> None:
    for login in ("foreign_teacher", "foreign_guardian"):
        answer = await (await served.person(login)).get(f"/api/classes/{school.class_5a}/curriculum")
        assert (answer.status, answer.code) == (404, "not_found"), login
