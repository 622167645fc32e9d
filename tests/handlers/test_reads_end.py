"""A right that has ended, however it ended: nothing of what hung on it is read by any way that there is."""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from handlers.actions.tables import ACTIONS
from tests.handlers.test_marks import mark, post
from tests.support.announcements import announced, saying, to_class
from tests.support.post import Relaying, gets_mail, postman
from tests.support.school import School
from tests.support.school_events import planned, trip
from tests.support.serving import Caller, Served
from tests.support.wire import wire

CANARY = re.compile("канарейк", re.IGNORECASE)  # stands in all that is told to a family, and nowhere else


@dataclass(frozen=True)
class Told:
    """What there is to read of Anya, and the ids under which it is asked for."""

    ids: dict[str, str]
    channels: list[str]


async def told(served: Served, school: School) -> Told:
    """Of each kind one, for Anya's family and for Anya."""
    maria = await served.person("maria")
    [posted] = await post(maria, school, mark(school, comment="Канарейка в отметке"))
    group = saying(to_class(school.class_5a, "families", "students"), confirm=True)
    announcement = await announced(maria, school, group | {"title": "Канарейка", "text": "Канарейка всем"})
    event = await planned(maria, school, trip(school, "families", "students", title="Канарейка в планетарии"))
    chat = (await maria.post(f"/api/classes/{school.class_5a}/chat", {"audience": "families"})).body["chat"]["id"]
    message = await maria.post(f"/api/chats/{chat}/messages", {"text": "Канарейка в чате"})
    assert message.status == 201
    ids = {
        **{"student": str(school.anya), "course": str(school.maths), "class": str(school.class_5a)},
        **{"school": str(school.id), "chat": chat, "event": event["id"], "announcement": announcement},
        **{"mark": posted["id"], "offset": "1", "before": "99", "group": chat, "person": str(school.maria)},
    }
    channels = ["diary", "class", "chat", "school", "journal"]
    numbers = [school.anya, school.class_5a, chat, school.id, school.maths]
    return Told(ids, [f"{kind}:{number}" for kind, number in zip(channels, numbers, strict=True)])


async def by_rest(served: Served, person: Caller, ids: dict[str, str]) -> set[str]:
    """Every address that can be read, and what the calendar's own address says; those that told anything."""
    document = (await served.stranger.get("/api/openapi.json")).body
    found = set()
    for path, methods in document["paths"].items():
        names = re.findall(r"{(\w+)}", path)
        if "get" in methods and all(name in ids for name in names):
            query = {"/api/search": "?q=канарейка"}.get(path, "")
            answer = await person.get(path.format(**ids) + query)
            if CANARY.search(answer.raw.decode()):
                found.add(path)
    return found


async def by_socket(served: Served, person: Caller, channels: list[str]) -> set[str]:
    """Recovery at the connect, what it is subscribed to by itself, subscribe with recovery, history."""
    found = set()
    # Who keeps a role there hears the school's own channel, in which nothing of a child stands.
    of_the_role = {channel for channel in channels if channel.startswith("school:")}
    async with wire(served, person, subs={channel: {"recover": True, "offset": 0} for channel in channels}) as socket:
        found |= {f"recovery {channel}" for channel, sub in socket.subs.items() if CANARY.search(_text(sub))}
        for channel in channels:
            for method, asked in (("subscribe", {"recover": True, "offset": 0}), ("history", {"limit": 100})):
                answer = await socket.call(method, {"channel": channel, **asked})
                if CANARY.search(_text(answer)) or (channel in socket.subs and channel not in of_the_role):
                    found.add(f"{method} {channel.partition(':')[0]}")
    return found


async def by_rpc(served: Served, person: Caller, ids: dict[str, str]) -> set[str]:
    """Every command that reads and asks for nothing but such ids."""
    found, values = set(), {**ids, "q": "канарейка", "from": None, "until": None}
    async with wire(served, person) as socket:
        for action in ACTIONS:
            fields = action.command.model_fields
            needed = {field.alias or key for key, field in fields.items() if field.is_required()}
            if action.by_rpc and not action.writes and needed <= values.keys():
                answer = await socket.rpc(action.name, **{key: values[key] for key in needed})
                if CANARY.search(_text(answer)):
                    found.add(action.name)
    return found


def _text(answer: Any) -> str:
    return json.dumps(answer, ensure_ascii=False)


Ends = Callable[[Served, School], Awaitable[None]]


def sql(text: str) -> Ends:
    async def end(served: Served, school: School) -> None:
        text_ = text.format(**{name: getattr(school, name) for name in ("olga", "anya", "class_5a", "id", "day")})
        await served.server.pool.execute(text_)

    return end


FAMILY: dict[str, str] = {
    "the role's last day is past": "update role set until_day = '{day}' where person_id = {olga}",
    "the role begins again later": "update role set from_day = '{day}'::date + 1 where person_id = {olga}",
    "the role's line is gone": "update role set ended_at = now() where person_id = {olga}",
    "the tie's last day is past": "update guardianship set until_day = '{day}' where guardian_id = {olga}",
    "the tie's line is gone": "update guardianship set ended_at = now() where guardian_id = {olga}",
    "a restriction": "update guardianship set restricted = true where guardian_id = {olga}",
    "disabled by the roster": (
        "update person set disabled = true where id = {olga};"
        " update role set ended_at = now(), suspended = true where person_id = {olga};"
        " update guardianship set ended_at = now(), suspended = true where guardian_id = {olga}"
    ),
    "the child's role is over": "update role set until_day = '{day}' where person_id = {anya}",
    "the child's role is gone": "update role set ended_at = now() where person_id = {anya}",
    "the school is closed": "update school set ended_at = now() where id = {id}",
}
# What is the class's ends with the class; the diary and what was announced are the child's.
OF_CLASS: dict[str, str] = {
    "the class's terms are over": (
        "with y as (insert into academic_session (source, source_id, title, type, from_day, until_day, school_year)"
        " values ('t', 'y', '2025/26', 'schoolYear', '{day}'::date - 300, '{day}', 2026) returning id)"
        " insert into class_term (class_id, session_id) select {class_5a}, id from y"
    ),
    "the class is gone": "update class set ended_at = now() where id = {class_5a}",
    "the child is in no class": "update class_enrolment set ended_at = now() where student_id = {anya}",
    "the child's last day there is past": "update class_enrolment set until_day = '{day}' where student_id = {anya}",
}


async def all_ways(served: Served, person: Caller, there: Told) -> set[str]:
    found = await by_rest(served, person, there.ids)
    return found | await by_socket(served, person, there.channels) | await by_rpc(served, person, there.ids)


async def feed(served: Served, path: str) -> str:
    """What a calendar program is told at this secret address."""
    return (await served.stranger.get(path)).raw.decode().replace("\r\n ", "")


@pytest.mark.parametrize("login", ["olga", "anya"])
async def test_before_its_end_all_of_it_is_read_by_every_way(served: Served, school: School, login: str) -> None:
    there = await told(served, school)
    found = await all_ways(served, await served.person(login), there)
    assert found >= {"/api/students/{student}/diary", "diary", "history diary", "/api/announcements"}, found
    if login == "olga":
        assert found >= {"/api/chats/{chat}/messages", "/api/search", "history chat", "/api/school-events"}, found


@pytest.mark.parametrize("how", FAMILY)
async def test_a_guardian_whose_right_has_ended_reads_nothing_by_any_way(
    served: Served, school: School, relay: Relaying, how: str
) -> None:
    there = await told(served, school)
    await gets_mail(served, school.olga, "olga@example.org")
    olga = await served.person("olga")
    calendar: str = (await olga.post("/api/calendar")).body["path"]
    assert CANARY.search(await feed(served, calendar))
    await sql(FAMILY[how])(served, school)
    assert await all_ways(served, olga, there) == set()
    assert not CANARY.search(await feed(served, calendar))
    await postman(served, relay.port).round()  # what was to be told of it is told to nobody any more
    assert relay.take() == []


@pytest.mark.parametrize("how", OF_CLASS)
async def test_what_belongs_to_the_class_ends_with_it(served: Served, school: School, how: str) -> None:
    there = await told(served, school)
    olga = await served.person("olga")
    await sql(OF_CLASS[how])(served, school)
    found = await all_ways(served, olga, there)
    assert not [way for way in found if "chat" in way or "search" in way or "class" in way], found
