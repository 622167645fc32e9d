"""Ids of people who were merged lead to who stays, wherever an action names people."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from channels.errors import Codes, Refusal
from channels.merging.ports import Survivors
from channels.store import Store
from channels.types import Id, Input, Shape
from handlers.actions.action import Access, Action, Call
from handlers.actions.old_ids import OF_PEOPLE, models_in, people_in, renamed
from handlers.actions.tables import ACTIONS
from storage.logins import Login
from storage.store import PostgresStore
from tests.support.merging import MINE, joined, twin
from tests.support.school import PASSWORD, School
from tests.support.serving import Served

NOT_OF_PEOPLE = frozenset(
    {
        "absence", "after", "announcement", "before", "browser", "case", "chat", "class", "class_", "classes",
        "consent", "consent_text", "course",
        "end", "event", "file", "files", "group", "hold", "id", "kind", "last", "later", "lesson", "login", "mark",
        "merge", "notice", "offset", "passkey", "people_file", "portal", "report", "room", "school", "source",
        "text", "ticket", "timetable_file", "to", "trust", "version",
        "target",  # of an import's answer: chosen from those who are there now
    }
)  # fmt: skip
_TO_ID = get_args(Id)[1]


class Member(Input):
    student: Id
    lesson: Id


class Named(Input):
    person: Id | None = None
    people: list[Id] = []
    marks: list[Member] = []
    text: str = ""


def names_of_ids(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        if _TO_ID in field.metadata or _holds_id(field.annotation):
            yield name
        for inner in models_in(field.annotation):
            yield from names_of_ids(inner)


def _holds_id(annotation: Any) -> bool:
    return _TO_ID in getattr(annotation, "__metadata__", ()) or any(map(_holds_id, get_args(annotation)))


def test_of_every_id_that_an_action_takes_it_is_known_whether_it_is_a_persons() -> None:
    found = {name for action in ACTIONS for name in action.ids}
    for action in ACTIONS:
        found.update(names_of_ids(action.input) if action.input is not None else ())
    assert found - OF_PEOPLE == NOT_OF_PEOPLE
    assert found >= OF_PEOPLE, "names of no action"
    assert set(names_of_ids(Named)) == {"person", "people", "student", "lesson"}  # this test finds what it looks for


def test_names_change_at_every_depth_and_nobody_is_twice_in_a_list() -> None:
    given = Named(person=1, people=[1, 3, 2], marks=[Member(student=1, lesson=1), Member(student=4, lesson=1)])
    assert set(people_in(given)) == {1, 2, 3, 4}
    assert renamed(given, {1: 2}) == Named(
        person=2, people=[2, 3], marks=[Member(student=2, lesson=1), Member(student=4, lesson=1)]
    )
    assert renamed(given, {1: 2}).model_fields_set == given.model_fields_set
    assert renamed(given, {9: 2}) is given


async def test_an_action_that_refuses_has_run_once_and_with_the_one_who_stays(served: Served, school: School) -> None:
    other = await twin(served, school, "olga2")
    await joined(await served.person("olga"), "olga2")
    runs = []

    async def look_for(store: Store, person: int, student: int, asked: Named) -> Shape:
        runs.append((student, asked.people))
        raise Refusal(Codes.NOT_FOUND)

    store = PostgresStore(served.server.pool)
    run = Action("look", "POST", "/api/{student}", Access.CHAT, "Look", look_for).bind({Store: store, Survivors: store})
    with pytest.raises(Refusal):
        await run(Call(Login(1, school.maria), (other,), Named(people=[other, school.boris]), None))
    assert runs == [(school.olga, [school.olga, school.boris])]


async def test_lists_may_name_who_was_merged(served: Served, school: School) -> None:
    other = await twin(served, school, "olga2")
    olga, clara = await served.person("olga"), await served.person("clara")
    merge = await joined(olga, "olga2")
    asked = {
        "title": "Выпускной",
        "school": str(school.id),
        "members": [str(other), str(school.olga), str(school.boris)],
    }
    opened = await clara.post("/api/groups", asked)
    assert opened.status == 201, opened.body
    group = opened.body["chat"]["id"]
    members = await served.server.pool.fetch(
        "select person_id from membership where chat_id = $1 and left_at is null", int(group)
    )
    assert {row[0] for row in members} == {school.clara, school.olga, school.boris}
    text = {"text": "Ольга, посмотрите", "mentions": [str(other)]}
    said = await clara.post(f"/api/chats/{group}/messages", text)
    assert said.status == 201, said.body
    assert await served.server.pool.fetchval("select mentions from message where chat_id = $1", int(group)) == [
        school.olga
    ]
    assert (await olga.post(f"{MINE}/{merge}/undo", {"password": PASSWORD})).status == 200
    assert (await clara.post(f"/api/groups/{group}/members", {"persons": [str(other)]})).status in (200, 201)
