"""Teachers who are away, and the lessons that others hold meanwhile."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.handlers.test_lesson_changes import done
from tests.handlers.test_patterns import changed, next_day, row, set_up
from tests.support.school import School
from tests.support.serving import Answer, Caller, Served


@pytest.fixture
async def clara(served: Served, school: School) -> Caller:
    """The head of a school with mathematics on Wednesdays and Thursdays, and reading on Wednesdays at the same hour."""
    clara = await set_up(served, school)
    tomorrow = school.day + timedelta(days=1)
    rows = [row(school.maths, 3, 2), row(school.maths, 3, 4), row(school.maths, 4, 1), row(school.year_one, 3, 2)]
    await changed(clara, school, tomorrow, *rows)
    return clara


@pytest.fixture
def wednesday(school: School) -> date:
    return next_day(school.day + timedelta(days=1), 3)


async def away(person: Caller, school: School, teacher: int, from_day: date, days: int, reason: str = "") -> Answer:
    until = from_day + timedelta(days=days)
    body = {"teacher": str(teacher), "from_day": str(from_day), "until_day": str(until), "reason": reason}
    return await person.post(f"/api/schools/{school.id}/absences", body)


async def to_cover(person: Caller, school: School, absence: str) -> list[dict[str, Any]]:
    answer = await person.get(f"/api/schools/{school.id}/absences/{absence}")
    assert answer.status == 200, answer.body
    lessons: list[dict[str, Any]] = answer.body["lessons"]
    return lessons


async def test_every_lesson_of_who_is_away_is_listed_with_free_colleagues(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    absence = (await away(clara, school, school.maria, wednesday, 2)).body["id"]
    found = await to_cover(clara, school, absence)
    places = [(one["lesson"]["after"]["day"], one["lesson"]["after"]["number"]) for one in found]
    assert places == [(str(wednesday), 2), (str(wednesday), 4), (str(wednesday + timedelta(days=1)), 1)]
    free = [[each["teacher"] for each in one["proposals"]] for one in found]
    assert str(school.nina) not in free[0], "she has her own class then"
    assert str(school.nina) in free[1]
    assert all(str(school.maria) not in one for one in free)


async def test_a_lesson_that_somebody_covers_is_no_longer_to_cover(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    absence = (await away(clara, school, school.maria, wednesday, 1)).body["id"]
    first, second = [one["lesson"] for one in await to_cover(clara, school, absence)]
    changes = [
        {"lesson": one["id"], "revision": one["revision"], "teachers": [str(school.lev)]} for one in (first, second)
    ]
    await done(clara, school, *changes)
    assert await to_cover(clara, school, absence) == []
    # and who covers them and falls ill leaves them to others
    ill = (await away(clara, school, school.lev, wednesday, 1)).body["id"]
    assert [one["lesson"]["id"] for one in await to_cover(clara, school, ill)] == [first["id"], second["id"]]


async def test_of_who_covers_it_is_counted_how_often(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    absence = (await away(clara, school, school.maria, wednesday, 2)).body["id"]
    first = (await to_cover(clara, school, absence))[0]["lesson"]
    change = {"lesson": first["id"], "revision": first["revision"], "teachers": [str(school.clara)]}
    await done(clara, school, change)
    [proposal] = [
        each
        for each in (await to_cover(clara, school, absence))[0]["proposals"]
        if each["teacher"] == str(school.clara)
    ]
    assert proposal["covers"] == 1


async def test_reasons_are_read_by_those_who_keep_the_timetable(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    await away(clara, school, school.maria, wednesday, 1, "больничный")
    path = f"/api/schools/{school.id}/absences"
    [shown] = (await (await served.person("sysop")).get(path)).body["absences"]
    assert (shown["teacher"]["id"], shown["reason"]) == (str(school.maria), "больничный")
    assert (await (await served.person("nina")).get(path)).status == 404


async def test_an_absence_that_is_taken_back_is_gone(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    absence = (await away(clara, school, school.maria, wednesday, 1)).body["id"]
    path = f"/api/schools/{school.id}/absences"
    answer = await clara.ask("DELETE", f"{path}/{absence}", None)
    assert answer.body == {"absences": []}
    assert (await clara.ask("DELETE", f"{path}/{absence}", None)).status == 404
    assert (await clara.get(f"{path}/{absence}")).status == 404


async def test_teachers_of_another_school_and_days_that_end_first_are_refused(
    served: Served, school: School, clara: Caller, wednesday: date
) -> None:
    assert (await away(clara, school, school.foreign_teacher, wednesday, 1)).status == 404
    refused = await away(clara, school, school.maria, wednesday, 0)
    assert (refused.status, refused.code) == (422, "days_end_first")
