"""python-socketio on aiohttp: `emit` to everybody. Prints its port."""

import asyncio
import sys

import socketio
from aiohttp import web
from lines import on_lines


async def main() -> None:
    server = socketio.AsyncServer(
        async_mode="aiohttp", transports=["websocket"], ping_interval=3600, ping_timeout=3600, http_compression=False
    )
    app = web.Application()
    server.attach(app)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=4096)
    await site.start()
    print(runner.addresses[0][1], flush=True)

    async def tell() -> None:
        await server.emit("m", sys.argv[1])

    await on_lines(tell)


asyncio.run(main())
