"""Other bells bring lessons together that stand already, or leave them without a bell: nobody does that unasked."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.handlers.test_bell_schedules import bell
from tests.handlers.test_lesson_days import sql
from tests.handlers.test_patterns import WEEK, change, changed, lessons, next_day, row, say_free, set_up
from tests.handlers.test_rooms import room
from tests.handlers.test_rooms import say as say_rooms
from tests.support.school import School
from tests.support.serving import Answer, Caller, Served

WEDNESDAY = 3
WORD = "В зале места на два класса"


def shift(name: str, first_hour: int, lessons_a_day: int = 7) -> dict[str, Any]:
    """Bells on the half hours from one hour on."""
    times = [bell(n, f"{first_hour + n - 1:02}:30", f"{first_hour + n:02}:15") for n in range(1, lessons_a_day + 1)]
    return {"name": name, "bells": times}


FIRST, SECOND = shift("1 смена", 8), shift("2 смена", 14)


def has(schedule: dict[str, Any], of: int | None = None, **more: Any) -> dict[str, Any]:
    return {"schedule": schedule["name"], "class": None if of is None else str(of), **more}


async def say(
    by: Caller, school: School, from_day: date, *rules: dict[str, Any], schedules: Any = (FIRST, SECOND), **more: Any
) -> Answer:
    """Says all bells anew from a day on."""
    present = (await by.get(f"/api/schools/{school.id}/bells")).body["revision"]
    body = {"revision": present, "from_day": str(from_day), "schedules": list(schedules), "rules": list(rules), **more}
    return await by.ask("PUT", f"/api/schools/{school.id}/bells", body)


async def say_day(by: Caller, school: School, day: date, *rules: dict[str, Any], **more: Any) -> Answer:
    present = (await by.get(f"/api/schools/{school.id}/bells")).body["revision"]
    body = {"revision": present, "day": str(day), "rules": list(rules), **more}
    return await by.ask("PUT", f"/api/schools/{school.id}/bells/day", body)


async def words(by: Caller, school: School) -> list[str]:
    """The words of the rows that stand, by id."""
    return [one["word"] for one in (await by.get(f"/api/schools/{school.id}/pattern")).body["rows"]]


def told(refused: Answer) -> list[tuple[str, str, str, str]]:
    """The clashes of a refusal: kind, both courses, and the day."""
    return [
        (one["kind"], one["lesson"]["course"], one["other"]["course"], one["lesson"]["day"])
        for one in refused.body["clashes"]
    ]


def bare(refused: Answer) -> list[tuple[str, str, int]]:
    return [(one["course"], one["day"], one["number"]) for one in refused.body["without_bell"]]


@pytest.fixture
def tomorrow(school: School) -> date:
    return school.day + timedelta(days=1)


@pytest.fixture
async def clara(served: Served, school: School) -> Caller:
    return await set_up(served, school)


async def two_shifts(served: Served, school: School, clara: Caller, tomorrow: date) -> Caller:
    """Has maths of the second shift and the little ones of the first in one room at their first lessons."""
    await sql(served, "update course set class_id = $1 where id = $2", school.class_5a, school.maths)
    assert (await say(clara, school, tomorrow, has(FIRST), has(SECOND, school.class_5a))).status == 200
    [gym] = (await say_rooms(clara, school, 0, room("спортзал"))).body["rooms"]
    both = [row(course, WEDNESDAY, 1, room=gym["id"]) for course in (school.year_one, school.maths)]
    assert (await changed(clara, school, tomorrow, *both))["clashes"] == []
    return clara


@pytest.fixture
async def shifts(served: Served, school: School, clara: Caller, tomorrow: date) -> Caller:
    return await two_shifts(served, school, clara, tomorrow)


async def test_bells_that_bring_two_lessons_together_need_a_word_that_is_kept(
    served: Served, school: School, shifts: Caller, tomorrow: date
) -> None:
    refused = await say(shifts, school, tomorrow, has(FIRST))
    assert (refused.status, refused.code) == (409, "timetable_clash")
    day = str(next_day(school.day, WEDNESDAY))
    assert told(refused) == [("room", str(school.year_one), str(school.maths), day)]
    assert refused.body["clashes"][0]["lesson"]["id"] is None, "it is each Wednesday's"
    assert (await shifts.get(f"/api/schools/{school.id}/bells?day={day}")).body["revision"] == 2, "nothing half done"
    assert (await say(shifts, school, tomorrow, has(FIRST), word=WORD)).status == 200
    assert await words(shifts, school) == ["", WORD]


async def test_what_clashed_before_is_not_asked_about_again(
    served: Served, school: School, shifts: Caller, tomorrow: date
) -> None:
    assert (await say(shifts, school, tomorrow, has(FIRST), word=WORD)).status == 200
    later = shift("1 смена", 9)
    assert (await say(shifts, school, tomorrow, has(later), schedules=[later])).status == 200


async def test_a_day_with_other_bells_needs_a_word_for_what_it_brings_together(
    served: Served, school: School, shifts: Caller, tomorrow: date
) -> None:
    wednesday = next_day(school.day, WEDNESDAY) + WEEK
    refused = await say_day(shifts, school, wednesday, has(SECOND))
    assert (refused.status, refused.code) == (409, "timetable_clash")
    assert told(refused) == [("room", str(school.year_one), str(school.maths), str(wednesday))]
    assert (await say_day(shifts, school, wednesday + timedelta(days=1), has(SECOND))).status == 200
    assert (await say_day(shifts, school, wednesday, has(SECOND), word=WORD)).status == 200
    assert await words(shifts, school) == ["", WORD]


async def test_a_class_that_gets_other_bells_on_a_weekday_is_looked_at_on_that_weekday(
    served: Served, school: School, shifts: Caller, tomorrow: date
) -> None:
    rules = has(FIRST), has(SECOND, school.class_5a)
    thursday = has(FIRST, school.class_5a, weekday=WEDNESDAY + 1)
    assert (await say(shifts, school, tomorrow, *rules, thursday)).status == 200
    refused = await say(shifts, school, tomorrow, *rules, has(FIRST, school.class_5a, weekday=WEDNESDAY))
    assert (refused.status, refused.code) == (409, "timetable_clash")


async def test_lessons_that_bells_leave_without_a_time_are_confirmed(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    await changed(clara, school, tomorrow, row(school.maths, WEDNESDAY, 6))
    short = shift("Короткий день", 8, lessons_a_day=4)
    refused = await say(clara, school, tomorrow, has(short), schedules=[short])
    assert (refused.status, refused.code) == (409, "lessons_without_bell")
    wednesday = next_day(school.day, WEDNESDAY)
    assert bare(refused) == [(str(school.maths), str(wednesday), 6)]
    assert refused.body["clashes"] == []
    assert (await say(clara, school, tomorrow, has(short), schedules=[short], confirmed=True)).status == 200
    # they had none before
    assert (await say(clara, school, tomorrow, has(short), schedules=[short])).status == 200


async def test_each_short_day_is_confirmed_by_itself(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    await changed(clara, school, tomorrow, row(school.maths, WEDNESDAY, 6))
    short = shift("Короткий день", 8, lessons_a_day=4)
    assert (await say(clara, school, tomorrow, has(FIRST), schedules=[FIRST, short])).status == 200
    for weeks in (1, 2):
        wednesday = next_day(school.day, WEDNESDAY) + weeks * WEEK
        refused = await say_day(clara, school, wednesday, has(short))
        assert (refused.status, refused.code) == (409, "lessons_without_bell")
        assert bare(refused) == [(str(school.maths), str(wednesday), 6)]
        assert (await say_day(clara, school, wednesday, has(short), confirmed=True)).status == 200


async def test_a_lesson_changed_by_hand_keeps_the_word_itself(
    served: Served, school: School, shifts: Caller, tomorrow: date
) -> None:
    """The lesson of a Wednesday is moved to where only the later bells bring another one."""
    wednesday = next_day(school.day, WEDNESDAY) + WEEK
    moved = await served.server.pool.fetchrow(
        "select id, revision from lesson where course_id = $1 and day = $2", school.maths, wednesday
    )
    assert moved is not None
    body = {"changes": [{"lesson": str(moved["id"]), "revision": moved["revision"], "number": 7}]}
    assert (await shifts.post(f"/api/schools/{school.id}/lesson-changes", body)).status == 200
    late = {"name": "2 смена", "bells": [bell(7, "08:30", "09:15"), bell(1, "14:30", "15:15")]}
    rules = has(FIRST), has(late, school.class_5a)
    from_day = wednesday - timedelta(days=1)
    more = {"schedules": [FIRST, late], "confirmed": True}
    refused = await say(shifts, school, from_day, *rules, **more)
    assert (refused.status, refused.code) == (409, "timetable_clash")
    [clash] = [one for one in refused.body["clashes"] if one["kind"] == "room"]
    assert str(moved["id"]) in (clash["lesson"]["id"], clash["other"]["id"])
    assert (await say(shifts, school, from_day, *rules, **more, word=WORD)).status == 200
    assert await words(shifts, school) == ["", ""]
    kept = await served.server.pool.fetchval("select word from lesson_deviation where lesson_id = $1", moved["id"])
    assert kept == WORD


async def test_later_bells_are_seen_by_a_new_row_of_the_pattern(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    await sql(served, "update course set class_id = $1 where id = $2", school.class_5a, school.maths)
    assert (await say(clara, school, tomorrow, has(FIRST), has(SECOND, school.class_5a))).status == 200
    in_a_month = school.day + 4 * WEEK
    assert (await say(clara, school, in_a_month, has(FIRST))).status == 200
    [gym] = (await say_rooms(clara, school, 0, room("спортзал"))).body["rooms"]
    both = [row(course, WEDNESDAY, 1, room=gym["id"]) for course in (school.year_one, school.maths)]
    refused = await change(clara, school, tomorrow, *both)
    assert (refused.status, refused.code) == (409, "timetable_clash")
    assert (await change(clara, school, tomorrow, *both, until_day=str(in_a_month))).status == 200


async def test_a_new_row_at_a_number_that_later_bells_lack_is_refused(
    served: Served, school: School, clara: Caller, tomorrow: date
) -> None:
    short = shift("1 смена", 8, lessons_a_day=4)
    assert (await say(clara, school, school.day + 4 * WEEK, has(short), schedules=[short])).status == 200
    refused = await change(clara, school, tomorrow, row(school.maths, WEDNESDAY, 6))
    assert (refused.status, refused.code) == (422, "no_such_bell")


async def test_bells_of_a_free_day_are_answered_for_before_it_is_given_back(
    served: Served, school: School, shifts: Caller, tomorrow: date
) -> None:
    wednesday = next_day(school.day, WEDNESDAY) + WEEK
    assert (await say_free(shifts, school, wednesday)).status == 200
    refused = await say_day(shifts, school, wednesday, has(SECOND))
    assert (refused.status, refused.code) == (409, "timetable_clash")
    assert (await say_day(shifts, school, wednesday, has(SECOND), word=WORD)).status == 200
    assert (await say_free(shifts, school)).status == 200
    assert (wednesday, 1) in await lessons(served, school.maths, tomorrow)


async def test_lessons_that_are_made_later_were_asked_about_when_the_bells_were_set(
    served: Served, school: School, shifts: Caller, tomorrow: date
) -> None:
    far = school.day + 30 * WEEK
    rows = (await shifts.get(f"/api/schools/{school.id}/pattern")).body["rows"]
    again = [row(int(one["course"]), WEDNESDAY, 1, room=one["room"]) for one in rows]
    ends = [one["id"] for one in rows]
    assert (await change(shifts, school, tomorrow, *again, end=ends, until_day=str(far))).status == 200
    later = school.day + 20 * WEEK
    assert not [day for day, _ in await lessons(served, school.maths, tomorrow) if day >= later], "none is made yet"
    refused = await say(shifts, school, later, has(FIRST))
    assert (refused.status, refused.code) == (409, "timetable_clash")
