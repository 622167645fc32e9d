"""The server is killed, with nothing said good-bye to, while marks are posted and a family is watching."""

import asyncio
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from centrifuge import Client, ClientEventHandler
from centrifuge.contexts import ServerPublicationContext

from tests.faults.posting import insist
from tests.support.effort import tries
from tests.support.processes import ServerProcess, fill, server_process
from tests.support.school import PASSWORD
from tests.support.serving import Caller, free_port

MARKS, AT_ONCE, KILLS = tries(200, 400), 8, tries(2, 5)


class Family(ClientEventHandler):
    """What a family's device has been told, by offset. It applies the rule of docs/PROTOCOL.md and nothing more."""

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self.offset = 0
        self.shown: list[str] = []
        self.gaps: list[tuple[int, int]] = []
        self.changed = asyncio.Event()

    async def on_publication(self, ctx: ServerPublicationContext) -> None:
        if ctx.channel != self._channel or ctx.pub.offset <= self.offset:
            return
        if ctx.pub.offset != self.offset + 1:
            self.gaps.append((self.offset, ctx.pub.offset))
        self.offset = ctx.pub.offset
        self.shown += [mark["comment"] for mark in ctx.pub.data["marks"]]
        self.changed.set()


async def token(server: ServerProcess, http: aiohttp.ClientSession, login: str) -> str:
    answer = await Caller(http, server.base, None).post("/api/login", {"login": login, "password": PASSWORD})
    bearer: str = answer.body["token"]
    return bearer


@pytest.mark.slow
async def test_every_acknowledged_mark_survives_and_is_shown_once_in_order(tmp_path: Path) -> None:
    data = tmp_path / "data"
    school = await fill(data)
    http = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), timeout=aiohttp.ClientTimeout(total=10))
    async with server_process(data, free_port()) as server, http:
        teacher = Caller(http, server.base, await token(server, http, "maria"))
        olga = Caller(http, server.base, await token(server, http, "olga"))
        family = Family(f"diary:{school.anya}")

        async def fresh_token() -> str:
            while True:
                try:
                    answer = await olga.post("/api/realtime/token")
                    fresh: str = answer.body["token"]
                    return fresh
                except (aiohttp.ClientError, KeyError, TypeError):
                    await asyncio.sleep(0.05)

        phone = Client(server.socket, events=family, get_token=fresh_token, max_reconnect_delay=0.5)
        await phone.connect()
        await phone.ready()
        acknowledged: dict[int, dict[str, Any]] = {}
        numbers = iter(range(MARKS))

        async def post_some() -> None:
            for number in numbers:
                acknowledged[number] = await insist(teacher, school, number)

        async def kill_often() -> None:
            for n in range(1, KILLS + 1):
                while len(acknowledged) < n * MARKS // (KILLS + 1):  # noqa: ASYNC110 - this test's own loop
                    await asyncio.sleep(0.005)
                await server.kill()
                await server.start()

        await asyncio.gather(kill_often(), *(post_some() for _ in range(AT_ONCE)))
        async with asyncio.timeout(30):
            while len(family.shown) < MARKS:
                family.changed.clear()
                await family.changed.wait()
        week = (await olga.get(f"/api/students/{school.anya}/diary")).body
        await phone.disconnect()
    assert len(acknowledged) == MARKS
    assert family.gaps == []
    assert sorted(family.shown, key=int) == [str(number) for number in range(MARKS)]  # each exactly once
    assert {mark["id"]: mark for mark in week["marks"]} == {mark["id"]: mark for mark in acknowledged.values()}
    # offsets follow commit order: what one writer posted one after the other is shown so
    assert week["position"]["offset"] == MARKS
