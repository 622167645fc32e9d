"""`python -m tests.conformance FILE PORT`: open channels, for the test suites of published clients."""

import asyncio
import signal
import sys
from pathlib import Path

from tests.conformance.config import read
from tests.conformance.server import serving


async def main(file: Path, port: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with serving(read(file), "127.0.0.1", port) as (_, listening):
        print(f"open channels at ws://localhost:{listening}/connection/websocket", flush=True)
        await stop.wait()


if __name__ == "__main__":
    if len(sys.argv) != 3 or not sys.argv[2].isdigit():
        raise SystemExit("usage: python -m tests.conformance FILE PORT")
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
