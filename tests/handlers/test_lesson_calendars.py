"""Lessons in calendar programs: of a teacher, of a student, and of each child of a family."""

from datetime import date, datetime
from typing import Any

import pytest
from icalendar import Calendar

from tests.handlers.test_bell_schedules import bell
from tests.handlers.test_lesson_changes import done, lesson_at, of
from tests.handlers.test_lesson_days import sql
from tests.handlers.test_patterns import changed, row, set_up
from tests.handlers.test_rooms import room
from tests.handlers.test_rooms import say as say_rooms
from tests.support.calendars import read_calendar
from tests.support.school import School
from tests.support.serving import Caller, Served


@pytest.fixture
async def clara(served: Served, school: School) -> Caller:
    """The head of a school with mathematics of 5А on Wednesdays at the second bell."""
    clara = await set_up(served, school)
    await sql(served, "update course set class_id = $1 where id = $2", school.class_5a, school.maths)
    await changed(clara, school, school.ahead, row(school.maths, 3, 2))
    return clara


@pytest.fixture
def wednesday(school: School) -> date:
    return school.next(3)


async def address(person: Caller, student: int | None = None) -> str:
    path = "/api/calendar" if student is None else f"/api/students/{student}/calendar"
    answer = await person.post(path)
    assert answer.status == 200, answer.body
    found: str = answer.body["path"]
    return found


async def feed(served: Served, path: str) -> Calendar:
    answer = await served.stranger.get(path)
    assert answer.status == 200, answer.body
    return read_calendar(answer.raw)


async def entry(served: Served, path: str, day: date) -> Any:
    [found] = [one for one in (await feed(served, path)).walk("VEVENT") if one.decoded("dtstart").date() == day]
    return found


async def test_a_family_has_the_lessons_of_each_child_at_an_address_of_its_own(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    olga, boris = await served.person("olga"), await served.person("boris")
    calendar = await feed(served, await address(olga, school.anya))
    assert str(calendar["name"]) == "Гимназия № 7, 5А"
    shown = await entry(served, await address(olga, school.anya), wednesday)
    assert (shown["summary"], shown["status"]) == ("Математика", "CONFIRMED")
    begins: datetime = shown.decoded("dtstart")
    assert begins.isoformat() == f"{wednesday}T06:30:00+00:00"  # 9:30 in Moscow
    # one's own calendar has no child's lessons
    assert (await feed(served, await address(olga))).walk("VEVENT") == []
    assert (await boris.post(f"/api/students/{school.anya}/calendar")).status == 404


async def test_a_teacher_has_the_classes_beside_the_lessons_and_what_is_covered(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    maria, nina = await address(await served.person("maria")), await address(await served.person("nina"))
    assert (await entry(served, maria, wednesday))["summary"] == "Математика, 5А"
    lesson = await lesson_at(served, school.maths, wednesday, 2)
    await done(clara, school, of(lesson, teachers=[str(school.nina)]))
    assert (await entry(served, nina, wednesday))["summary"] == "Математика, 5А"


async def test_a_lesson_that_others_hold_is_cancelled_for_the_teacher_and_for_nobody_else(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    maria, nina = await address(await served.person("maria")), await address(await served.person("nina"))
    family = await address(await served.person("olga"), school.anya)
    before = await entry(served, maria, wednesday)
    await done(clara, school, of(await lesson_at(served, school.maths, wednesday, 2), teachers=[str(school.nina)]))
    shown = [await entry(served, path, wednesday) for path in (maria, nina, family)]
    assert [one["status"] for one in shown] == ["CANCELLED", "CONFIRMED", "CONFIRMED"]
    assert shown[0]["sequence"] > before["sequence"]
    # who holds it together with somebody else holds it
    both = [str(school.maria), str(school.nina)]
    await done(clara, school, of(await lesson_at(served, school.maths, wednesday, 2), teachers=both))
    assert (await entry(served, maria, wednesday))["status"] == "CONFIRMED"


async def test_each_kind_of_change_keeps_the_id_and_raises_the_sequence(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    path = await address(await served.person("olga"), school.anya)
    rooms = (await say_rooms(clara, school, 0, room("214"), room("301"))).body["rooms"]

    async def lesson() -> dict[str, Any]:
        found = await served.server.pool.fetchrow("select * from lesson where id = $1", number)
        assert found is not None
        return dict(found)

    number = (await lesson_at(served, school.maths, wednesday, 2))["id"]
    before = await entry(served, path, wednesday)
    for what, shown in (
        ({"room": rooms[1]["id"]}, ("location", "301")),
        ({"teachers": [str(school.nina)]}, ("status", "CONFIRMED")),
        ({"cancelled": True}, ("status", "CANCELLED")),
        ({"cancelled": False}, ("status", "CONFIRMED")),
        ({"instead": "Планетарий"}, ("description", "Планетарий")),
        ({"cancelled": False, "number": 5}, ("status", "CONFIRMED")),
    ):
        await done(clara, school, of(await lesson(), **what))
        after = await entry(served, path, wednesday)
        assert after["uid"] == before["uid"], what
        assert after["sequence"] > before["sequence"], what
        assert str(after[shown[0]]) == shown[1], what
        before = after
    assert before.decoded("dtstart").isoformat() == f"{wednesday}T09:30:00+00:00"


async def test_other_bells_and_another_room_of_the_pattern_raise_the_sequence(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    path = await address(await served.person("olga"), school.anya)
    before = await entry(served, path, wednesday)
    bells = {
        "revision": 1,
        "from_day": str(school.ahead),
        "schedules": [{"name": "1 смена", "bells": [bell(1, "08:00", "08:40"), bell(2, "08:50", "09:30")]}],
        "rules": [{"schedule": "1 смена", "class": None, "weekday": None, "day": None}],
    }
    assert (await clara.ask("PUT", f"/api/schools/{school.id}/bells", bells)).status == 200
    after = await entry(served, path, wednesday)
    assert (after["uid"], after["sequence"] > before["sequence"]) == (before["uid"], True)
    assert after.decoded("dtstart").isoformat() == f"{wednesday}T05:50:00+00:00"
    [gym] = (await say_rooms(clara, school, 0, room("спортзал"))).body["rooms"]
    old = await served.server.pool.fetchval("select id from pattern_row where course_id = $1", school.maths)
    await changed(clara, school, school.ahead, row(school.maths, 3, 2, room=gym["id"]), end=[str(old)])
    last = await entry(served, path, wednesday)
    assert (last["uid"], last["sequence"] > after["sequence"], str(last["location"])) == (
        before["uid"],
        True,
        "спортзал",
    )


async def test_a_calendar_of_a_child_says_nothing_any_more_when_the_right_to_it_has_ended(
    served: Served, school: School, clara: Caller
) -> None:
    path = await address(await served.person("olga"), school.anya)
    await sql(served, "update guardianship set restricted = true where guardian_id = $1", school.olga)
    assert (await served.stranger.get(path)).status == 404


async def test_a_new_address_of_one_child_leaves_the_others_as_they_are(
    served: Served, school: School, clara: Caller
) -> None:
    olga = await served.person("olga")
    own, first = await address(olga), await address(olga, school.anya)
    second = await address(olga, school.anya)
    statuses = [(await served.stranger.get(path)).status for path in (own, first, second)]
    assert statuses == [200, 404, 200]
    await olga.ask("DELETE", f"/api/students/{school.anya}/calendar", None)
    assert [(await served.stranger.get(path)).status for path in (own, second)] == [200, 404]


async def test_no_person_is_named_and_no_line_is_too_long(served: Served, school: School, clara: Caller) -> None:
    await sql(served, "update course set subject = $1", "Основы безопасности и защиты Родины (с начальной подготовкой)")
    raw = (await served.stranger.get(await address(await served.person("olga"), school.anya))).raw
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    text = raw.decode()
    for name in ("Соколова", "Анна", "Рябова", "Мария"):
        assert name not in text
