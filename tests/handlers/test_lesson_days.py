"""A lesson is told, written and counted by what was in force on its day, not by what is today."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.support.school import School
from tests.support.serving import Answer, Caller, Served
from tests.support.wire import wire


async def sql(served: Served, text: str, *values: object) -> Any:
    return await served.server.pool.fetchval(text, *values)


async def add_lesson(served: Served, course: int, day: date, number: int = 1) -> int:
    lesson: int = await sql(
        served, "insert into lesson (course_id, day, number) values ($1, $2, $3) returning id", course, day, number
    )
    return lesson


async def mark(
    teacher: Caller, course: int, student: int, lesson: int, kind: int, value: int = 5, **more: Any
) -> Answer:
    entry = {"student": str(student), "lesson": str(lesson), "value": value, "kind": str(kind), **more}
    return await teacher.post(f"/api/courses/{course}/marks", {"marks": [entry]})


async def attend(
    teacher: Caller, course: int, student: int, lesson: int, status: str, revision: int = 0, **more: Any
) -> Answer:
    entry = {"student": str(student), "lesson": str(lesson), "status": status, "revision": revision, **more}
    return await teacher.post(f"/api/courses/{course}/attendance", {"attendance": [entry]})


async def diary(caller: Caller, student: int, day: date) -> Any:
    year, week, _ = day.isocalendar()
    answer = await caller.get(f"/api/students/{student}/diary?week={year}-W{week:02}")
    assert answer.status == 200
    return answer.body


async def lessons(caller: Caller, student: int, day: date) -> dict[str, str | None]:
    """Lesson -> family name of its teacher, on that day of the diary."""
    [shown] = [one for one in (await diary(caller, student, day))["days"] if one["day"] == str(day)] or [
        {"lessons": []}
    ]
    return {one["id"]: (one["teacher"] or {"name": {"family": None}})["name"]["family"] for one in shown["lessons"]}


async def journal(caller: Caller, school: School) -> Any:
    first, end = school.day - timedelta(days=40), school.day + timedelta(days=7)
    return (await caller.get(f"/api/courses/{school.maths}/journal?from={first}&until={end}")).body


async def move(served: Served, school: School, student: int, days_ago: int) -> int:
    """Brings a student from mathematics into another course of the same subject, some days ago; the course."""
    course: int = await sql(
        served,
        "insert into course (source, source_id, school_id, title, subject, grade)"
        " values ('t', 'other', $1, 'Математика, 5Б', 'Математика', 5) returning id",
        school.id,
    )
    day = school.day - timedelta(days=days_ago)
    await sql(
        served, "update course_enrolment set until_day = $2 where student_id = $1 and ended_at is null", student, day
    )
    await sql(
        served,
        "insert into course_enrolment (source, source_id, course_id, student_id, from_day)"
        " values ('t', 'moved', $1, $2, $3)",
        course,
        student,
        day,
    )
    return course


@pytest.mark.parametrize("gone", [False, True], ids=["the row has its last day", "the row ended later"])
async def test_a_child_who_changes_class_keeps_the_lessons_of_the_old_one(
    served: Served, school: School, gone: bool
) -> None:
    before, after = school.day - timedelta(days=20), school.day - timedelta(days=10)
    there = await add_lesson(served, school.maths, before), await add_lesson(served, school.maths, after)
    maria, olga = await served.person("maria"), await served.person("olga")
    assert (await mark(maria, school.maths, school.anya, there[0], school.test)).status == 201
    other = await move(served, school, school.anya, 15)
    here = await add_lesson(served, other, before, 2), await add_lesson(served, other, after, 2)
    if gone:
        await sql(served, "update course_enrolment set ended_at = now() where until_day is not null")
    assert list(await lessons(olga, school.anya, before)) == [str(there[0])]
    assert list(await lessons(olga, school.anya, after)) == [str(here[1])]
    assert [one["value"] for one in (await diary(olga, school.anya, before))["marks"]] == [5]
    kept = await journal(maria, school)
    assert {one["id"] for one in kept["students"]} == {str(school.anya), str(school.misha)}


async def test_an_enrolment_that_says_no_days_holds_from_the_day_it_came_until_the_day_it_went(
    served: Served, school: School
) -> None:
    """Rosters without dates: the lines of a set say what is, and the sets before it what was."""
    old = await add_lesson(served, school.maths, school.day - timedelta(days=5))
    await sql(served, "update course set created_at = now() - interval '30 days' where id = $1", school.year_one)
    there = await add_lesson(served, school.year_one, school.day - timedelta(days=5))
    olga = await served.person("olga")
    enrolled = "update course_enrolment set course_id = $2 where student_id = $1"
    await sql(served, enrolled, school.anya, school.year_one)  # as a roster that keeps the id does
    assert list(await lessons(olga, school.anya, school.day - timedelta(days=5))) == [str(old)]
    assert list(await lessons(olga, school.anya, school.day)) == [str(school.year_one_today)]
    await sql(served, "update course_enrolment set ended_at = now() where student_id = $1", school.anya)
    assert await lessons(olga, school.anya, school.day) == {}
    assert str(there) not in await lessons(olga, school.anya, school.day - timedelta(days=5))
    assert list(await lessons(olga, school.anya, school.day - timedelta(days=5))) == [str(old)]


async def test_marks_and_absences_are_taken_for_who_stood_in_the_lesson(served: Served, school: School) -> None:
    maria = await served.person("maria")
    day = school.day - timedelta(days=8)
    lesson = await add_lesson(served, school.maths, day)
    enrolled = "update course_enrolment set from_day = $2, until_day = $3 where student_id = $1"
    await sql(served, enrolled, school.anya, day + timedelta(days=1), None)  # joined after the lesson
    answer = await mark(maria, school.maths, school.anya, lesson, school.test)
    assert (answer.status, answer.code) == (422, "student_not_in_course")
    answer = await attend(maria, school.maths, school.anya, lesson, "absent")
    assert (answer.status, answer.code) == (422, "student_not_in_course")
    await sql(served, enrolled, school.misha, None, day + timedelta(days=1))  # left after it
    assert (await mark(maria, school.maths, school.misha, lesson, school.test)).status == 201
    assert (await attend(maria, school.maths, school.misha, lesson, "excused")).status == 200
    answer = await mark(maria, school.maths, school.misha, school.today, school.test)
    assert (answer.status, answer.code) == (422, "student_not_in_course")


async def test_the_year_of_school_is_that_of_the_lessons_day(served: Served, school: School) -> None:
    """Who was in year one then has no marks there, in whatever class today."""
    day = school.day - timedelta(days=8)
    lesson = await add_lesson(served, school.maths, day)
    first = await sql(served, "select id from class where grade = 1")
    await sql(served, "update class_enrolment set from_day = $2 where student_id = $1", school.anya, school.day)
    await sql(
        served,
        "insert into class_enrolment (source, source_id, class_id, student_id, until_day)"
        " values ('t', 'y', $1, $2, $3)",
        first,
        school.anya,
        school.day,
    )
    maria = await served.person("maria")
    answer = await mark(maria, school.maths, school.anya, lesson, school.test)
    assert (answer.status, answer.code) == (422, "no_marks_in_year_one")
    assert (await mark(maria, school.maths, school.anya, school.today, school.test)).status == 201


async def test_who_covers_keeps_the_lessons_covered_and_no_other(served: Served, school: School) -> None:
    lev, maria = await served.person("lev"), await served.person("maria")
    assert (await mark(lev, school.maths, school.anya, school.today, school.test)).status == 201
    for answer in (
        await mark(lev, school.maths, school.anya, school.yesterday, school.test),
        await attend(lev, school.maths, school.anya, school.yesterday, "absent"),
    ):
        assert (answer.status, answer.code) == (403, "lesson_not_covered")
    [posted] = (await mark(maria, school.maths, school.anya, school.yesterday, school.test)).body["marks"]
    for path, body in (("", {"revision": 1, "value": 2}), ("/withdraw", {"revision": 1})):
        method = "POST" if path else "PATCH"
        answer = await lev.ask(method, f"/api/marks/{posted['id']}{path}", body)
        assert (answer.status, answer.code) == (403, "lesson_not_covered")
    assert (await mark(maria, school.maths, school.misha, school.today, school.test)).status == 201


async def test_a_lesson_names_who_signed_it_then_who_covered_then_who_taught_that_day(
    served: Served, school: School
) -> None:
    olga, maria, nina = await served.person("olga"), await served.person("maria"), school.nina
    day = school.day - timedelta(days=9)
    signed, taught = await add_lesson(served, school.maths, day), await add_lesson(served, school.maths, day, 2)
    assert (await attend(maria, school.maths, school.anya, signed, "present")).status == 200
    change = "update teaching set until_day = $2 where course_id = $1"
    await sql(served, change, school.maths, day - timedelta(days=1))
    await sql(
        served,
        "insert into teaching (source, source_id, course_id, teacher_id, is_primary, from_day)"
        " values ('t', 'nina-maths', $1, $2, true, $3)",
        school.maths,
        nina,
        day - timedelta(days=1),
    )
    assert await lessons(olga, school.anya, day) == {str(signed): "Рябова", str(taught): "Никитина"}
    assert await lessons(olga, school.anya, school.day) == {str(school.today): "Лебедев"}  # who covers today


async def add_periods(served: Served, *periods: tuple[str, str, date, date]) -> dict[str, int]:
    """(name, type, first day, day after the last): ids by name."""
    return {
        name: await sql(
            served,
            """
            insert into academic_session (source, source_id, title, type, from_day, until_day, school_year)
            values ('t', $1, $1, $2, $3, $4, 2026) returning id
            """,
            name,
            kind,
            first,
            end,
        )
        for name, kind, first, end in periods
    }


def periods_around(day: date) -> tuple[tuple[str, str, date, date], ...]:
    """Two quarters with ten days of holidays between them that end today, in a half-year that runs on."""
    return (
        ("Q1", "gradingPeriod", day - timedelta(days=60), day - timedelta(days=10)),
        ("Q2", "gradingPeriod", day, day + timedelta(days=50)),
        ("H1", "semester", day - timedelta(days=60), day + timedelta(days=50)),
    )


async def means(caller: Caller, student: int, day: date) -> dict[str, str]:
    """Title of the period -> mean."""
    averages = (await diary(caller, student, day))["averages"]
    return {one["period"]["title"]: one["mean"] for one in averages}


async def test_a_mean_is_of_the_period_of_the_last_school_day_shown(served: Served, school: School) -> None:
    await add_periods(served, *periods_around(school.day))
    maria, olga = await served.person("maria"), await served.person("olga")
    old = await add_lesson(served, school.maths, school.day - timedelta(days=11))
    assert (await mark(maria, school.maths, school.anya, old, school.test, 5)).status == 201
    assert (await mark(maria, school.maths, school.anya, school.today, school.test, 2)).status == 201
    assert await means(olga, school.anya, school.day - timedelta(days=11)) == {"Q1": "5.00"}
    assert await means(olga, school.anya, school.day) == {"Q2": "2.00"}


async def test_in_the_holidays_a_mean_is_of_the_period_before(served: Served, school: School) -> None:
    day = school.day + timedelta(days=21)
    periods = (
        ("Q1", "gradingPeriod", school.day - timedelta(days=60), school.day + timedelta(days=2)),
        ("Q2", "gradingPeriod", school.day + timedelta(days=40), school.day + timedelta(days=90)),
    )
    await add_periods(served, *periods)
    maria, olga = await served.person("maria"), await served.person("olga")
    assert (await mark(maria, school.maths, school.anya, school.today, school.test, 4)).status == 201
    shown = await diary(olga, school.anya, day)
    [average] = shown["averages"]
    assert average["mean"] == "4.00"
    assert average["period"] == {"title": "Q1", "from_day": str(periods[0][2]), "until_day": str(periods[0][3])}


async def test_a_course_by_half_years_has_the_mean_of_its_half_year(served: Served, school: School) -> None:
    ids = await add_periods(served, *periods_around(school.day))
    await sql(served, "insert into course_term values ($1, $2)", school.maths, ids["H1"])
    maria, olga = await served.person("maria"), await served.person("olga")
    old = await add_lesson(served, school.maths, school.day - timedelta(days=11))
    assert (await mark(maria, school.maths, school.anya, old, school.test, 5)).status == 201
    assert (await mark(maria, school.maths, school.anya, school.today, school.test, 2)).status == 201
    assert await means(olga, school.anya, school.day) == {"H1": "3.50"}


async def test_a_course_that_names_its_year_has_the_periods_inside_it(served: Served, school: School) -> None:
    ids = await add_periods(
        served,
        *periods_around(school.day),
        ("Y", "schoolYear", school.day - timedelta(days=60), school.day + timedelta(days=200)),
    )
    await sql(served, "insert into course_term values ($1, $2)", school.maths, ids["Y"])
    maria, olga = await served.person("maria"), await served.person("olga")
    assert (await mark(maria, school.maths, school.anya, school.today, school.test, 2)).status == 201
    assert await means(olga, school.anya, school.day) == {"Q2": "2.00"}


async def test_without_periods_the_school_year_counts(served: Served, school: School) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    assert (await mark(maria, school.maths, school.anya, school.today, school.test, 2)).status == 201
    [average] = (await diary(olga, school.anya, school.day))["averages"]
    year = (school.day - timedelta(days=243)).year
    assert average["period"] == {"title": None, "from_day": f"{year}-09-01", "until_day": f"{year + 1}-09-01"}


async def test_kinds_of_work_are_those_of_the_courses_own_roster_or_school(served: Served, school: School) -> None:
    foreign = await sql(
        served,
        "insert into mark_kind (source, source_id, name_ru, name_en, short_ru, short_en, weight)"
        " values ('other', 'k', 'чужая', 'foreign', 'ч', 'f', 1) returning id",
    )
    other_school = await sql(served, "select id from school where id <> $1", school.id)
    there = await sql(
        served,
        "insert into mark_kind (source, source_id, school_id, name_ru, name_en, short_ru, short_en, weight)"
        " values ('t', 'k', $1, 'там', 'there', 'т', 't', 1) returning id",
        other_school,
    )
    maria, olga = await served.person("maria"), await served.person("olga")
    own = [str(school.answer), str(school.test)]
    assert [kind["id"] for kind in (await journal(maria, school))["kinds"]] == own
    assert [kind["id"] for kind in (await diary(olga, school.anya, school.day))["kinds"]] == own
    for kind in (foreign, there):
        answer = await mark(maria, school.maths, school.anya, school.today, kind)
        assert (answer.status, answer.code) == (422, "unknown_mark_kind")


async def test_a_class_teacher_reads_the_journals_of_the_class_and_keeps_none(served: Served, school: School) -> None:
    await sql(served, "update teaching set teacher_id = $2 where course_id = $1", school.maths, school.nina)
    maria, nina = await served.person("maria"), await served.person("nina")
    assert (await maria.get(f"/api/courses/{school.maths}/journal")).status == 200
    assert (await maria.get(f"/api/courses/{school.year_one}/journal")).status == 404
    answer = await mark(maria, school.maths, school.anya, school.today, school.test)
    assert (answer.status, answer.code) == (404, "not_found")
    listed = (await maria.get("/api/courses")).body["courses"]
    assert [(one["id"], one["keeps"]) for one in listed] == [(str(school.maths), False)]
    async with wire(served, maria) as socket:
        channel = f"journal:{school.maths}"
        assert channel not in socket.subs
        assert "subscribe" in await socket.call("subscribe", {"channel": channel})
        assert (await mark(nina, school.maths, school.anya, school.today, school.test)).status == 201
        assert (await socket.publication(channel))["data"]["type"] == "marks_posted"


async def test_leadership_reads_any_diary_of_the_school_and_each_time_is_noted(served: Served, school: School) -> None:
    clara = await served.person("clara")
    for student, status in ((school.anya, 200), (school.petya, 200), (school.foreign_student, 404)):
        assert (await clara.get(f"/api/students/{student}/diary")).status == status
    noted = await served.server.pool.fetch("select person_id, action, target, outcome from audit order by id")
    assert [tuple(row) for row in noted] == [
        (school.clara, "read_diary", school.anya, "done"),
        (school.clara, "read_diary", school.petya, "done"),
    ]
    async with wire(served, clara, subs={f"diary:{school.anya}": {}}) as socket:
        assert f"diary:{school.anya}" not in socket.subs


async def test_a_cancelled_lesson_takes_nothing(served: Served, school: School) -> None:
    await sql(served, "update lesson set cancelled = true where id = $1", school.today)
    maria = await served.person("maria")
    for answer in (
        await mark(maria, school.maths, school.anya, school.today, school.test),
        await attend(maria, school.maths, school.anya, school.today, "absent"),
    ):
        assert (answer.status, answer.code) == (422, "lesson_cancelled")


async def test_attendance_is_taken_from_a_quarter_of_an_hour_before_the_bell(served: Served, school: School) -> None:
    maria = await served.person("maria")
    # late in the evening the school moves west: it is the same day there, and not near its end
    west = "case when extract(hour from now() at time zone 'Europe/Moscow') < 20 then zone else 'Etc/GMT+8' end"
    await sql(served, f"update school set zone = {west} where id = $1", school.id)
    await sql(served, "update bell set starts = '23:58', ends = '23:59'")
    answer = await attend(maria, school.maths, school.anya, school.today, "absent")
    assert (answer.status, answer.code) == (422, "lesson_not_begun")
    assert (await attend(maria, school.maths, school.anya, school.yesterday, "absent")).status == 200


async def test_an_old_page_overwrites_no_attendance(served: Served, school: School) -> None:
    maria, lev = await served.person("maria"), await served.person("lev")
    assert (await attend(maria, school.maths, school.anya, school.today, "absent")).status == 200
    assert (await attend(lev, school.maths, school.anya, school.today, "late", revision=1)).status == 200
    for revision in (0, 1):  # she saw nothing, or what she had entered
        answer = await attend(maria, school.maths, school.anya, school.today, "absent", revision=revision)
        assert (answer.status, answer.code) == (409, "stale")
        [stands] = answer.body["current"]
        assert (stands["status"], stands["revision"], stands["author"]["id"]) == ("late", 2, str(school.lev))
    assert (await attend(maria, school.maths, school.anya, school.today, "late")).status == 200  # what stands already
    assert await sql(served, "select count(*) from attendance_revision") == 2


async def test_of_several_entries_one_stale_one_stops_all(served: Served, school: School) -> None:
    maria = await served.person("maria")
    assert (await attend(maria, school.maths, school.anya, school.today, "late")).status == 200
    entries = [
        {"student": str(student), "lesson": str(school.today), "status": "absent"}
        for student in (school.misha, school.anya)
    ]
    answer = await maria.post(f"/api/courses/{school.maths}/attendance", {"attendance": entries})
    assert (answer.status, len(answer.body["current"])) == (409, 1)
    assert [error["field"] for error in answer.body["errors"]] == ["attendance.1"]
    assert await sql(served, "select count(*) from attendance") == 1


async def test_an_absence_and_a_mark_in_one_lesson_are_asked_about(served: Served, school: School) -> None:
    maria = await served.person("maria")
    assert (await attend(maria, school.maths, school.anya, school.today, "absent")).status == 200
    answer = await mark(maria, school.maths, school.anya, school.today, school.test)
    assert (answer.status, answer.code) == (409, "absent_and_marked")
    assert answer.body["errors"][0]["field"] == "marks.0.student"
    assert (await mark(maria, school.maths, school.anya, school.today, school.test, confirmed=True)).status == 201
    assert (await mark(maria, school.maths, school.misha, school.today, school.test)).status == 201
    answer = await attend(maria, school.maths, school.misha, school.today, "ill")
    assert (answer.status, answer.code) == (409, "absent_and_marked")
    assert (await attend(maria, school.maths, school.misha, school.today, "late")).status == 200
    sure = await attend(maria, school.maths, school.misha, school.today, "ill", revision=1, confirmed=True)
    assert sure.status == 200
