"""The engine of `realtime/` over an archive in memory, as a process of its own: what a server costs without its school.

`python -m bench.alone PROBE DATA` prints its port. A token is a number of a person, who reads five channels; a line on
standard input publishes DATA (JSON) to `school:1`, which all of them read; `to CHANNEL BYTES` publishes to another one.
The line `gc` collects garbage and `stats` tells the engine's counts; both are answered.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from bench.probe import probed_loop
from channels.errors import Codes, Refusal
from channels.publication import ChannelName, Publication
from realtime.engine import Engine, build
from realtime.gate import Admission, Caller, Grant, Look, Opening, Rules
from realtime.process import collect_seldom
from realtime.protocol.codes import Disconnect, DisconnectCode
from realtime.protocol.commands import Subscribe
from realtime.settings import Settings
from tests.realtime.fakes import MemoryArchive

EVERYBODY = ChannelName("school:1")
_RULES = Rules()
KEPT = 5  # publications of a channel, which may be of 50 KB


def channels_of(person: int) -> list[ChannelName]:
    """Five, as a guardian's: two of one's own, two of few, one of all."""
    names = (f"person:{person}", f"diary:{person}", f"chat:{person // 2}", f"class:{person // 50}")
    return [*map(ChannelName, names), EVERYBODY]


class ShortArchive(MemoryArchive):
    """Keeps the last ones of each channel, so that the memory of the process is the engine's."""

    def keep(self, channel: ChannelName, data: bytes) -> Publication:
        entries = self.entries[channel]
        offset = entries[-1].offset + 1 if entries else 1
        entries.append(Publication(channel, offset, datetime.now(UTC), None, data))
        del entries[:-KEPT]
        self.reads.clear()
        return entries[-1]


class OpenGate:
    """Lets everybody in. Remembers nothing, so that what is measured is the engine's."""

    rights_change = True

    def rules(self, channel: ChannelName) -> Rules:
        return _RULES

    async def admit(self, opening: Opening) -> Admission:
        if opening.token is None or not opening.token.isdigit():
            raise Disconnect(DisconnectCode.INVALID_TOKEN)
        person = int(opening.token)
        return Admission(opening.token, person, dict.fromkeys(channels_of(person)))

    async def readable(self, users: Collection[str]) -> Mapping[str, Collection[ChannelName]]:
        return {user: channels_of(int(user)) for user in users}

    async def may_read(self, user: str, channel: ChannelName) -> bool:
        return channel in channels_of(int(user))

    async def subscribe(self, caller: Caller, command: Subscribe) -> Grant | None:
        raise Disconnect(DisconnectCode.NOT_AVAILABLE)

    async def refresh(self, caller: Caller, token: str) -> float | None:
        raise Disconnect(DisconnectCode.NOT_AVAILABLE)

    async def sub_refresh(self, caller: Caller, channel: ChannelName, token: str) -> float | None:
        raise Disconnect(DisconnectCode.NOT_AVAILABLE)

    async def look(self, caller: Caller, channel: ChannelName, at: Look) -> None:
        raise Disconnect(DisconnectCode.NOT_AVAILABLE)

    async def publish(self, caller: Caller, channel: ChannelName, data: bytes) -> None:
        raise Refusal(Codes.NOT_FOUND)

    async def rpc(self, caller: Caller, method: str, data: bytes | None) -> bytes:
        raise Refusal(Codes.NOT_FOUND)

    async def ended_logins(self) -> Collection[int]:
        return ()


async def serve(data: bytes, commands: asyncio.StreamReader) -> None:
    archive = ShortArchive()
    engine = build(OpenGate(), archive, settings=Settings(admitted_at_once=1_000_000))
    runner = web.AppRunner(web.Application(), access_log=None)
    await runner.setup()
    assert runner.server is not None
    server = await engine.listen("127.0.0.1", 0, runner.server)
    collect_seldom()  # as `zvonok serve` does
    print(server.sockets[0].getsockname()[1], flush=True)
    while line := await commands.readline():
        match line.split():
            case [b"gc"]:
                print(gc.collect(), flush=True)
            case [b"stats"]:
                print(json.dumps(asdict(engine.stats())), flush=True)
            case [b"to", name, size]:
                _publish(engine, archive, ChannelName(name.decode()), b'"%b"' % (b"x" * int(size)))
            case _:
                _publish(engine, archive, EVERYBODY, data)


def _publish(engine: Engine, archive: ShortArchive, channel: ChannelName, data: bytes) -> None:
    engine.publisher.publish([archive.keep(channel, data)])


async def main(data: bytes) -> None:
    commands = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    await serve(data, commands)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=lambda: probed_loop(Path(sys.argv[1]))) as runner:
        runner.run(main(sys.argv[2].encode()))
