"""A trust that ends closes open sockets within a second, and calendars and pushes with it."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.support.post import expanded
from tests.support.school import School
from tests.support.serving import Served
from tests.support.trusts import does, offered, opened, time_passes, with_family
from tests.support.wire import Wire, wire

TRUSTS = "/api/me/trusts"
Ends = Callable[[Served, School, dict[str, Any]], Awaitable[None]]


@pytest.fixture(autouse=True)
async def family(served: Served, school: School) -> None:
    await with_family(served.server.pool, school)


async def refused(served: Served, school: School, one: dict[str, Any]) -> None:
    assert (await does(await served.person("boris"), "end", one)).status == 200


async def restricted(served: Served, school: School, one: dict[str, Any]) -> None:
    path = f"/api/schools/{school.id}/register/people/{school.anya}/restrictions"
    asked = {"guardian": str(school.foreign_teacher), "relation": "other"}
    assert (await (await served.person("clara")).ask("PUT", path, asked)).status == 200


async def narrowed(served: Served, school: School, one: dict[str, Any]) -> None:
    asked = {"services": ["chat"], "until_day": one["until_day"]}
    assert (await (await served.person("olga")).patch(f"{TRUSTS}/{one['id']}", asked)).status == 200


async def of_the_school(served: Served, school: School, one: dict[str, Any]) -> None:
    path = f"/api/schools/{school.id}/register/people/{school.anya}/guardians/end"
    answer = await (await served.person("clara")).post(path, {"guardian": str(school.foreign_teacher)})
    assert answer.status == 200, answer.body


async def giver_restricted(served: Served, school: School, one: dict[str, Any]) -> None:
    path = f"/api/schools/{school.id}/register/people/{school.anya}/restrictions"
    asked = {"guardian": str(school.olga), "relation": "mother"}
    assert (await (await served.person("clara")).ask("PUT", path, asked)).status == 200


async def over(served: Served, school: School, one: dict[str, Any]) -> None:
    await time_passes(served.server.pool, one, timedelta(days=30))  # the server looks by itself


async def until_closed(phone: Wire, channels: set[str]) -> list[dict[str, Any]]:
    """The pushes of these channels up to the end of the last subscription."""
    heard, open_ = [], set(channels)
    while open_:
        push = await phone.any_push()
        if push.get("channel") in channels:
            heard.append(push)
            if "unsubscribe" in push:
                open_.discard(push["channel"])
    return heard


@pytest.mark.parametrize("ends", [refused, restricted, narrowed, of_the_school, giver_restricted, over])
async def test_an_open_socket_hears_nothing_more_of_the_child(served: Served, school: School, ends: Ends) -> None:
    one = await opened(served, school, services=["diary", "chat"])
    maria, alla = await served.person("maria"), await served.person("foreign_teacher")
    diary, class_ = f"diary:{school.anya}", f"class:{school.class_5a}"
    async with wire(served, alla) as phone, wire(served, maria) as class_teacher:
        assert {diary, class_} <= phone.subs.keys()
        await ends(served, school, one)
        heard = await until_closed(phone, {diary, class_})
        body = {"student": str(school.anya), "lesson": str(school.today), "value": 2, "kind": str(school.test)}
        assert (await maria.post(f"/api/courses/{school.maths}/marks", {"marks": [body]})).status == 201
        while (await class_teacher.publication(diary))["data"]["type"] != "marks_posted":
            pass
        # whoever else heard the mark has it before the answer to this
        assert (await phone.rpc("diary", student=str(school.anya)))["error"]["code"] == 404
        heard += [phone.pushes.get_nowait() for _ in range(phone.pushes.qsize())]
        assert not [push for push in heard if push.get("channel") == diary and "pub" in push]
    async with wire(served, alla, subs={diary: {"recover": True, "offset": 0}}) as back:
        assert diary not in back.subs


async def test_an_open_socket_hears_of_the_child_from_the_opening_on(served: Served, school: School) -> None:
    one = await offered(served, school)
    alla, maria = await served.person("foreign_teacher"), await served.person("maria")
    assert (await does(alla, "accept", one)).body["stage"] == "waiting"
    diary = f"diary:{school.anya}"
    async with wire(served, alla) as phone:
        assert diary not in phone.subs
        await time_passes(served.server.pool, one, timedelta(hours=24))
        while (await phone.push("subscribe"))["channel"] != diary:
            pass
        body = {"student": str(school.anya), "lesson": str(school.today), "value": 5, "kind": str(school.test)}
        assert (await maria.post(f"/api/courses/{school.maths}/marks", {"marks": [body]})).status == 201
        while (await phone.push("pub"))["channel"] != diary:
            pass


async def test_the_calendar_of_the_child_closes_with_it(served: Served, school: School) -> None:
    one = await opened(served, school)
    alla = await served.person("foreign_teacher")
    path = (await alla.post(f"/api/students/{school.anya}/calendar")).body["path"]
    assert (await served.stranger.get(path)).status == 200
    await refused(served, school, one)
    assert (await served.stranger.get(path)).status == 404


async def test_nobody_is_told_of_the_child_any_more(served: Served, school: School) -> None:
    one = await opened(served, school)
    maria = await served.person("maria")

    async def marked(value: int) -> list[int]:
        body = {"student": str(school.anya), "lesson": str(school.today), "value": value, "kind": str(school.test)}
        answer = await maria.post(f"/api/courses/{school.maths}/marks", {"marks": [{**body, "confirmed": True}]})
        assert answer.status == 201, answer.body
        await expanded(served)
        rows = await served.server.pool.fetch(
            """select n.person_id from notice n where n.kind = 'mark'
               and n."offset" = (select max("offset") from notice where kind = 'mark' and channel_id = n.channel_id)"""
        )
        return sorted(row["person_id"] for row in rows)

    assert school.foreign_teacher in await marked(5)
    await refused(served, school, one)
    told = await marked(4)
    assert school.olga in told
    assert school.foreign_teacher not in told
