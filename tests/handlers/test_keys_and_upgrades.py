"""A write whose answer was lost, tried again after the server was brought up to date."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from channels import keys
from channels.types import Input
from tests.support.school import School
from tests.support.serving import Served
from tests.support.wire import wire

# What a server of an older commit has kept (made once with it, by the requests below): the hashes are of bodies with
# all their defaults, the answers lack what answers have gained since.
OLDER = Path(__file__).with_name("older_keys.json")


class Old(Input):
    text: str
    reply_to: int | None = None


class New(Input):
    silent: bool = False  # new, and before the others
    text: str
    reply_to: int | None = None
    labels: list[str] = []


class OldList(Input):
    entries: list[Old]


class NewList(Input):
    entries: list[New]


def _as_before(about: keys.About, body: Input) -> bytes:
    return hashlib.sha256(f"{about[0]}:{about[1]}:{body.model_dump_json()}".encode()).digest()


@pytest.mark.parametrize("text", ["x", '«Ёж»\n\t"\\ \u2028\x7f🔔', ""])
@pytest.mark.parametrize("more", [{}, {"reply_to": 7}, {"reply_to": None}])
def test_a_new_field_makes_no_other_request_of_a_retry(text: str, more: dict[str, Any]) -> None:
    about = ("send_message", 5)
    old, new = Old(text=text, **more), New(text=text, **more)
    assert keys.used_for(about, old) == keys.used_for(about, new)
    assert keys.is_same(about, new, _as_before(about, old))
    assert keys.is_same(about, NewList(entries=[new, new]), _as_before(about, OldList(entries=[old, old])))
    assert not keys.is_same(about, New(text=text + "y", **more), _as_before(about, old))
    assert not keys.is_same(("send_message", 6), new, _as_before(about, old))
    assert not keys.is_same(about, New(text=text, silent=True, **more), _as_before(about, old))


def _requests(school: School) -> list[tuple[str, str, Any]]:
    """Who, where to, and what: as a client of that commit sent it."""
    return [
        ("maria", f"/api/courses/{school.maths}/marks", _marks(school)),
        ("olga", "/api/chats", {"person": str(school.maria)}),
        ("boris", "/api/chats", {"person": str(school.maria)}),
    ]


def _marks(school: School) -> Any:
    cell = {"student": str(school.anya), "lesson": str(school.today), "kind": str(school.answer), "value": 5}
    return {"marks": [cell]}


async def test_the_first_answer_comes_back_to_the_letter_by_both_ways(served: Served, school: School) -> None:
    for number, (name, path, body) in enumerate(_requests(school)):
        person = await served.person(name)
        first = await person.post(path, body, key=f"k{number}")
        assert first.status in (200, 201), first.body
        again = await person.post(path, body, key=f"k{number}")
        assert (again.status, again.raw) == (first.status, first.raw)
    maria = await served.person("maria")
    async with wire(served, maria) as socket:
        answer = await socket.rpc("post_marks", course=str(school.maths), key="k0", **_marks(school))
        assert answer["rpc"]["data"]["marks"]
    await served.server.pool.execute('update idempotency_key set answer = \'{"of":"before"}\'')
    again = await maria.post(f"/api/courses/{school.maths}/marks", _marks(school), key="k0")
    assert again.body == {"of": "before"}


async def test_data_of_an_older_commit_answers_its_retries(served: Served, school: School) -> None:
    older = json.loads(OLDER.read_text())
    names = {"ANYA": school.anya, "MARIA": school.maria, "TODAY": school.today, "KIND": school.answer}
    names |= {"MATHS": school.maths, "SCHOOL": school.id}
    for each in older:
        text = json.dumps(each)
        for name, number in names.items():
            text = text.replace(f"@{name}", str(number))
        one = json.loads(text)
        person = await served.server.pool.fetchval("select person_id from account where name = $1", one["who"])
        kept = hashlib.sha256(one["used_for"].encode()).digest()
        await served.server.pool.execute(
            "insert into idempotency_key values ($1, $2, $3, $4::text::json, now())",
            person,
            one["key"],
            kept,
            json.dumps(one["answer"]),
        )
        caller = await served.person(one["who"])
        again = await caller.ask(one["method"], one["path"], one["body"], key=one["key"])
        assert again.status < 300, (one["path"], again.body)
        assert again.body == one["answer"]
        other = await caller.ask(one["method"], one["path"], one["other"], key=one["key"])
        assert (other.status, other.code) == (409, "idempotency_key_reused"), one["path"]
