"""Rooms of a school."""

from typing import Any

from tests.support.school import School
from tests.support.serving import Answer, Caller, Served


def room(name: str, building: str = "", of: str | None = None) -> dict[str, Any]:
    return {"id": of, "building": building, "name": name}


async def say(person: Caller, school: School, revision: int, *rooms: dict[str, Any]) -> Answer:
    return await person.ask("PUT", f"/api/schools/{school.id}/rooms", {"revision": revision, "rooms": list(rooms)})


async def read(person: Caller, school: School) -> dict[str, Any]:
    answer = await person.get(f"/api/schools/{school.id}/rooms")
    assert answer.status == 200, answer.body
    body: dict[str, Any] = answer.body
    return body


async def test_rooms_are_read_by_the_staff_as_they_were_set(served: Served, school: School) -> None:
    clara, maria = await served.person("clara"), await served.person("maria")
    answer = await say(clara, school, 0, room("214"), room("214", "Новый корпус"))
    assert answer.status == 200, answer.body
    assert await read(maria, school) == answer.body
    assert [(one["building"], one["name"]) for one in answer.body["rooms"]] == [("", "214"), ("Новый корпус", "214")]


async def test_a_room_that_is_renamed_is_so_in_its_lessons_and_one_that_ends_stays_in_them(
    served: Served, school: School
) -> None:
    clara = await served.person("clara")
    first = (await say(clara, school, 0, room("214"), room("спортзал"))).body["rooms"]
    for lesson, one in ((school.yesterday, first[0]), (school.today, first[1])):
        await served.server.pool.execute("update lesson set room_id = $1 where id = $2", int(one["id"]), lesson)
    answer = await say(clara, school, 1, room("214а", of=first[0]["id"]))
    assert [one["name"] for one in answer.body["rooms"]] == ["214а"]
    journal = (await clara.get(f"/api/courses/{school.maths}/journal")).body
    rooms = {lesson["id"]: lesson["room"] for lesson in journal["lessons"]}
    assert (rooms[str(school.yesterday)], rooms[str(school.today)]) == ("214а", "спортзал")


async def test_two_rooms_of_one_name_are_refused_at_their_rows(served: Served, school: School) -> None:
    clara = await served.person("clara")
    answer = await say(clara, school, 0, room("214а"), room("214"), room("214А"), room("214"))
    assert (answer.status, answer.code) == (422, "room_twice")
    assert [error["field"] for error in answer.body["errors"]] == ["rooms.2.name", "rooms.3.name"]
    assert (await read(clara, school))["rooms"] == []


async def test_rooms_that_were_changed_since_are_shown_to_who_comes_late(served: Served, school: School) -> None:
    clara = await served.person("clara")
    await say(clara, school, 0, room("214"))
    late = await say(clara, school, 0, room("215"))
    assert (late.status, late.code) == (409, "stale")
    assert [one["name"] for one in late.body["current"]["rooms"]] == ["214"]


async def test_a_room_of_another_school_or_one_that_has_ended_is_not_there(served: Served, school: School) -> None:
    clara = await served.person("clara")
    other = await served.server.pool.fetchval(
        "insert into room (school_id, name) select school_id, '214' from course where id = $1 returning id",
        school.foreign_course,
    )
    own = (await say(clara, school, 0, room("214"))).body["rooms"][0]["id"]
    assert (await say(clara, school, 1)).status == 200
    for one in (str(other), own):
        assert (await say(clara, school, 2, room("214", of=one))).status == 404
