"""What the peers in Python share: a line on standard input is a broadcast."""

import asyncio
import sys
from collections.abc import Awaitable, Callable


async def on_lines(act: Callable[[], Awaitable[None]]) -> None:
    """Acts once for each line, until the input ends."""
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while await lines.readline():
        await act()
