"""Django Channels on uvicorn with its Redis layer: `group_send`. Prints its port. Arguments: payload, Redis address."""

import asyncio
import sys

import django
from django.conf import settings
from lines import on_lines

settings.configure(
    CHANNEL_LAYERS={
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            "CONFIG": {
                "hosts": [{"address": sys.argv[2], "max_connections": 10_000, "socket_timeout": 60}],
                "capacity": 10_000,
            },
        }
    }
)
django.setup()

import uvicorn  # noqa: E402
from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402
from channels.layers import get_channel_layer  # noqa: E402


class Reader(AsyncWebsocketConsumer):
    groups = ["everybody"]

    async def told(self, event: dict[str, str]) -> None:
        await self.send(text_data=event["text"])


async def tell() -> None:
    await get_channel_layer().group_send("everybody", {"type": "told", "text": sys.argv[1]})


async def main() -> None:
    config = uvicorn.Config(
        Reader.as_asgi(),
        port=0,
        backlog=4096,
        lifespan="off",
        ws="websockets-sansio",
        ws_ping_interval=None,
        ws_per_message_deflate=False,
        log_level="warning",
        http="h11",
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0.01)
    print(server.servers[0].sockets[0].getsockname()[1], flush=True)
    await on_lines(tell)
    serving.cancel()


asyncio.run(main())
