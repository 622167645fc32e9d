"""A gateway to telephones over HTTP: it takes what is signed as docs/howto/receive_notices_by_webhook.md says."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from realtime.carriers.webhook import signature

KEY = b"k" * 32
SECRET = "whsec_" + base64.b64encode(KEY).decode()


@dataclass
class Gateway:
    """Calls that came and whose signature is right, by their bodies."""

    url: str = ""
    bodies: list[dict[str, Any]] = field(default_factory=list)
    _came: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: web.Request) -> web.Response:
        body, headers = await request.read(), request.headers
        signed = signature(KEY, headers["webhook-id"], int(headers["webhook-timestamp"]), body)
        if headers["webhook-signature"] != signed:
            return web.Response(status=401)
        self.bodies.append(json.loads(body))
        self._came.set()
        return web.Response(status=204)

    async def next(self) -> dict[str, Any]:
        """The oldest call that nobody has asked for; waits until there is one."""
        while not self.bodies:
            self._came.clear()
            await self._came.wait()
        return self.bodies.pop(0)


@asynccontextmanager
async def gateway() -> AsyncIterator[Gateway]:
    found = Gateway()
    app = web.Application()
    app.router.add_post("/zvonok", found.take)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        [address] = runner.addresses
        found.url = f"http://127.0.0.1:{address[1]}/zvonok"
        yield found
    finally:
        await runner.cleanup()
