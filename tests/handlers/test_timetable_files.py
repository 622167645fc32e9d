"""The timetable of a file: brought, previewed, asked about, applied."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.handlers.test_lesson_days import sql
from tests.handlers.test_patterns import changed, lessons, row, set_up
from tests.handlers.test_rooms import room
from tests.handlers.test_rooms import say as say_rooms
from tests.support.school import School
from tests.support.serving import Answer, Caller, Served

PLAN = """Класс;День;Урок;Предмет;Учитель;Кабинет
5А;Ср;2;Математика;Рябова М.;214
5A;Пт;4;Математика;Рябова Мария;214
1Б;Ср;3;Чтение;Никитина Н.;101
"""


@pytest.fixture
async def clara(served: Served, school: School) -> Caller:
    """The head of a school with two rooms, and with classes whose courses know them."""
    clara = await set_up(served, school)
    await sql(served, "update course set class_id = $1 where id = $2", school.class_5a, school.maths)
    await sql(
        served,
        "update course set class_id = (select id from class where name = '1Б') where id = $1",
        school.year_one,
    )
    await say_rooms(clara, school, 0, room("214"), room("101"))
    return clara


@pytest.fixture
def tomorrow(school: School) -> date:
    return school.day + timedelta(days=1)


async def bring(person: Caller, school: School, text: str, name: str = "plan.csv") -> dict[str, Any]:
    path = f"/api/schools/{school.id}/timetable-files?name={name}"
    answer = await person.ask("POST", path, text.encode(), Content_Type="application/octet-stream")
    assert answer.status == 201, answer.body
    body: dict[str, Any] = answer.body
    return body


async def preview(person: Caller, school: School, file: str, from_day: date) -> dict[str, Any]:
    answer = await person.get(f"/api/schools/{school.id}/timetable-files/{file}?from_day={from_day}")
    assert answer.status == 200, answer.body
    body: dict[str, Any] = answer.body
    return body


async def apply(person: Caller, school: School, file: str, from_day: date, digest: str, **more: Any) -> Answer:
    body = {"from_day": str(from_day), "digest": digest, **more}
    return await person.post(f"/api/schools/{school.id}/timetable-files/{file}/apply", body)


async def test_a_file_is_previewed_applied_and_changes_nothing_the_second_time(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    read = await bring(clara, school, PLAN)
    assert (read["lessons"], read["errors"], read["problems"]) == (3, 0, [])
    shown = await preview(clara, school, read["file"], tomorrow)
    assert (shown["doubts"], shown["new_courses"]) == ([], [])
    assert (shown["new"], shown["changed"], shown["gone"], shown["unchanged"]) == (3, 0, 0, 0)
    done = await apply(clara, school, read["file"], tomorrow, shown["digest"])
    assert done.status == 200, done.body
    assert (done.body["added"], done.body["dropped"]) == (shown["lessons_added"], shown["lessons_dropped"])
    made = {(day.isoweekday(), number) for day, number in await lessons(served, school.maths, tomorrow)}
    assert {(3, 2), (5, 4)} <= made
    again = await bring(clara, school, PLAN)
    shown = await preview(clara, school, again["file"], tomorrow)
    assert (shown["new"], shown["changed"], shown["gone"], shown["unchanged"]) == (0, 0, 0, 3)
    assert (shown["lessons_added"], shown["lessons_dropped"]) == (0, 0)


async def test_a_name_that_nobody_has_is_asked_once_and_the_answer_is_kept(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    plan = PLAN.replace("Чтение", "Литературное чтение (1 кл.)")
    read = await bring(clara, school, plan)
    shown = await preview(clara, school, read["file"], tomorrow)
    [doubt] = shown["doubts"]
    assert (doubt["kind"], doubt["written"], shown["waiting"]) == ("subject", "Литературное чтение (1 кл.)", 1)
    [of_subjects] = shown["names"]
    assert [one["name"] for one in of_subjects["names"]] == ["Математика", "Чтение"]
    refused = await apply(clara, school, read["file"], tomorrow, shown["digest"])
    assert (refused.status, refused.code) == (409, "import_has_doubts")
    answers = {
        "from_day": str(tomorrow),
        "answers": [{"kind": doubt["kind"], "name": doubt["name"], "target": str(school.year_one)}],
    }
    answered = await clara.ask("PUT", f"/api/schools/{school.id}/timetable-files/{read['file']}/answers", answers)
    assert (answered.body["doubts"], answered.body["new"]) == ([], 3)
    assert (await apply(clara, school, read["file"], tomorrow, answered.body["digest"])).status == 200
    # the next file of that program is understood
    again = await bring(clara, school, plan)
    assert (await preview(clara, school, again["file"], tomorrow))["doubts"] == []


async def test_a_course_that_has_ended_and_still_has_rows_hinders_no_file(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    await changed(clara, school, tomorrow, row(school.maths, 3, 2))
    await sql(served, "update course set end_day = $1 where id = $2", school.day, school.maths)
    read = await bring(clara, school, PLAN)
    shown = await preview(clara, school, read["file"], tomorrow)
    assert [one["written"] for one in shown["doubts"]] == ["Математика"]
    assert (shown["new"], shown["gone"]) == (1, 0)


async def test_a_course_that_the_school_lacks_is_made(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    plan = PLAN + "5А;Чт;1;Чтение;Никитина Н.;101\n"
    read = await bring(clara, school, plan)
    shown = await preview(clara, school, read["file"], tomorrow)
    assert [one["title"] for one in shown["new_courses"]] == ["Чтение, 5А"]
    done = await apply(clara, school, read["file"], tomorrow, shown["digest"])
    assert done.status == 200, done.body
    course = await served.server.pool.fetchrow("select * from course where title = 'Чтение, 5А'")
    assert course is not None
    rows = await served.server.pool.fetch(
        "select student_id from course_enrolment_now where course_id = $1", course["id"]
    )
    assert {one["student_id"] for one in rows} == {school.anya, school.misha}
    assert {day.isoweekday() for day, _ in await lessons(served, course["id"], tomorrow)} == {4}


async def test_a_file_that_removes_much_is_asked_about_twice(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    read = await bring(clara, school, PLAN)
    shown = await preview(clara, school, read["file"], tomorrow)
    await apply(clara, school, read["file"], tomorrow, shown["digest"])
    cut_off = await bring(clara, school, "".join(PLAN.splitlines(keepends=True)[:2]))
    shown = await preview(clara, school, cut_off["file"], tomorrow)
    assert (shown["gone"], shown["unchanged"], shown["asks_twice"]) == (1, 1, True)  # of 5А: nothing is said of 1Б
    refused = await apply(clara, school, cut_off["file"], tomorrow, shown["digest"])
    assert (refused.status, refused.code) == (409, "import_removes_much")
    before = await lessons(served, school.maths, tomorrow)
    done = await apply(clara, school, cut_off["file"], tomorrow, shown["digest"], confirmed=True)
    assert done.status == 200, done.body
    after = await lessons(served, school.maths, tomorrow)
    assert {one for one in before if one[1] == 4} - set(after) == {one for one in before if one[1] == 4}


async def test_what_changed_since_the_preview_is_shown_before_anything_is_applied(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    read = await bring(clara, school, PLAN)
    shown = await preview(clara, school, read["file"], tomorrow)
    await changed(clara, school, tomorrow, row(school.maths, 3, 2))
    late = await apply(clara, school, read["file"], tomorrow, shown["digest"])
    assert (late.status, late.code) == (409, "stale")
    assert late.body["current"]["new"] == 2
    done = await apply(clara, school, read["file"], tomorrow, late.body["current"]["digest"])
    assert done.status == 200, done.body


async def test_a_clash_of_a_file_is_shown_with_its_rows_and_stays_only_with_a_word(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    read = await bring(clara, school, PLAN.replace("1Б;Ср;3;Чтение;Никитина Н.;101", "1Б;Ср;2;Чтение;Никитина Н.;214"))
    shown = await preview(clara, school, read["file"], tomorrow)
    assert [one["kind"] for one in shown["clashes"]] == ["room"]
    refused = await apply(clara, school, read["file"], tomorrow, shown["digest"])
    assert (refused.status, refused.code) == (409, "timetable_clash")
    done = await apply(clara, school, read["file"], tomorrow, shown["digest"], word="Большой зал")
    assert done.status == 200, done.body


async def test_a_file_that_cannot_be_read_says_where_and_why_and_is_not_kept(
    served: Served, school: School, clara: Caller
) -> None:
    read = await bring(clara, school, PLAN.replace("Пт;4", "Птн;четыре"))
    assert (read["file"], read["errors"] > 0) == (None, True)
    problem = read["problems"][0]
    assert (problem["file"], problem["line"]) == ("plan.csv", 3)
    assert problem["ru"]
    assert problem["en"]
    empty = await bring(clara, school, "")
    assert empty["file"] is None


async def test_a_file_of_another_school_is_not_there_and_one_is_applied_once(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    read = await bring(clara, school, PLAN)
    shown = await preview(clara, school, read["file"], tomorrow)
    await apply(clara, school, read["file"], tomorrow, shown["digest"])
    assert (await apply(clara, school, read["file"], tomorrow, shown["digest"])).status == 404
    other = await served.server.pool.fetchval("select school_id from course where id = $1", school.foreign_course)
    path = f"/api/schools/{other}/timetable-files/{read['file']}?from_day={tomorrow}"
    assert (await clara.get(path)).status == 404
