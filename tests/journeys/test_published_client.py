"""The `centrifuge` package from npm, unchanged, against our server. Python's own is in tests/faults, tests/realtime."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.support.node import node
from tests.support.school import School
from tests.support.serving import Served
from tests.support.wire import token_of


class Sdk:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    def act(self, act: str, **rest: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"act": act, **rest}).encode() + b"\n")

    async def hears(self, what: str) -> dict[str, Any]:
        """The next thing of this kind it says; others are passed over."""
        assert self._process.stdout is not None
        async with asyncio.timeout(15):
            while line := await self._process.stdout.readline():
                said: dict[str, Any] = json.loads(line)
                if said["what"] == what:
                    return said
        raise AssertionError(f"it ended before it said {what}")


@asynccontextmanager
async def sdk(socket: str, token: str) -> AsyncIterator[Sdk]:
    process = await asyncio.create_subprocess_exec(
        node(),
        str(Path(__file__).with_name("sdk.mjs")),
        socket,
        token,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Sdk(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.kill()  # nothing is left to be said; Node 24 may hang in exit()
        await process.wait()


async def test_it_connects_hears_recovers_calls_and_publishes(served: Served, school: School) -> None:
    olga, maria = await served.person("olga"), await served.person("maria")
    chat = (await olga.post("/api/chats", {"person": str(school.maria)})).body["chat"]
    body = {"student": str(school.anya), "lesson": str(school.today), "kind": str(school.test), "value": 5}
    channel = f"diary:{school.anya}"
    async with sdk(served.socket, await token_of(olga)) as client:
        client.act("connect")
        await client.hears("connected")
        await maria.post(f"/api/courses/{school.maths}/marks", {"marks": [body]})
        heard = await client.hears("publication")
        assert (heard["channel"], heard["offset"], heard["data"]["marks"][0]["value"]) == (channel, 1, 5)

        client.act("disconnect")
        await client.hears("disconnected")
        for value in (4, 3):
            await maria.post(f"/api/courses/{school.maths}/marks", {"marks": [{**body, "value": value}]})
        client.act("connect")
        missed = [await client.hears("publication") for _ in range(2)]
        assert [(one["offset"], one["data"]["marks"][0]["value"]) for one in missed] == [(2, 4), (3, 3)]

        client.act("rpc", method="diary", data={"student": str(school.anya)})
        assert len((await client.hears("answer"))["data"]["marks"]) == 3
        client.act("rpc", method="diary", data={"student": str(school.misha)})
        assert (await client.hears("answer"))["code"] == 404
        client.act("publish", channel=chat["channel"], data={"text": "Здравствуйте"})
        assert "code" not in await client.hears("answer")
        client.act("publish", channel=channel, data={"text": "Здравствуйте"})
        assert (await client.hears("answer"))["code"] == 103
        client.act("history", channel=channel, limit=10)
        assert await client.hears("answer") == {"what": "answer", "offset": 3, "count": 3}
        await olga.post("/api/logout")
        assert (await client.hears("disconnected"))["code"] == 3503
