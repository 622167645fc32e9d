"""Timetables of teachers and classes, a week at a time."""

from datetime import timedelta
from typing import Any

from tests.handlers.test_lesson_days import add_lesson, sql
from tests.support.school import School
from tests.support.serving import Caller, Served


async def read(person: Caller, path: str, week: str | None = None) -> dict[str, Any]:
    answer = await person.get(f"/api/{path}/timetable" + (f"?week={week}" if week else ""))
    assert answer.status == 200, answer.body
    body: dict[str, Any] = answer.body
    return body


def week_of(school: School, days: int = 0) -> str:
    year, number, _ = (school.day + timedelta(days=days)).isocalendar()
    return f"{year}-W{number:02}"


def on(timetable: dict[str, Any], day: object) -> list[dict[str, Any]]:
    return [lesson for lesson in timetable["lessons"] if lesson["day"] == str(day)]


async def test_a_teacher_has_the_lessons_that_are_taught_and_those_that_are_covered(
    served: Served, school: School
) -> None:
    maria, lev = await served.person("maria"), await served.person("lev")  # Lev covers for Maria today
    own = await read(maria, f"teachers/{school.maria}")
    assert (own["week"], own["zone"]) == (week_of(school), "Europe/Moscow")
    [lesson] = on(own, school.day)
    assert (lesson["subject"], lesson["number"], lesson["cancelled"]) == ("Математика", 1, False)
    assert [teacher["id"] for teacher in lesson["teachers"]] == [str(school.lev), str(school.maria)]
    assert lesson["starts_at"] is not None
    covered = await read(lev, f"teachers/{school.lev}")
    assert [one["id"] for one in covered["lessons"]] == [lesson["id"]]


async def test_a_class_has_the_lessons_of_all_its_courses_and_of_no_other(served: Served, school: School) -> None:
    late = await add_lesson(served, school.maths, school.day, number=3)
    timetable = await read(await served.person("olga"), f"classes/{school.class_5a}", week_of(school))
    today = on(timetable, school.day)
    assert [(lesson["number"], lesson["course"]) for lesson in today] == [
        (1, str(school.maths)),
        (3, str(school.maths)),
    ]
    assert (today[1]["id"], today[1]["starts_at"]) == (str(late), None)


async def test_a_cancelled_lesson_stays_and_says_so(served: Served, school: School) -> None:
    await sql(served, "update lesson set cancelled = true where id = $1", school.today)
    timetable = await read(await served.person("maria"), f"teachers/{school.maria}")
    assert [lesson["cancelled"] for lesson in on(timetable, school.day)] == [True]


async def test_a_week_of_another_year_is_empty_and_one_that_there_is_not_is_refused(
    served: Served, school: School
) -> None:
    maria = await served.person("maria")
    assert (await read(maria, f"teachers/{school.maria}", "2020-W10"))["lessons"] == []
    for week in ("2026-W54", "2026-W00", "nonsense"):
        answer = await maria.get(f"/api/teachers/{school.maria}/timetable?week={week}")
        assert (answer.status, answer.code) == (400, "bad_request"), week


async def test_who_taught_until_yesterday_does_not_have_todays_lesson(served: Served, school: School) -> None:
    await sql(served, "update teaching set until_day = $1 where teacher_id = $2", school.day, school.maria)
    timetable = await read(await served.person("clara"), f"teachers/{school.maria}", week_of(school))
    assert on(timetable, school.day) == []


async def test_nobody_but_the_staff_has_such_a_timetable(served: Served, school: School) -> None:
    clara = await served.person("clara")
    for person in (school.olga, school.anya, 999_999):
        assert (await clara.get(f"/api/teachers/{person}/timetable")).status == 404


async def test_a_colleague_of_one_school_reads_the_lessons_of_that_school_and_of_no_other(
    served: Served, school: School
) -> None:
    other = await served.server.pool.fetchval("select school_id from course where id = $1", school.foreign_course)
    await sql(
        served,
        "insert into role (source, source_id, person_id, school_id, role) values ('t', 'both', $1, $2, 'teacher')",
        school.maria,
        other,
    )
    await sql(
        served,
        "insert into teaching (source, source_id, course_id, teacher_id) values ('t', 'both', $1, $2)",
        school.foreign_course,
        school.maria,
    )
    path, foreign = f"teachers/{school.maria}", str(school.foreign_course)
    courses = {
        login: {lesson["course"] for lesson in (await read(await served.person(login), path))["lessons"]}
        for login in ("maria", "clara", "foreign_teacher")
    }
    both = {str(school.maths), foreign}
    assert courses == {"maria": both, "clara": {str(school.maths)}, "foreign_teacher": {foreign}}


async def test_a_room_has_the_lessons_that_are_held_in_it(served: Served, school: School) -> None:
    lev = await served.person("lev")
    rooms = [
        await served.server.pool.fetchval(
            "insert into room (school_id, name) values ($1, $2) returning id", school.id, name
        )
        for name in ("214", "спортзал")
    ]
    await sql(served, "update lesson set room_id = $1 where id = $2", rooms[0], school.today)
    year, week, _ = school.day.isocalendar()
    shown = [
        (await lev.get(f"/api/rooms/{number}/timetable?week={year}-W{week:02}")).body["lessons"] for number in rooms
    ]
    assert [[lesson["id"] for lesson in lessons] for lessons in shown] == [[str(school.today)], []]
    assert (shown[0][0]["room"], shown[0][0]["subject"]) == ("214", "Математика")
    foreign = await served.server.pool.fetchval(
        "insert into room (school_id, name) select school_id, '1' from course where id = $1 returning id",
        school.foreign_course,
    )
    assert (await lev.get(f"/api/rooms/{foreign}/timetable")).status == 404
    assert (await (await served.person("olga")).get(f"/api/rooms/{rooms[0]}/timetable")).status == 404


async def test_all_classes_and_all_teachers_at_once_are_what_each_is_alone(served: Served, school: School) -> None:
    """Among them lessons that are covered, cancelled, without a bell, and of a course that a student has left."""
    await sql(
        served,
        """
        insert into course_enrolment (source, source_id, course_id, student_id, ended_at)
        values ('t', 'left', $1, $2, now())
        """,
        school.year_one,
        school.anya,
    )
    for days, number, course in ((0, 3, school.maths), (0, 9, school.year_one), (7, 1, school.maths)):
        await add_lesson(served, course, school.day + timedelta(days=days), number)
    await sql(served, "update lesson set cancelled = true where id = $1", school.year_one_today)
    await sql(served, "update course set class_id = $1 where id = $2", school.class_5a, school.maths)
    lev = await served.person("lev")
    for week in (week_of(school), week_of(school, 7), "2020-W10"):
        shown = 0
        for everybody, one in (("classes", "class"), ("teachers", "teacher")):
            all_ = (await lev.get(f"/api/schools/{school.id}/timetables/{everybody}?week={week}")).body
            lessons = {lesson["id"]: lesson for lesson in all_["lessons"]}
            assert len(lessons) == len(all_["lessons"])
            listed = (await lev.get(f"/api/schools/{school.id}/{everybody}")).body[everybody]
            assert [each[one] for each in all_[everybody]] == listed
            for each in all_[everybody]:
                alone = await read(lev, f"{everybody}/{each[one]['id']}", week)
                found = [lessons[number] for number in each["lessons"]]
                assert alone == {"week": all_["week"], "zone": all_["zone"], "lessons": found}
                shown += len(found)
        assert (shown > 0) is (week != "2020-W10")


async def test_nobody_but_the_staff_has_all_timetables_of_a_school(served: Served, school: School) -> None:
    for login in ("olga", "anya", "foreign_teacher"):
        person = await served.person(login)
        for everybody in ("classes", "teachers"):
            answer = await person.get(f"/api/schools/{school.id}/timetables/{everybody}")
            assert (answer.status, answer.code) == (404, "not_found"), login


async def test_staff_see_everybody_who_teaches_at_their_school_and_nobody_else(served: Served, school: School) -> None:
    lev = await served.person("lev")
    found = (await lev.get(f"/api/schools/{school.id}/teachers")).body["teachers"]
    names = [(one["name"]["family"], one["name"]["given"]) for one in found]
    assert names == sorted(names)
    ids = {one["id"] for one in found}
    assert {str(school.maria), str(school.nina), str(school.lev)} <= ids, "whether they have a course or not"
    assert not ids & {str(school.foreign_teacher), str(school.olga), str(school.anya)}
    for login in ("olga", "anya", "foreign_teacher"):
        assert (await (await served.person(login)).get(f"/api/schools/{school.id}/teachers")).status == 404


async def test_staff_see_the_classes_of_their_school_and_of_no_other(served: Served, school: School) -> None:
    answer = await (await served.person("sysop")).get(f"/api/schools/{school.id}/classes")
    assert [(one["name"], one["grade"]) for one in answer.body["classes"]] == [("1Б", 1), ("5А", 5)]
    for stranger in ("olga", "foreign_teacher"):
        refused = await (await served.person(stranger)).get(f"/api/schools/{school.id}/classes")
        assert (refused.status, refused.code) == (404, "not_found")
