"""`websockets`: its asyncio server and `broadcast`. Prints its port."""

import asyncio
import sys

from lines import on_lines
from websockets.asyncio.server import ServerConnection, broadcast, serve


async def main() -> None:
    clients: set[ServerConnection] = set()

    async def keep(client: ServerConnection) -> None:
        clients.add(client)
        await client.wait_closed()
        clients.discard(client)

    async def tell() -> None:
        broadcast(clients, sys.argv[1])

    options = {"compression": None, "ping_interval": None, "backlog": 4096}
    async with serve(keep, "127.0.0.1", 0, **options) as server:
        print(next(iter(server.sockets)).getsockname()[1], flush=True)
        await on_lines(tell)


asyncio.run(main())
