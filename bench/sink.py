"""A mail relay that takes everything and keeps nothing: `python -m bench.sink` prints its port, and for each line on
standard input how many mails it has taken and when the last one came (CLOCK_MONOTONIC, seconds)."""

import asyncio
import json
import sys
import threading
import time


class Sink(asyncio.Protocol):
    mails = 0
    last = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._buffer = b""
        self._in_data = False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while True:
            head, end, rest = self._buffer.partition(b"\r\n.\r\n" if self._in_data else b"\r\n")
            if not end:
                return
            self._buffer = rest
            self._transport.write(self._answer(head))

    def _answer(self, line: bytes) -> bytes:
        if self._in_data:
            self._in_data = False
            Sink.mails += 1
            Sink.last = time.monotonic()
            return b"250 taken\r\n"
        verb = line[:4].upper()
        if verb == b"EHLO":
            return b"250-sink\r\n250-8BITMIME\r\n250 SIZE 10000000\r\n"
        if verb == b"DATA":
            self._in_data = True
            return b"354 go on\r\n"
        return b"250 OK\r\n"


def _tell() -> None:
    for _ in sys.stdin:
        print(json.dumps({"mails": Sink.mails, "last": Sink.last}), flush=True)


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    threading.Thread(target=_tell, daemon=True).start()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
