"""Limits of one person: told clearly, and kept under any hurry."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from channels.notices.settings import LETTERS
from channels.pace import AT_ONCE
from channels.talk.scheduled import MOST
from channels.tickets.tickets import OF_PERSON
from tests.handlers.test_tickets import asked
from tests.support.school import School
from tests.support.serving import Caller, Served, serving
from tests.support.wire import wire


@pytest.fixture
async def served(school_url: str) -> AsyncIterator[Served]:
    async with serving(school_url, messages_per_minute=60) as served:
        yield served


@pytest.fixture
async def chat(served: Served, school: School) -> str:
    opened = await (await served.person("olga")).post("/api/chats", {"person": str(school.maria)})
    return str(opened.body["chat"]["id"])


async def test_who_sends_like_a_program_is_told_to_wait_and_loses_nothing(served: Served, chat: str) -> None:
    olga: Caller = await served.person("olga")
    path = f"/api/chats/{chat}/messages"
    answers = [await olga.post(path, {"text": f"text {n}"}, key=f"k{n}") for n in range(AT_ONCE + 40)]
    refused = [n for n, answer in enumerate(answers) if answer.status != 201 and answer.status != 200]
    assert refused
    no = answers[refused[0]]
    assert (no.status, no.code) == (429, "too_many_messages")
    assert 1 <= int(no.headers["Retry-After"]) <= 2
    assert no.body["title"]
    pace = served.server.desk.pace
    assert pace is not None
    pace.steady = lambda: time.monotonic() + AT_ONCE  # the time has passed
    again = await olga.post(path, {"text": f"text {refused[0]}"}, key=f"k{refused[0]}")
    assert again.status in (200, 201)
    kept = await served.server.pool.fetchval("select count(*) from message where text like 'text %'")
    assert kept == len(answers) - len(refused) + 1
    maria = await served.person("maria")
    assert (await maria.post(path, {"text": "another person"})).status in (200, 201)


async def test_the_sockets_way_has_the_same_limit(served: Served, chat: str) -> None:
    olga = await served.person("olga")
    async with wire(served, olga) as socket:
        answers = [await socket.rpc("send_message", chat=chat, text=str(n)) for n in range(AT_ONCE + 30)]
    refused = [answer["error"] for answer in answers if "error" in answer]
    assert refused
    assert {error["code"] for error in refused} <= {111, 1204}


async def test_fifty_waiting_messages_are_fifty_however_many_come_at_once(served: Served, chat: str) -> None:
    olga = await served.person("olga")
    at = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    answers = await asyncio.gather(
        *(olga.post(f"/api/chats/{chat}/later", {"text": str(n), "at": at}) for n in range(80))
    )
    assert sum(answer.status < 300 for answer in answers) == MOST
    assert {answer.code for answer in answers if answer.status >= 300} == {"too_many_later_messages"}
    assert await served.server.pool.fetchval("select count(*) from later_message") == MOST


async def test_requests_sent_at_once_are_as_many_as_may_be(served: Served, school: School) -> None:
    olga = await served.person("olga")
    answers = await asyncio.gather(*(olga.post("/api/tickets", asked(school)) for _ in range(OF_PERSON + 10)))
    assert sum(answer.status < 300 for answer in answers) == OF_PERSON
    assert {answer.code for answer in answers if answer.status >= 300} == {"too_many_tickets"}


async def test_letters_asked_for_at_once_are_as_many_as_may_be(school_url: str) -> None:
    async with serving(school_url, smtp_url="smtp://127.0.0.1:9") as served:
        olga = await served.person("olga")
        asking = (olga.ask("PUT", "/api/notices/mail", {"address": f"o{n}@home.example"}) for n in range(20))
        answers = await asyncio.gather(*asking)
        assert sum(answer.status < 300 for answer in answers) == LETTERS
        assert {answer.code for answer in answers if answer.status >= 300} == {"too_many_letters"}
