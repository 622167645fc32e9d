"""The `centrifuge` package from npm, unchanged, over every transport and encoding it has, against open channels."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.config import Config, Options
from tests.conformance.server import serving
from tests.support.node import node

OPEN = Config(
    insecure=True,
    api_key="key",
    without_namespace=Options(
        presence=True,
        join_leave=True,
        force_push_join_leave=True,
        force_recovery=True,
        history_size=10,
        history_ttl=60,
    ),
)


async def life(base: str, transport: str, encoding: str) -> list[dict[str, Any]]:
    """What one client said of its life."""
    script = Path(__file__).with_name("sdk.mjs")
    process = await asyncio.create_subprocess_exec(
        node(), "--experimental-eventsource", "--no-warnings", str(script), base, transport, encoding,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(120):
            told, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0
    return [json.loads(line) for line in told.splitlines()]


@pytest.mark.parametrize(
    ("transport", "encoding"),
    [
        ("websocket", "json"),
        ("websocket", "protobuf"),
        ("http_stream", "json"),
        ("http_stream", "protobuf"),
        ("sse", "json"),
    ],
)
async def test_it_lives_its_whole_life(transport: str, encoding: str) -> None:
    async with serving(OPEN, "127.0.0.1", 0) as (_, port):
        told = await life(f"http://127.0.0.1:{port}", transport, encoding)
    assert told == [
        {"what": "connected", "transport": transport},
        {"what": "subscribed", "recoverable": True, "positioned": True},
        {"what": "heard", "heard": [[1, {"n": 1}]]},
        {"what": "presence", "numClients": 2, "clients": 2},
        {"what": "recovered", "recovered": True, "heard": [[1, {"n": 1}], [2, {"n": 2}], [3, {"n": 3}]]},
        {"what": "history", "offsets": [3, 2], "top": 3},
        {"what": "rpc", "code": 108},
        {"what": "unsubscribed", "code": 2000},
        {"what": "disconnected", "code": 3503},
    ]
