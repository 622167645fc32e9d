"""Pattern of a timetable, and the lessons that are made from it."""

from datetime import date, timedelta
from typing import Any

import asyncpg
import pytest

from channels.timetable.making_ahead import make_lessons
from tests.handlers.test_bell_schedules import bell
from tests.handlers.test_lesson_days import sql
from tests.handlers.test_rooms import room
from tests.handlers.test_rooms import say as say_rooms
from tests.support.school import School
from tests.support.serving import Answer, Caller, Served
from tests.support.wire import wire

WEEK = timedelta(days=7)


async def set_up(served: Served, school: School, weeks: int = 8, weekdays: int = 6) -> Caller:
    """Gives the school a year of some weeks around today, with bells from 1 to 7; returns its head."""
    clara = await served.person("clara")
    period = {
        "title": "четверть",
        "from_day": str(school.day - 2 * WEEK),
        "until_day": str(school.day + weeks * WEEK),
        "grade_from": 1,
        "grade_until": 11,
    }
    year = {"revision": 0, "weekdays": weekdays, "periods": [period], "free": []}
    answer = await clara.ask("PUT", f"/api/schools/{school.id}/year", year)
    assert answer.status == 200, answer.body
    await sql(served, "update bell_schedule set until_day = $2 where school_id = $1", school.id, school.day)
    times = [bell(n, f"{7 + n:02}:30", f"{8 + n:02}:15") for n in range(1, 8)]
    bells = {
        "revision": 0,
        "from_day": str(school.day),
        "schedules": [{"name": "1 смена", "bells": times}],
        "rules": [{"schedule": "1 смена", "class": None, "weekday": None, "day": None}],
    }
    answer = await clara.ask("PUT", f"/api/schools/{school.id}/bells", bells)
    assert answer.status == 200, answer.body
    return clara


def weekday(day: date, days: int = 0) -> int:
    """Returns the weekday of a school day: of that day, or of Monday where it is a Sunday."""
    return (day + timedelta(days=days)).isoweekday() % 7 or 1


def row(course: int, weekday: int, number: int, **more: Any) -> dict[str, Any]:
    return {"course": str(course), "weekday": weekday, "number": number, **more}


async def change(person: Caller, school: School, from_day: date, *rows: dict[str, Any], **more: Any) -> Answer:
    body = {"from_day": str(from_day), "add": list(rows), **more}
    return await person.post(f"/api/schools/{school.id}/pattern", body)


async def changed(person: Caller, school: School, from_day: date, *rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = await change(person, school, from_day, *rows, **more)
    assert answer.status == 200, answer.body
    body: dict[str, Any] = answer.body
    return body


async def lessons(served: Served, course: int, from_day: date) -> list[tuple[date, int]]:
    rows = await served.server.pool.fetch(
        "select day, number from lesson where course_id = $1 and day >= $2 order by day, number", course, from_day
    )
    return [(row["day"], row["number"]) for row in rows]


def next_day(day: date, weekday: int) -> date:
    """Returns the first day with that weekday after `day`."""
    return day + timedelta(days=(weekday - day.isoweekday() - 1) % 7 + 1)


@pytest.fixture
def tomorrow(school: School) -> date:
    return school.day + timedelta(days=1)


@pytest.fixture
async def clara(served: Served, school: School) -> Caller:
    return await set_up(served, school)


async def test_lessons_are_made_from_the_pattern_up_to_the_end_of_the_period(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    told = await changed(clara, school, tomorrow, row(school.maths, 3, 2), row(school.maths, 5, 4))
    first, end = next_day(school.day, 3), school.day + 8 * WEEK
    wednesdays = [first + n * WEEK for n in range(9) if first + n * WEEK < end]
    made = await lessons(served, school.maths, tomorrow)
    assert [day for day, number in made if number == 2] == wednesdays
    assert told["added"] == len([one for one in made if one[1] in (2, 4)])
    assert {day.isoweekday() for day, number in made if number == 4} == {5}
    assert [(one["weekday"], one["number"], one["until_day"]) for one in told["rows"]] == [
        (3, 2, str(end)),
        (5, 4, str(end)),
    ]


async def test_what_a_check_says_is_what_the_change_does(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    body = {"from_day": str(tomorrow), "add": [row(school.maths, 3, 2), row(school.year_one, 4, 1)]}
    checked = await clara.post(f"/api/schools/{school.id}/pattern/check", body)
    assert checked.status == 200, checked.body
    before = await lessons(served, school.maths, tomorrow)
    assert [number for _, number in before] == [1], "a check makes nothing"
    done = (await clara.post(f"/api/schools/{school.id}/pattern", body)).body
    assert len(done["rows"]) == 2
    assert {**done, "rows": []} == checked.body


async def test_a_change_from_a_day_on_leaves_all_lessons_before_it(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    old = (await changed(clara, school, tomorrow, row(school.maths, 3, 2)))["rows"][0]["id"]
    third = next_day(school.day, 3) + 2 * WEEK
    told = await changed(clara, school, third, row(school.maths, 3, 5), end=[old])
    made = [(day, number) for day, number in await lessons(served, school.maths, tomorrow) if number != 1]
    assert [number for day, number in made if day < third] == [2, 2]
    assert {number for day, number in made if day >= third} == {5}
    assert told["dropped"] == told["added"] == len([day for day, _ in made if day >= third])
    shown = (await clara.get(f"/api/schools/{school.id}/pattern")).body["rows"]
    assert [(one["number"], one["from_day"], one["until_day"]) for one in shown] == [
        (2, str(tomorrow), str(third)),
        (5, str(third), str(school.day + 8 * WEEK)),
    ]


async def test_a_lesson_in_which_something_is_written_stays_and_is_named(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    old = (await changed(clara, school, tomorrow, row(school.maths, 3, 2)))["rows"][0]["id"]
    second = next_day(school.day, 3) + WEEK
    lesson = await served.server.pool.fetchval(
        "update lesson set homework = '№ 5' where course_id = $1 and day = $2 and number = 2 returning id",
        school.maths,
        second,
    )
    told = await changed(clara, school, tomorrow, end=[old])
    assert told["kept"] == [{"id": str(lesson), "course": str(school.maths), "day": str(second), "number": 2}]
    assert [one for one in await lessons(served, school.maths, tomorrow) if one[1] == 2] == [(second, 2)]


async def test_a_room_that_changes_in_the_pattern_changes_in_its_lessons_which_stay_themselves(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    rooms = (await say_rooms(clara, school, 0, room("214"), room("спортзал"))).body["rooms"]
    old = (await changed(clara, school, tomorrow, row(school.maths, 3, 2, room=rooms[0]["id"])))["rows"][0]["id"]
    query = "select id, room_id from lesson where course_id = $1 and number = 2 order by day"
    before = await served.server.pool.fetch(query, school.maths)
    told = await changed(clara, school, tomorrow, row(school.maths, 3, 2, room=rooms[1]["id"]), end=[old])
    after = await served.server.pool.fetch(query, school.maths)
    assert (told["added"], told["dropped"], told["changed"]) == (0, 0, len(before))
    assert [one["id"] for one in after] == [one["id"] for one in before]
    assert {one["room_id"] for one in before} == {int(rooms[0]["id"])}
    assert {one["room_id"] for one in after} == {int(rooms[1]["id"])}


async def test_weeks_of_a_cycle_begin_with_the_year(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    await changed(clara, school, tomorrow, row(school.maths, 3, 2, cycle=2, weeks=[2]))
    begin = school.day - 2 * WEEK
    days = [day for day, number in await lessons(served, school.maths, tomorrow) if number == 2]
    monday = begin - timedelta(days=begin.weekday())
    assert days
    assert {((day - monday).days // 7) % 2 for day in days} == {1}


async def test_a_teacher_a_room_and_students_are_in_one_lesson_at_a_time(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    [gym] = (await say_rooms(clara, school, 0, room("спортзал"))).body["rooms"]
    chess = await served.server.pool.fetchval(
        "insert into course (source, source_id, school_id, title, subject, grade, class_id)"
        " values ('t', 'chess', $1, 'Шахматы', 'Шахматы', 5, $2) returning id",
        school.id,
        school.class_5a,
    )
    for teacher, course in ((school.nina, chess),):
        await sql(
            served,
            "insert into teaching (source, source_id, course_id, teacher_id) values ('t', 'chess', $1, $2)",
            course,
            teacher,
        )
    there = (await changed(clara, school, tomorrow, row(school.year_one, 3, 2, room=gym["id"])))["rows"][0]["id"]
    answer = await change(
        clara, school, tomorrow, row(school.maths, 3, 2, room=gym["id"]), row(chess, 3, 2), row(chess, 4, 2)
    )
    assert (answer.status, answer.code) == (409, "timetable_clash")
    found = [(one["kind"], one["add"], one["other"], one["other_add"], one["who"]) for one in answer.body["clashes"]]
    assert sorted(found, key=str) == sorted(
        [
            ("room", 0, there, None, [gym["id"]]),
            ("teacher", 1, there, None, [str(school.nina)]),
            ("students", 1, None, 0, []),  # nobody is in the chess course yet: it may be anybody of the class
        ],
        key=str,
    )
    assert [number for _, number in await lessons(served, school.maths, tomorrow)] == [1], "nothing half done"


async def test_a_new_row_clashes_with_a_lesson_that_was_moved_there_by_hand(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    [gym] = (await say_rooms(clara, school, 0, room("спортзал"))).body["rooms"]
    await changed(clara, school, tomorrow, row(school.year_one, 3, 2, room=gym["id"]))
    wednesday = next_day(school.day, 3) + WEEK
    lesson = await served.server.pool.fetchrow(
        "select id, revision from lesson where course_id = $1 and day = $2", school.year_one, wednesday
    )
    assert lesson is not None
    moved = {"lesson": str(lesson["id"]), "revision": lesson["revision"], "number": 5}
    assert (await clara.post(f"/api/schools/{school.id}/lesson-changes", {"changes": [moved]})).status == 200
    refused = await change(clara, school, tomorrow, row(school.maths, 3, 5, room=gym["id"]))
    assert (refused.status, refused.code) == (409, "timetable_clash")
    [clash] = refused.body["clashes"]
    there = {"id": moved["lesson"], "course": str(school.year_one), "day": str(wednesday), "number": 5}
    assert (clash["kind"], clash["add"], clash["other"], clash["lesson"]) == ("room", 0, None, there)
    told = await changed(clara, school, tomorrow, row(school.maths, 3, 5, room=gym["id"]), word="Зал делим")
    assert told["clashes"] == [clash]


async def lesson_of(served: Served, course: int, day: date) -> dict[str, Any]:
    """Returns a course's lesson of a day as a change names it."""
    lesson = await served.server.pool.fetchrow(
        "select id, revision from lesson where course_id = $1 and day = $2", course, day
    )
    assert lesson is not None
    return {"lesson": str(lesson["id"]), "revision": lesson["revision"]}


async def test_a_row_that_gives_its_lessons_again_clashes_with_a_lesson_that_was_moved_there_by_hand(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    [gym] = (await say_rooms(clara, school, 0, room("спортзал"))).body["rooms"]
    await changed(clara, school, tomorrow, row(school.year_one, 3, 2, room=gym["id"]))
    [in_the_gym] = (await changed(clara, school, tomorrow, row(school.maths, 3, 5, room=gym["id"])))["rows"]
    [elsewhere] = (await changed(clara, school, tomorrow, row(school.maths, 3, 5), word="Зал занят"))["rows"]
    wednesday = next_day(school.day, 3) + WEEK
    moved = {**await lesson_of(served, school.year_one, wednesday), "number": 5}
    assert (await clara.post(f"/api/schools/{school.id}/lesson-changes", {"changes": [moved]})).status == 200
    end = {"from_day": str(tomorrow), "end": [elsewhere["id"]], "add": []}
    checked = await clara.post(f"/api/schools/{school.id}/pattern/check", end)
    refused = await clara.post(f"/api/schools/{school.id}/pattern", end)
    assert (refused.status, refused.code) == (409, "timetable_clash")
    [clash] = refused.body["clashes"]
    there = {"id": moved["lesson"], "course": str(school.year_one), "day": str(wednesday), "number": 5}
    assert (clash["kind"], clash["add"], clash["other"], clash["lesson"]) == ("room", None, in_the_gym["id"], there)
    assert checked.body["clashes"] == [clash]
    answer = await clara.post(f"/api/schools/{school.id}/pattern", {**end, "word": "Зал делим"})
    assert answer.status == 200, answer.body
    shown = (await clara.get(f"/api/schools/{school.id}/pattern?day={tomorrow}")).body["rows"]
    assert {one["id"]: one["word"] for one in shown}[in_the_gym["id"]] == "Зал делим"


async def test_a_new_row_clashes_with_a_lesson_that_stays_in_the_room_of_a_row_that_ends_with_the_same_change(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    [gym] = (await say_rooms(clara, school, 0, room("спортзал"))).body["rooms"]
    [in_the_gym] = (await changed(clara, school, tomorrow, row(school.maths, 3, 5, room=gym["id"])))["rows"]
    wednesday = next_day(school.day, 3) + WEEK
    await sql(served, "update lesson set topic = 'Дроби' where course_id = $1 and day = $2", school.maths, wednesday)
    new = [row(school.maths, 3, 5), row(school.year_one, 3, 5, room=gym["id"])]
    refused = await change(clara, school, tomorrow, *new, end=[in_the_gym["id"]])
    assert (refused.status, refused.code) == (409, "timetable_clash")
    assert [(one["kind"], one["add"], one["lesson"]["day"]) for one in refused.body["clashes"]] == [
        ("room", 1, str(wednesday))
    ]


async def test_a_lesson_that_is_set_behind_the_time_made_ahead_meets_what_the_pattern_gives_there(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    year = (await clara.get(f"/api/schools/{school.id}/year")).body
    [now] = year["periods"]
    del now["id"]
    end = str(school.day + 16 * WEEK)
    later = {**now, "title": "вторая", "from_day": now["until_day"], "until_day": end}
    answer = await clara.ask("PUT", f"/api/schools/{school.id}/year", {**year, "periods": [now, later]})
    assert answer.status == 200, answer.body
    [there] = (await changed(clara, school, tomorrow, row(school.maths, 3, 2), until_day=end))["rows"]
    far = next_day(school.day, 3) + 10 * WEEK
    assert max(await lessons(served, school.maths, tomorrow))[0] < far
    single = {"course": str(school.year_one), "day": str(far), "number": 2, "teachers": [str(school.maria)]}
    refused = await clara.post(f"/api/schools/{school.id}/lessons", single)
    assert (refused.status, refused.code) == (409, "timetable_clash")
    answer = await clara.post(f"/api/schools/{school.id}/lessons", {**single, "number": 3})
    assert answer.status in (200, 201), answer.body
    assert (far, 2) in await lessons(served, school.maths, tomorrow)
    await changed(clara, school, tomorrow, end=[there["id"]])
    assert (far, 2) not in await lessons(served, school.maths, tomorrow), "kept right as far as lessons were made"


async def test_a_clash_stays_with_a_word_that_is_kept(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    [gym] = (await say_rooms(clara, school, 0, room("спортзал"))).body["rooms"]
    await changed(clara, school, tomorrow, row(school.year_one, 3, 2, room=gym["id"]))
    word = "В зале места на два класса"
    told = await changed(clara, school, tomorrow, row(school.maths, 3, 2, room=gym["id"]), word=word)
    assert [clash["kind"] for clash in told["clashes"]] == ["room"]
    shown = (await clara.get(f"/api/schools/{school.id}/pattern")).body["rows"]
    assert [one["word"] for one in shown] == ["", word]


async def test_lessons_at_one_number_of_two_shifts_do_not_clash(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    [gym] = (await say_rooms(clara, school, 0, room("спортзал"))).body["rooms"]
    await sql(served, "update course set class_id = $1 where id = $2", school.class_5a, school.maths)
    times = [bell(n, f"{7 + n:02}:30", f"{8 + n:02}:15") for n in range(1, 8)]
    second = [bell(n, f"{13 + n:02}:30", f"{14 + n:02}:15") for n in range(1, 8)]
    bells = {
        "revision": 1,
        "from_day": str(tomorrow),
        "schedules": [{"name": "1 смена", "bells": times}, {"name": "2 смена", "bells": second}],
        "rules": [
            {"schedule": "1 смена", "class": None, "weekday": None, "day": None},
            {"schedule": "2 смена", "class": str(school.class_5a), "weekday": None, "day": None},
        ],
    }
    assert (await clara.ask("PUT", f"/api/schools/{school.id}/bells", bells)).status == 200
    both = [row(course, 3, 1, room=gym["id"]) for course in (school.maths, school.year_one)]
    assert (await changed(clara, school, tomorrow, *both))["clashes"] == []
    # the seventh lesson of the first shift is at the time of the first of the second
    late = await change(clara, school, tomorrow, row(school.year_one, 3, 7, room=gym["id"]))
    assert [clash["kind"] for clash in late.body["clashes"]] == ["room"]


async def test_rows_of_different_weeks_do_not_clash(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    [gym] = (await say_rooms(clara, school, 0, room("спортзал"))).body["rooms"]
    rows = [
        row(course, 3, 1, room=gym["id"], cycle=2, weeks=[week])
        for course, week in ((school.maths, 1), (school.year_one, 2))
    ]
    assert (await changed(clara, school, tomorrow, *rows))["clashes"] == []


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"number": 9}, "add.0.number", "no_such_bell"),
        ({"weekday": 7}, "add.0.weekday", "no_school_day"),
    ],
)
async def test_a_lesson_on_a_free_day_or_at_no_bell_is_refused_at_its_row(
    served: Served, school: School, clara: Caller, tomorrow: date, given: dict[str, int], field: str, code: str
) -> None:
    answer = await change(clara, school, tomorrow, {**row(school.maths, 3, 2), **given})
    assert (answer.status, answer.code) == (422, code)
    assert [(one["field"], one["code"]) for one in answer.body["errors"]] == [(field, code)]


async def test_the_past_and_lessons_of_today_are_not_taken_away(served: Served, school: School, clara: Caller) -> None:
    today = school.day
    there = (await changed(clara, school, today, row(school.maths, weekday(today), 2)))["rows"][0]["id"]
    for day, more in ((today - timedelta(days=1), {}), (today, {"end": [there]})):
        answer = await change(clara, school, day, row(school.maths, 3, 3), **more)
        assert (answer.status, answer.code) == (422, "timetable_in_the_past")


async def test_who_ends_a_row_that_has_ended_meanwhile_is_shown_what_stands(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    old = (await changed(clara, school, tomorrow, row(school.maths, 3, 2)))["rows"][0]["id"]
    new = (await changed(clara, school, tomorrow, row(school.maths, 3, 4), end=[old]))["rows"][0]["id"]
    late = await change(clara, school, tomorrow, row(school.maths, 3, 5), end=[old])
    assert (late.status, late.code) == (409, "stale")
    assert [one["id"] for one in late.body["current"]] == [new]


async def test_courses_and_rooms_of_another_school_are_not_there(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    other = await served.server.pool.fetchval(
        "insert into room (school_id, name) select school_id, '214' from course where id = $1 returning id",
        school.foreign_course,
    )
    for one in (row(school.foreign_course, 3, 2), row(school.maths, 3, 2, room=str(other)), row(999_999, 3, 2)):
        assert (await change(clara, school, tomorrow, one)).status == 404


async def test_a_free_day_takes_its_lessons_away_and_gives_them_back(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    await changed(clara, school, tomorrow, row(school.maths, 3, 2))
    holiday = next_day(school.day, 3) + WEEK
    year = (await clara.get(f"/api/schools/{school.id}/year")).body
    for period in year["periods"]:
        del period["id"]
    free = [{"title": "Праздник", "from_day": str(holiday), "until_day": str(holiday + timedelta(days=1))}]
    for said, there in ((free, False), ([], True)):
        year = {**year, "free": said}
        answer = await clara.ask("PUT", f"/api/schools/{school.id}/year", year)
        assert answer.status == 200, answer.body
        year["revision"] = answer.body["revision"]
        assert ((holiday, 2) in await lessons(served, school.maths, tomorrow)) is there


async def test_a_free_day_of_a_grade_takes_away_the_lessons_of_that_grade_only(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    await sql(served, "update course set class_id = $1 where id = $2", school.class_5a, school.maths)
    await changed(clara, school, tomorrow, row(school.maths, 3, 2), row(school.year_one, 3, 2))
    wednesday = next_day(school.day, 3) + WEEK
    year = (await clara.get(f"/api/schools/{school.id}/year")).body
    for period in year["periods"]:
        del period["id"]
    for grade, left in ((1, [school.maths]), (5, [school.year_one])):
        free: dict[str, Any] = {
            "title": "Каникулы",
            "from_day": str(wednesday),
            "until_day": str(wednesday + timedelta(days=1)),
            "grade_from": grade,
            "grade_until": grade,
        }
        answer = await clara.ask("PUT", f"/api/schools/{school.id}/year", {**year, "free": [free]})
        assert answer.status == 200, answer.body
        year["revision"] = answer.body["revision"]
        stand = [(wednesday, 2) in await lessons(served, one, tomorrow) for one in (school.maths, school.year_one)]
        assert stand == [school.maths in left, school.year_one in left]


async def say_free(by: Caller, school: School, *days: date) -> Answer:
    """Says the free days of the year anew."""
    year = (await by.get(f"/api/schools/{school.id}/year")).body
    for period in year["periods"]:
        del period["id"]
    free = [{"title": "Праздник", "from_day": str(day), "until_day": str(day + timedelta(days=1))} for day in days]
    return await by.ask("PUT", f"/api/schools/{school.id}/year", {**year, "free": free})


async def teach(served: Served, by: Caller, school: School, day: date, teacher: int) -> None:
    """Has somebody else teach mathematics on a day."""
    lesson = await served.server.pool.fetchrow(
        "select id, revision from lesson where course_id = $1 and day = $2", school.maths, day
    )
    assert lesson is not None
    new = {"lesson": str(lesson["id"]), "revision": lesson["revision"], "teachers": [str(teacher)]}
    answer = await by.post(f"/api/schools/{school.id}/lesson-changes", {"changes": [new]})
    assert answer.status == 200, answer.body


async def take_a_teacher_on_a_holiday(served: Served, by: Caller, school: School) -> date:
    """Has a lesson that was kept on a free day taken by Nina, who teaches the little ones then when it is none."""
    wednesday = next_day(school.day, 3) + WEEK
    await changed(by, school, school.day + timedelta(days=1), row(school.maths, 3, 2), row(school.year_one, 3, 2))
    await sql(served, "update lesson set topic = 'Дроби' where course_id = $1 and day = $2", school.maths, wednesday)
    assert (await say_free(by, school, wednesday)).status == 200
    await teach(served, by, school, wednesday, school.nina)
    return wednesday


async def test_a_free_day_is_not_taken_back_over_a_lesson_that_has_taken_a_teacher_meanwhile(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    wednesday = await take_a_teacher_on_a_holiday(served, clara, school)
    refused = await say_free(clara, school)
    assert (refused.status, refused.code) == (409, "lessons_in_the_way")
    assert [(one["day"], one["number"]) for one in refused.body["clashes"]] == [(str(wednesday), 2)]
    assert (wednesday, 2) not in await lessons(served, school.year_one, tomorrow), "nothing half done"
    await teach(served, clara, school, wednesday, school.maria)
    assert (await say_free(clara, school)).status == 200
    assert (wednesday, 2) in await lessons(served, school.year_one, tomorrow)


async def test_a_day_that_a_roster_gives_back_does_not_bring_two_lessons_of_one_teacher_together(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    wednesday = await take_a_teacher_on_a_holiday(served, clara, school)
    await sql(
        served, "delete from free_days where school_id = $1", school.id
    )  # as the periods of a roster would be others
    await make_lessons(served.server.desk)
    assert (wednesday, 2) not in await lessons(served, school.year_one, tomorrow)
    assert (wednesday + WEEK, 2) in await lessons(served, school.year_one, tomorrow)
    await teach(served, clara, school, wednesday, school.maria)
    await make_lessons(served.server.desk)
    assert (wednesday, 2) in await lessons(served, school.year_one, tomorrow)


async def test_a_free_day_is_taken_back_over_lessons_about_which_a_word_was_said(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    await changed(clara, school, tomorrow, row(school.maths, 3, 2), row(school.year_one, 3, 2))
    wednesday = next_day(school.day, 3) + WEEK
    covered = {**await lesson_of(served, school.maths, wednesday), "teachers": [str(school.nina)]}
    body = {"changes": [covered], "word": "Нина ведёт обоих"}
    answer = await clara.post(f"/api/schools/{school.id}/lesson-changes", body)
    assert answer.status == 200, answer.body
    assert (await say_free(clara, school, wednesday)).status == 200
    assert (wednesday, 2) not in await lessons(served, school.year_one, tomorrow)
    assert (await say_free(clara, school)).status == 200
    assert (wednesday, 2) in await lessons(served, school.year_one, tomorrow)


async def test_lessons_are_made_further_when_the_next_period_comes_near(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    end = school.day + 8 * WEEK
    await changed(clara, school, tomorrow, row(school.maths, 3, 2), until_day=str(end + 8 * WEEK))
    assert max(await lessons(served, school.maths, tomorrow))[0] < end
    assert await make_lessons(served.server.desk) == 0
    await sql(served, "update academic_session set until_day = until_day + 21 where school_id = $1", school.id)
    assert await make_lessons(served.server.desk) == 3
    assert await make_lessons(served.server.desk) == 0


async def test_class_and_journal_hear_of_a_change_once(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    await sql(served, "update course set class_id = $1 where id = $2", school.class_5a, school.maths)
    async with wire(served, await served.person("olga")) as olga:
        await changed(clara, school, tomorrow, row(school.maths, 3, 2), row(school.maths, 4, 2))
        heard = await olga.publication(f"class:{school.class_5a}")
    assert heard["data"] == {"type": "timetable_changed", "from_day": str(tomorrow)}


async def test_class_and_journal_hear_of_a_lesson_that_goes_in_the_night_after_its_words_were_taken_out(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    await sql(served, "update course set class_id = $1 where id = $2", school.class_5a, school.maths)
    [there] = (await changed(clara, school, tomorrow, row(school.maths, 3, 2)))["rows"]
    wednesday = next_day(school.day, 3) + WEEK
    await sql(served, "update lesson set topic = 'Дроби' where course_id = $1 and day = $2", school.maths, wednesday)
    await changed(clara, school, tomorrow, end=[there["id"]])
    async with wire(served, await served.person("olga")) as olga:
        await make_lessons(served.server.desk)
        assert (wednesday, 2) in await lessons(served, school.maths, tomorrow)
        await sql(served, "update lesson set topic = '' where course_id = $1 and day = $2", school.maths, wednesday)
        await make_lessons(served.server.desk)
        heard = await olga.publication(f"class:{school.class_5a}")
    assert heard["data"] == {"type": "timetable_changed", "from_day": str(wednesday)}
    assert (wednesday, 2) not in await lessons(served, school.maths, tomorrow)


@pytest.mark.parametrize(
    "written",
    [
        "by_hand = true",
        "cancelled = true",
        "topic = 'Дроби'",
        "homework = '№ 5'",
        "kind_id = (select min(id) from mark_kind)",
        "row_id = null",
        "day = (now() at time zone 'Europe/Moscow')::date",
    ],
)
async def test_of_the_lessons_that_the_pattern_made_only_untouched_ones_to_come_are_deleted(
    served: Served, school: School, clara: Caller, tomorrow: date, written: str
) -> None:
    await changed(clara, school, tomorrow, row(school.maths, 3, 2))
    made = "select id from lesson where course_id = $1 and number = 2 order by day limit 1"
    kept = await served.server.pool.fetchval(made, school.maths)
    await sql(served, f"update lesson set {written} where id = $1", kept)
    with pytest.raises(asyncpg.RestrictViolationError):
        await sql(served, "delete from lesson where id = $1", kept)
    await sql(served, "delete from lesson where course_id = $1 and number = 2 and id <> $2", school.maths, kept)
    assert [number for _, number in await lessons(served, school.maths, school.day) if number == 2] == [2]


async def test_a_lesson_about_which_something_is_written_is_never_deleted(served: Served, school: School) -> None:
    for lesson in (school.yesterday, school.today, school.tomorrow):
        with pytest.raises(asyncpg.RestrictViolationError):
            await sql(served, "delete from lesson where id = $1", lesson)
