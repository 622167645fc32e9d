"""Writers that do not give up, and readers that forget nothing."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp

from tests.faults.city import City
from tests.faults.history import Attempt, History, Outcome, Stored
from tests.faults.readers import Reader, SdkReader, as_content
from tests.support.serving import Caller

PAIRS = (
    ("maria", "olga"),
    ("maria", "boris"),
    ("clara", "olga"),
    ("clara", "boris"),
    ("maria", "lev"),
    ("maria", "nina"),
    ("maria", "clara"),
    ("lev", "nina"),
    ("lev", "clara"),
    ("nina", "clara"),
)
BUSY, QUIET = 2, len(PAIRS)  # chats in use
BUSY_WRITERS = 6
QUIET_PAUSE = (0.3, 1.2)  # seconds between two messages in all quiet chats together
ONE_TRY = 0.1  # of the messages are given up after one try
TRY = 2.0  # seconds for one try; there are other servers
ROAMS = 0.02  # of the messages go to another server than the one before, without need
PREFIX = "chat:"


@dataclass
class Chat:
    id: str
    members: dict[str, list[Caller]]

    @property
    def channel(self) -> str:
        return f"chat:{self.id}"


@dataclass
class Workload:
    """Runs from `working` to its end; then `history` is whole."""

    city: City
    name: str  # no two in one city have the same
    patience: float  # seconds in which everybody must have everything, when nothing is written any more
    chats: Sequence[Chat]
    random: random.Random
    history: History = field(default_factory=History)
    readers: list[Reader | SdkReader] = field(default_factory=list)
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    async def write(self, chat: Chat | None = None, *, pause: tuple[float, float] | None = None) -> None:
        """One message after the other, for ever: in this chat, or here and there.

        Who writes without a pause stays with a server, as clients do, and seldom takes another one without need.
        """
        server = self._server()
        while True:
            if pause is not None or self.random.random() < ROAMS:
                server = self._server()
            server = await self.send(chat or self.random.choice(self.chats), server)
            if pause is not None:
                await asyncio.sleep(self.random.uniform(*pause))

    def _server(self, other_than: int = -1) -> int:
        return self.random.choice([number for number in range(len(self.city.nodes)) if number != other_than])

    async def send(self, chat: Chat, server: int) -> int:
        """Returns the server that should be asked next: another one than one that failed."""
        key = f"{self.name}-{next(self.numbers)}"
        callers = chat.members[self.random.choice(list(chat.members))]
        patient = self.random.random() >= ONE_TRY
        while True:
            attempt = await self._try(chat, callers[server], key)
            self.history.attempts.append(attempt)
            if attempt.outcome is not Outcome.INFO:
                return server
            server = self._server(server)
            if not patient:
                return server
            await asyncio.sleep(0.05)

    async def _try(self, chat: Chat, caller: Caller, key: str) -> Attempt:
        loop = asyncio.get_running_loop()
        invoked, outcome, offset = loop.time(), Outcome.INFO, 0
        try:
            async with asyncio.timeout(TRY):
                answer = await caller.post(f"/api/chats/{chat.id}/messages", {"text": key}, key=key)
            if answer.status == 201:
                outcome, offset = Outcome.OK, answer.body["message"]["offset"]
            elif answer.status < 500:
                outcome = Outcome.FAIL
        except (aiohttp.ClientError, TimeoutError, json.JSONDecodeError):
            pass
        except asyncio.CancelledError:
            # the run is over; what became of this one nobody knows
            self.history.attempts.append(Attempt(chat.channel, key, invoked, loop.time(), Outcome.INFO))
            raise
        return Attempt(chat.channel, key, invoked, loop.time(), outcome, offset, caller.base)

    async def settle(self) -> None:
        """Waits until every reader has everything, or for as long as that may take."""
        bare = [reader for reader in self.readers if isinstance(reader, Reader)]

        def all_there() -> bool:
            return all(
                reader.connected.is_set() and reader.position(channel) >= max(entries)
                for channel, entries in self.history.stored.items()
                for reader in bare
                if channel in reader.channels
            )

        loop = asyncio.get_running_loop()
        until = loop.time() + self.patience
        while True:
            await asyncio.sleep(0.5)  # for what is still being committed, and for what should not come at all
            before = self.history.stored
            await self._read_back()
            if loop.time() > until or (self.history.stored == before and all_there()):
                break
        self.history.stays = [stay for reader in bare for stay in reader.stays]
        self.history.readers = {reader.name: list(reader.seen) for reader in self.readers}

    async def _read_back(self) -> None:
        rows = await self.city.pool.fetch(
            """
            select c.name, p."offset", p.data from publication p join channel c on c.id = p.channel_id
            where c.name like 'chat:%' order by c.name, p."offset"
            """
        )
        stored: dict[str, dict[int, Stored]] = {chat.channel: {} for chat in self.chats}
        for row in rows:
            data = json.loads(row["data"])
            key = data.get("message", {}).get("key")
            stored.setdefault(row["name"], {})[row["offset"]] = Stored(as_content(data), key)
        self.history.stored = {channel: entries for channel, entries in stored.items() if entries}


async def open_chats(city: City, count: int) -> list[Chat]:
    chats = []
    for one, other in PAIRS[:count]:
        members = {name: await city.person(name) for name in (one, other)}
        number = await city.pool.fetchval("select person_id from account where name = $1", other)
        answer = await members[one][0].post("/api/chats", {"person": str(number)}, key=f"{one}-{other}")
        assert answer.status == 200, answer.body
        chats.append(Chat(answer.body["chat"]["id"], members))
    return chats


@asynccontextmanager
async def working(
    city: City, *, busy: bool, seed: int, patience: float, writers: int = BUSY_WRITERS
) -> AsyncIterator[Workload]:
    """Everybody connected and writing until the block ends; then settled, and the history whole."""
    chats = await open_chats(city, BUSY if busy else QUIET)
    workload = Workload(city, secrets.token_hex(4), patience, chats, random.Random(seed))
    names = sorted({name for chat in chats for name in chat.members})
    for name in names:
        nodes = await city.person(name)
        workload.readers += [Reader(f"{name}/{copy}", nodes, PREFIX) for copy in range(2)]
    sdk = SdkReader("maria/sdk", (await city.person("maria"))[0], PREFIX)
    workload.readers.append(sdk)
    for reader in workload.readers:
        if isinstance(reader, Reader):
            reader.start()
            async with asyncio.timeout(20):
                await reader.connected.wait()
    await sdk.start()
    if busy:  # so many in each chat: what holds up one must not hold up the writers of the other
        writing = [workload.write(chats[number % len(chats)]) for number in range(writers)]
    else:
        writing = [workload.write(pause=QUIET_PAUSE)]
    writing.append(workload.history.watch_the_machine())
    tasks = [asyncio.get_running_loop().create_task(each) for each in writing]
    try:
        yield workload
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        try:
            await workload.settle()
        finally:
            for reader in workload.readers:
                await reader.stop()
