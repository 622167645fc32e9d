"""A network in the middle that can be cut, fall silent and be slow."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from realtime.transports.listener import stop_accepting

CHUNK = 64 * 1024

Target = tuple[str, int] | str  # host and port, or the path of a socket


class Proxy:
    """Passes TCP connections on to a target. Told otherwise, it

    - `cut`s: ends every connection with a reset, and refuses new ones;
    - is `silent`: keeps every connection open, takes new ones, and passes nothing on (half-open);
    - is `delay` seconds late with whatever it passes on, in each direction.

    It counts how often `counting` goes by on the way to the target.
    """

    def __init__(self, target: Target, counting: bytes = b"") -> None:
        self._target = target
        self._counting = counting
        self.counted = 0
        self._server: asyncio.Server | None = None
        self._open: dict[asyncio.Task[None], list[asyncio.StreamWriter]] = {}
        self._speaking = asyncio.Event()
        self._speaking.set()
        self.port = 0
        self.delay = 0.0

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        await self.cut()

    async def cut(self) -> None:
        if self._server is not None:
            server, self._server = self._server, None
            await stop_accepting(server)
            await asyncio.sleep(0)  # begins the tasks of those who came with the cut: they are in `_open`
        self.reset()
        if self._open:
            await asyncio.wait(list(self._open))

    async def mend(self) -> None:
        """As it was in the beginning."""
        self.delay = 0.0
        self._speaking.set()
        if self._server is None:
            await self.start()

    def reset(self) -> None:
        """Ends the connections that are open; new ones are welcome."""
        for task, writers in self._open.items():
            for writer in writers:
                writer.transport.abort()
            task.cancel()

    def fall_silent(self) -> None:
        self._speaking.clear()

    @property
    def connections(self) -> int:
        return len(self._open)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open[task] = [writer]
        with contextlib.suppress(OSError, asyncio.CancelledError):
            await self._speaking.wait()
            if isinstance(self._target, str):
                other_reader, other_writer = await asyncio.open_unix_connection(self._target)
            else:
                other_reader, other_writer = await asyncio.open_connection(*self._target)
            self._open[task].append(other_writer)
            await _together(self._pass(reader, other_writer, self._counting), self._pass(other_reader, writer))
        for each in self._open.pop(task):
            each.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, counting: bytes = b"") -> None:
        loop = asyncio.get_running_loop()
        late: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def read() -> None:
            data = b"?"
            while data:
                data = await reader.read(CHUNK)
                self.counted += data.count(counting) if counting else 0
                late.put_nowait((loop.time() + self.delay, data))

        async def write() -> None:
            while True:
                due, data = await late.get()
                if due > loop.time():
                    await asyncio.sleep(due - loop.time())
                await self._speaking.wait()
                if not data:
                    raise ConnectionResetError
                writer.write(data)
                await writer.drain()

        await _together(read(), write())


async def _together(*works: Coroutine[Any, Any, None]) -> None:
    """Runs both until one raises; then neither goes on."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


@asynccontextmanager
async def proxy(target: Target) -> AsyncIterator[Proxy]:
    made = Proxy(target)
    await made.start()
    try:
        yield made
    finally:
        await made.stop()
