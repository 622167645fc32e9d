"""An archive, a gate and a small school in memory, for tests of sockets."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from channels.errors import Codes, Refusal
from channels.ports import Publisher
from channels.publication import ChannelName, Position, Publication
from realtime.engine import Engine
from realtime.gate import Admission, Caller, Grant, Look, Opening, Rules
from realtime.protocol.codes import Disconnect, DisconnectCode, ErrorCode, ErrorReply
from realtime.protocol.commands import Subscribe
from realtime.protocol.dialects import SOCKET_JSON

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


def channel(name: str) -> ChannelName:
    return ChannelName(name)


def publication(name: str, offset: int, data: bytes | None = None, changes_readers: bool = False) -> Publication:
    return Publication(
        channel=channel(name),
        offset=offset,
        at=NOON,
        author=None,
        data=b'{"n":%d}' % offset if data is None else data,
        changes_readers=changes_readers,
    )


class MemoryArchive:
    """Implements `channels.ports.Archive`. `failing`: every read raises, as with a database down."""

    def __init__(self) -> None:
        self.entries: dict[ChannelName, list[Publication]] = defaultdict(list)
        self.epoch = "first"
        self.failing = False
        self.reads: list[str] = []
        self.meanwhile: Callable[[], None] | None = None  # runs once, inside the next read

    def store(self, name: str, data: bytes | None = None, changes_readers: bool = False) -> Publication:
        """Commits one publication; nobody is told."""
        stored = publication(name, len(self.entries[channel(name)]) + 1, data, changes_readers)
        self.entries[channel(name)].append(stored)
        return stored

    async def heads(self, channels: Collection[ChannelName]) -> Mapping[ChannelName, Position]:
        await self._read("heads")
        return {
            name: Position(self.entries[name][-1].offset, self.epoch) for name in channels if self.entries.get(name)
        }

    async def since(self, channel: ChannelName, offset: int, limit: int) -> Sequence[Publication]:
        await self._read("since")
        return [each for each in self.entries.get(channel, []) if each.offset > offset][:limit]

    async def before(self, channel: ChannelName, offset: int, limit: int) -> Sequence[Publication]:
        await self._read("before")
        found = [each for each in self.entries.get(channel, []) if each.offset < offset]
        return found[::-1][:limit]

    async def _read(self, what: str) -> None:
        self.reads.append(what)
        await asyncio.sleep(0)
        if self.failing:
            raise ConnectionError("the database is down")
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            meanwhile()


class School:
    """A gate, an archive and rights. A token is the person's number; its login is ten times that.

    `server` are the channels that the server subscribes, `extra` those one may ask for besides.
    """

    rights_change = True

    def __init__(self) -> None:
        self.archive = MemoryArchive()
        self.publisher: Publisher | None = None
        self.server: dict[int, set[str]] = defaultdict(set)
        self.extra: dict[int, set[str]] = defaultdict(set)
        self.openings: list[Opening] = []
        self.failing = False
        self.asked: list[frozenset[int]] = []  # the persons of each call of `readable`
        self.meanwhile: Callable[[], None] | None = None  # runs once, inside the next `admit`
        self.kinds: dict[str, Rules] = {}  # of channels
        self.grants: dict[str, Grant] = {}
        self.until: float | None = None  # connections and refreshed subscriptions live so long
        self.hidden: set[int] = set()
        self.ended: list[int] = []
        self.answers: dict[str, Callable[[bytes | None], bytes]] = {}
        self.held: asyncio.Event | None = None  # rpc waits for it
        self.slow: asyncio.Event | None = None  # `readable` waits for it

    def publish_now(self, name: str, data: bytes | None = None, changes_readers: bool = False) -> Publication:
        """Store, commit, publish."""
        stored = self.archive.store(name, data, changes_readers)
        if self.publisher is not None:
            self.publisher.publish([stored])
        return stored

    async def admit(self, opening: Opening) -> Admission:
        self.openings.append(opening)
        await asyncio.sleep(0)
        if self.failing:
            raise ConnectionError("the database is down")
        if opening.token is None and opening.cookie is None:
            raise Disconnect(DisconnectCode.BAD_REQUEST)
        if opening.token is None or not opening.token.isdigit():
            raise Disconnect(DisconnectCode.INVALID_TOKEN)
        person = int(opening.token)
        names = sorted(self.server[person])
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            meanwhile()
        return Admission(
            str(person),
            person * 10,
            dict.fromkeys(channel(name) for name in names),
            person not in self.hidden,
            until=self.until,
        )

    def rules(self, channel: ChannelName) -> Rules:
        return self.kinds.get(channel.partition(":")[0], Rules())

    async def refresh(self, caller: Caller, token: str) -> float | None:
        if token != caller.user:
            raise Disconnect(DisconnectCode.INVALID_TOKEN)
        return self.until

    async def sub_refresh(self, caller: Caller, channel: ChannelName, token: str) -> float | None:
        if token != channel:
            raise Disconnect(DisconnectCode.INVALID_TOKEN)
        return self.until

    async def subscribe(self, caller: Caller, command: Subscribe) -> Grant | None:
        if not await self.may_read(caller.user, channel(command.channel)):
            raise ErrorReply(ErrorCode.PERMISSION_DENIED)
        return self.grants.get(command.channel)

    async def look(self, caller: Caller, channel: ChannelName, at: Look) -> None:
        if not await self.may_read(caller.user, channel):
            raise ErrorReply(ErrorCode.PERMISSION_DENIED)
        if at is Look.PRESENCE and not self.rules(channel).presence:
            raise ErrorReply(ErrorCode.NOT_AVAILABLE)

    async def ended_logins(self) -> Collection[int]:
        return self.ended

    async def readable(self, users: Collection[str]) -> Mapping[str, Collection[ChannelName]]:
        self.asked.append(frozenset(int(user) for user in users))
        answer = {user: [channel(name) for name in self.server[int(user)]] for user in users}
        failing = self.failing
        await asyncio.sleep(0)
        if self.slow is not None:  # what was read is old by the time that it arrives
            await self.slow.wait()
        if failing:
            raise ConnectionError("the database is down")
        return answer

    async def may_read(self, user: str, channel: ChannelName) -> bool:
        person = int(user)
        await asyncio.sleep(0)
        if self.failing:
            raise ConnectionError("the database is down")
        return channel in self.server[person] or channel in self.extra[person]

    async def publish(self, caller: Caller, channel: ChannelName, data: bytes) -> None:
        if not await self.may_read(caller.user, channel):
            raise Refusal(Codes.NOT_FOUND)
        self.publish_now(channel, data)

    async def rpc(self, caller: Caller, method: str, data: bytes | None) -> bytes:
        if self.held is not None:
            await self.held.wait()
        return self.answers[method](data)


Message = dict[str, Any]


def messages_in(frames: bytes) -> list[Message]:
    """The JSON messages in text frames that a server sent."""
    found = []
    while frames:
        assert frames[0] == 0x81, "not a whole, unmasked text frame"
        length, head = frames[1], 2
        if length == 126:
            length, head = int.from_bytes(frames[2:4]), 4
        elif length == 127:
            length, head = int.from_bytes(frames[2:10]), 10
        payload, frames = frames[head : head + length], frames[head + length :]
        assert len(payload) == length
        found.append(json.loads(payload))
    return found


class Client:
    """A client without a network: implements `realtime.sessions.wire.Wire` and keeps what it hears."""

    pings = False
    unsent = 0

    def __init__(self, engine: Engine) -> None:
        self.writes: list[bytes] = []
        self.closed: int | None = None
        self._heard: asyncio.Queue[Message] = asyncio.Queue()
        self._last = 0
        self.session = engine.parts.around.open(self, Opening(None, None, None, "192.0.2.1", None), SOCKET_JSON)

    def write(self, data: bytes) -> None:
        self.writes.append(data)
        for message in messages_in(data):
            self._heard.put_nowait(message)

    def close(self, code: int, reason: str) -> None:
        self.closed = code
        self._heard.put_nowait({"closed": code})

    def ping(self) -> None:
        raise AssertionError("this wire has no pings of its own")

    def abort(self) -> None:
        self.closed = 1006
        self._heard.put_nowait({"closed": 1006})

    def send(self, method: str, /, **fields: Any) -> int:
        self._last += 1
        self.session.receive(json.dumps({"id": self._last, method: fields}).encode())
        return self._last

    async def hear(self) -> Message:
        """The next message; the test fails when none comes."""
        async with asyncio.timeout(30):
            return await self._heard.get()

    async def ask(self, method: str, /, **fields: Any) -> Message:
        """Sends a command; the next thing heard must be its reply."""
        number = self.send(method, **fields)
        reply = await self.hear()
        assert reply.get("id") == number, reply
        return reply

    async def connect(self, person: int, **fields: Any) -> Message:
        reply = await self.ask("connect", token=str(person), **fields)
        assert "connect" in reply, reply
        return reply["connect"]  # type: ignore[no-any-return]

    async def publications(self, count: int) -> list[tuple[str, int]]:
        """The next messages, all of which must be publications."""
        heard = [(await self.hear())["push"] for _ in range(count)]
        return [(push["channel"], push["pub"]["offset"]) for push in heard]

    def nothing_heard(self) -> bool:
        return self._heard.empty()


async def until(condition: Callable[[], bool]) -> None:
    """Lets the loop turn until it is so."""
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 - conditions of many objects, none of which has an event
            await asyncio.sleep(0)


async def join(engine: Engine, school: School, person: int, *channels: str) -> Client:
    """A connected client of a person who may also read these channels."""
    school.server[person].update(channels)
    client = Client(engine)
    await client.connect(person)
    return client
