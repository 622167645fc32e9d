"""Courses that a school types itself: of a class, a subgroup or a stream."""

from datetime import date
from typing import Any

import pytest

from storage.timetable.courses import follow_classes
from tests.handlers.test_lesson_days import add_lesson, mark, sql
from tests.handlers.test_patterns import change, changed, lessons, row, set_up
from tests.support.school import School
from tests.support.serving import Answer, Caller, Served
from tests.support.wire import wire


@pytest.fixture
async def clara(served: Served, school: School) -> Caller:
    return await set_up(served, school)


def fields(school: School, **more: Any) -> dict[str, Any]:
    return {"title": "Английский язык", "subject": "Английский язык", "class": str(school.class_5a), **more}


async def add(person: Caller, school: School, **more: Any) -> Answer:
    return await person.post(f"/api/schools/{school.id}/courses", fields(school, **more))


async def added(person: Caller, school: School, **more: Any) -> dict[str, Any]:
    answer = await add(person, school, **more)
    assert answer.status == 201, answer.body
    course: dict[str, Any] = answer.body["course"]
    return course


async def students(served: Served, course: str) -> set[int]:
    rows = await served.server.pool.fetch(
        "select student_id from course_enrolment_now where course_id = $1", int(course)
    )
    return {row["student_id"] for row in rows}


async def test_a_course_of_a_whole_class_has_its_students_and_follows_them(
    served: Served, school: School, clara: Caller
) -> None:
    course = await added(clara, school, classes=[str(school.class_5a)], teachers=[str(school.nina)])
    assert (course["students"], course["typed"]) == (2, True)
    assert await students(served, course["id"]) == {school.anya, school.misha}
    # Misha goes, Petya comes
    await sql(served, "update class_enrolment set ended_at = now() where student_id = $1", school.misha)
    await sql(
        served,
        "insert into class_enrolment (source, source_id, class_id, student_id) values ('t', 'new', $1, $2)",
        school.class_5a,
        school.petya,
    )
    async with served.server.pool.acquire() as connection:
        await follow_classes(connection)
    assert await students(served, course["id"]) == {school.anya, school.petya}


async def test_the_halves_of_a_class_have_lessons_at_one_time_each_in_the_diary_of_its_own_half(
    served: Served, school: School, clara: Caller
) -> None:
    wednesday = school.next(3)
    halves = [
        await added(clara, school, group=f"{n} группа", students=[str(student)], teachers=[str(teacher)])
        for n, student, teacher in ((1, school.anya, school.nina), (2, school.misha, school.lev))
    ]
    assert [(half["group"], half["students"], [one["name"] for one in half["classes"]]) for half in halves] == [
        ("1 группа", 1, ["5А"]),
        ("2 группа", 1, ["5А"]),
    ]
    told = await changed(clara, school, school.ahead, *(row(int(half["id"]), 3, 1) for half in halves))
    assert told["clashes"] == []
    for login, student, half in (("olga", school.anya, halves[0]), ("boris", school.misha, halves[1])):
        shown = await _diary(await served.person(login), student, wednesday)
        assert [(one["course"], one["number"]) for one in shown] == [(half["id"], 1)]
    # the whole class cannot have mathematics then
    clash = await change(clara, school, school.ahead, row(school.maths, 3, 1))
    assert [sorted(one["who"]) for one in clash.body["clashes"]] == [[str(school.anya)], [str(school.misha)]]


async def test_a_stream_of_two_classes_is_one_lesson(served: Served, school: School, clara: Caller) -> None:
    class_1b = await served.server.pool.fetchval("select id from class where name = '1Б'")
    both = [str(school.class_5a), str(class_1b)]
    course = await added(clara, school, classes=both, teachers=[str(school.nina)])
    assert await students(served, course["id"]) == {school.anya, school.misha, school.petya}
    assert [one["name"] for one in course["classes"]] == ["1Б", "5А"]
    assert (await changed(clara, school, school.ahead, row(int(course["id"]), 3, 1)))["clashes"] == []


async def test_a_teacher_of_a_new_course_keeps_its_journal_at_once_and_not_after_it(
    served: Served, school: School, clara: Caller
) -> None:
    nina = await served.person("nina")
    async with wire(served, nina) as socket:
        course = await added(clara, school, classes=[str(school.class_5a)], teachers=[str(school.nina)])
        await socket.publication(f"person:{school.nina}")
        assert (await nina.get(f"/api/courses/{course['id']}/journal")).status == 200
    path = f"/api/schools/{school.id}/courses/{course['id']}"
    new = fields(school, classes=[str(school.class_5a)], teachers=[str(school.lev)], revision=1)
    answer = await clara.ask("PUT", path, new)
    assert [one["id"] for one in answer.body["course"]["teachers"]] == [str(school.lev)]
    assert (await nina.get(f"/api/courses/{course['id']}/journal")).status == 404


async def test_marks_of_a_typed_course_are_of_the_kinds_of_its_school(
    served: Served, school: School, clara: Caller
) -> None:
    course = await added(clara, school, classes=[str(school.class_5a)], teachers=[str(school.nina)])
    lesson = await add_lesson(served, int(course["id"]), school.day, 1)
    nina = await served.person("nina")
    kinds = (await nina.get(f"/api/courses/{course['id']}/journal")).body["kinds"]
    assert str(school.answer) in [kind["id"] for kind in kinds]
    assert (await mark(nina, int(course["id"]), school.anya, lesson, school.answer)).status == 201
    # a student whom the school has typed knows them too
    await sql(served, "update person set source = 'typed' where id = $1", school.misha)
    year, week, _ = school.day.isocalendar()
    seen = (await (await served.person("boris")).get(f"/api/students/{school.misha}/diary?week={year}-W{week:02}")).body
    assert str(school.answer) in [kind["id"] for kind in seen["kinds"]]


async def test_a_course_that_ends_loses_its_lessons_to_come_in_which_nothing_is_written(
    served: Served, school: School, clara: Caller
) -> None:
    course = await added(clara, school, classes=[str(school.class_5a)], teachers=[str(school.nina)])
    await changed(clara, school, school.ahead, row(int(course["id"]), 3, 1))
    planned = await lessons(served, int(course["id"]), school.ahead)
    kept = planned[1][0]
    await sql(served, "update lesson set topic = 'x' where course_id = $1 and day = $2", int(course["id"]), kept)
    path = f"/api/schools/{school.id}/courses/{course['id']}/end"
    assert (await clara.post(path, {})).status == 200
    assert await lessons(served, int(course["id"]), school.ahead) == [(kept, 1)]
    assert (await clara.post(path, {})).status == 404


async def test_who_substitutes_in_a_lesson_hears_that_its_course_is_another_one_or_ends(
    served: Served, school: School, clara: Caller
) -> None:
    course = await added(clara, school, classes=[str(school.class_5a)], teachers=[str(school.lev)])
    await changed(clara, school, school.ahead, row(int(course["id"]), 3, 1))
    lesson = await served.server.pool.fetchrow(
        "select id, revision from lesson where course_id = $1 and day >= $2 order by day limit 1",
        int(course["id"]),
        school.ahead,
    )
    assert lesson is not None
    covered = {
        "changes": [{"lesson": str(lesson["id"]), "revision": lesson["revision"], "teachers": [str(school.nina)]}]
    }
    path = f"/api/schools/{school.id}"
    assert (await clara.post(f"{path}/lesson-changes", covered)).status == 200
    async with wire(served, await served.person("nina")) as socket:
        new = fields(school, classes=[str(school.class_5a)], teachers=[str(school.lev)], revision=1, title="Другой")
        assert (await clara.ask("PUT", f"{path}/courses/{course['id']}", new)).status == 200
        assert (await socket.publication(f"person:{school.nina}"))["data"]["type"] == "timetable_changed"
        assert (await clara.post(f"{path}/courses/{course['id']}/end", {})).status == 200
        assert (await socket.publication(f"person:{school.nina}"))["data"]["type"] == "timetable_changed"


async def test_a_student_who_is_in_none_of_the_classes_is_refused_at_the_row(
    served: Served, school: School, clara: Caller
) -> None:
    answer = await add(clara, school, students=[str(school.anya), str(school.petya)])
    assert (answer.status, answer.code) == (422, "not_in_class")
    assert [one["field"] for one in answer.body["errors"]] == ["students.1"]


async def test_what_a_roster_says_is_not_changed_here(served: Served, school: School, clara: Caller) -> None:
    path = f"/api/schools/{school.id}/courses/{school.maths}"
    for answer in (await clara.ask("PUT", path, fields(school, revision=1)), await clara.post(f"{path}/end", {})):
        assert (answer.status, answer.code) == (409, "of_a_roster")


async def test_classes_teachers_and_courses_of_another_school_are_not_there(
    served: Served, school: School, clara: Caller
) -> None:
    foreign = await served.server.pool.fetchval(
        "select class_id from class_enrolment where student_id = $1", school.foreign_student
    )
    for more in (
        {"class": str(foreign)},
        {"classes": [str(foreign)]},
        {"teachers": [str(school.foreign_teacher)]},
        {"teachers": [str(school.anya)]},
    ):
        assert (await add(clara, school, **more)).status == 404, more
    path = f"/api/schools/{school.id}/courses/{school.foreign_course}"
    assert (await clara.ask("PUT", path, fields(school, revision=1))).status == 404
    assert (await clara.get(path)).status == 404
    assert (await clara.get(f"/api/schools/{school.id}/classes/{foreign}/students")).status == 404


async def test_who_is_in_a_course_is_read_and_an_earlier_version_is_answered_with_it(
    served: Served, school: School, clara: Caller
) -> None:
    class_, half = str(school.class_5a), [str(school.misha)]
    course = await added(clara, school, group="2 группа", students=half, teachers=[str(school.nina)])
    path = f"/api/schools/{school.id}/courses/{course['id']}"
    shown = (await clara.get(path)).body
    assert (shown["whole"], shown["chosen"], shown["course"]) == ([], half, course)
    whole = fields(school, classes=[class_], teachers=[str(school.nina)], revision=1)
    assert (await clara.ask("PUT", path, whole)).body["course"]["revision"] == 2
    late = await clara.ask("PUT", path, {**whole, "classes": [], "students": half})
    assert (late.status, late.code) == (409, "stale")
    assert (late.body["current"]["whole"], late.body["current"]["chosen"]) == ([class_], [])
    in_class = (await clara.get(f"/api/schools/{school.id}/classes/{class_}/students")).body["students"]
    assert {one["id"] for one in in_class} == {str(school.anya), str(school.misha)}


async def _diary(person: Caller, student: int, day: date) -> list[dict[str, Any]]:
    year, week, _ = day.isocalendar()
    body = (await person.get(f"/api/students/{student}/diary?week={year}-W{week:02}")).body
    return [lesson for one in body["days"] if one["day"] == str(day) for lesson in one["lessons"]]


async def test_a_teacher_who_is_busy_then_comes_into_a_course_with_a_word_only(
    served: Served, school: School, clara: Caller
) -> None:
    halves = [
        await added(clara, school, group=f"{n} группа", students=[str(student)], teachers=[str(teacher)])
        for n, student, teacher in ((1, school.anya, school.nina), (2, school.misha, school.lev))
    ]
    await changed(clara, school, school.ahead, *(row(int(half["id"]), 3, 1) for half in halves))
    body = fields(school, group="2 группа", students=[str(school.misha)], teachers=[str(school.nina)], revision=1)
    path = f"/api/schools/{school.id}/courses/{halves[1]['id']}"
    refused = await clara.ask("PUT", path, body)
    assert (refused.status, refused.code) == (409, "timetable_clash")
    assert [(one["kind"], one["who"]) for one in refused.body["clashes"]] == [("teacher", [str(school.nina)])]
    assert (await clara.ask("PUT", path, {**body, "word": "Ведёт обе"})).status == 200
    rows = (await clara.get(f"/api/schools/{school.id}/pattern")).body["rows"]
    assert [one["word"] for one in rows] == ["", "Ведёт обе"]


async def test_a_course_that_gets_the_bells_of_another_class_is_looked_at_by_these(
    served: Served, school: School, clara: Caller
) -> None:
    """The seventh lesson is one that year one does not have."""
    one_class = await served.server.pool.fetchval(
        "insert into class (source, source_id, school_id, name, grade) values ('t', '1А', $1, '1А', 1) returning id",
        school.id,
    )
    bells = (await clara.get(f"/api/schools/{school.id}/bells")).body
    [usual] = bells["schedules"]
    body = {
        "revision": bells["revision"],
        "from_day": str(school.ahead),
        "schedules": [usual, {"name": "Короткий", "bells": usual["bells"][:4]}],
        "rules": [
            {"schedule": usual["name"], "class": None},
            {"schedule": "Короткий", "class": str(one_class)},
        ],
    }
    assert (await clara.ask("PUT", f"/api/schools/{school.id}/bells", body)).status == 200
    course = await added(clara, school, classes=[str(school.class_5a)])
    await changed(clara, school, school.ahead, row(int(course["id"]), 3, 7))
    path = f"/api/schools/{school.id}/courses/{course['id']}"
    other = fields(school, classes=[str(school.class_5a)], revision=1) | {"class": str(one_class)}
    refused = await clara.ask("PUT", path, other)
    assert (refused.status, refused.code) == (409, "lessons_without_bell")
    assert [one["number"] for one in refused.body["without_bell"]] == [7]
    assert (await clara.ask("PUT", path, {**other, "confirmed": True})).status == 200
