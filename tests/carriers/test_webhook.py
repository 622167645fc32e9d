"""What the school's gateway gets, and what its answers mean."""

import asyncio
import base64
import hashlib
import hmac
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from aiohttp import web
from pytest_aiohttp import AiohttpServer

from channels.notices.delivery import Delivery, End, Outcome
from realtime.carriers.webhook import BODY_BYTES, Gateway, Ring, Webhook, signature

HOWTO = Path(__file__).parents[2] / "docs/howto/receive_notices_by_webhook.md"
AT = datetime(2026, 9, 1, 11, 40, tzinfo=timezone(timedelta(hours=3)))
RING = Ring("5Yx-1", "notice.absence", AT, {"phone": "+79001234567", "text": "Звонок"})


def secret(letter: bytes) -> str:
    return "whsec_" + base64.b64encode(letter * 32).decode()


@dataclass
class Receiver:
    """Keeps what came, and answers as told."""

    port: int = 0
    came: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.Response:
        self.came.append((request.headers, await request.read()))
        status, headers = self.answers.pop(0) if self.answers else (204, {})
        return web.Response(status=status, headers=headers)

    def webhook(self, *secrets: str, now: float = 10.0) -> Webhook:
        url = f"http://127.0.0.1:{self.port}/zvonok?school=7"
        return Webhook(Gateway.from_settings(url, secrets or [secret(b"a")]), clock=lambda: now)


@pytest.fixture
async def receiver(aiohttp_server: AiohttpServer) -> Receiver:
    receiver, app = Receiver(), web.Application()
    app.router.add_route("*", "/{path:.*}", receiver.handle)
    server = await aiohttp_server(app)
    assert server.port is not None
    receiver.port = server.port
    return receiver


async def carried(webhook: Webhook, ring: Ring = RING, attempt: int = 1) -> Outcome:
    try:
        return await webhook.carry(Delivery(1, attempt, ring))
    finally:
        await webhook.close()


def test_a_signature_is_that_of_the_specification() -> None:
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signed = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


async def test_the_gateway_gets_a_signed_event(receiver: Receiver) -> None:
    assert await carried(receiver.webhook(now=1788252001.9)) == Outcome(End.ACCEPTED)
    ((headers, body),) = receiver.came
    assert json.loads(body) == {
        "type": "notice.absence",
        "timestamp": "2026-09-01T08:40:00Z",
        "data": {"phone": "+79001234567", "text": "Звонок"},
    }
    assert headers["Content-Type"] == "application/json"
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == ("5Yx-1", "1788252001")
    signed = hmac.digest(b"a" * 32, b"5Yx-1.1788252001." + body, hashlib.sha256)
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(signed).decode()}"


async def test_while_a_secret_is_changed_each_signs(receiver: Receiver) -> None:
    await carried(receiver.webhook(secret(b"b"), secret(b"a")))
    ((headers, body),) = receiver.came
    assert headers["webhook-signature"].split() == [signature(key * 32, "5Yx-1", 10, body) for key in (b"b", b"a")]


async def test_a_repeated_call_has_the_same_id_and_its_own_time(receiver: Receiver) -> None:
    await carried(receiver.webhook(now=10.0), attempt=1)
    await carried(receiver.webhook(now=99.0), attempt=2)
    (first, body), (again, same) = receiver.came
    assert (first["webhook-id"], body) == (again["webhook-id"], same)
    assert (first["webhook-timestamp"], again["webhook-timestamp"]) == ("10", "99")
    assert first["webhook-signature"] != again["webhook-signature"]


WRONG = "wrong address or secret"


@pytest.mark.parametrize(
    ("status", "headers", "outcome"),
    [
        (200, {}, Outcome(End.ACCEPTED)),
        (202, {"Retry-After": "5"}, Outcome(End.ACCEPTED)),
        (400, {}, Outcome(End.REFUSED, "400")),
        (413, {}, Outcome(End.REFUSED, "413")),
        (422, {"Retry-After": "5"}, Outcome(End.REFUSED, "422")),
        # about the gateway, whoever is rung: nothing is lost while somebody mends it
        (401, {}, Outcome(End.AWAY, f"401: {WRONG}")),
        (404, {}, Outcome(End.AWAY, f"404: {WRONG}")),
        (410, {}, Outcome(End.AWAY, f"410: {WRONG}")),
        (429, {}, Outcome(End.AWAY, "429")),
        (429, {"Retry-After": "90"}, Outcome(End.AWAY, "429", 90.0)),
        (503, {"Retry-After": "Thu, 01 Jan 1970 00:00:40 GMT"}, Outcome(End.AWAY, "503", 30.0)),
        (408, {}, Outcome(End.LATER, "408")),
        (500, {}, Outcome(End.LATER, "500")),
        (502, {"Retry-After": "86400"}, Outcome(End.LATER, "502", 3600.0)),
        (503, {}, Outcome(End.LATER, "503")),
    ],
)
async def test_each_answer_has_its_outcome(
    receiver: Receiver, status: int, headers: dict[str, str], outcome: Outcome
) -> None:
    receiver.answers.append((status, headers))
    assert await carried(receiver.webhook()) == outcome


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(receiver: Receiver, status: int) -> None:
    receiver.answers.append((status, {"Location": f"http://127.0.0.1:{receiver.port}/elsewhere"}))
    assert (await carried(receiver.webhook())).end is End.AWAY
    assert len(receiver.came) == 1


@pytest.mark.parametrize(
    "ring",
    [
        replace(RING, data={"text": {1, 2}}),
        replace(RING, data={"text": float("nan")}),
        replace(RING, data={"text": "\ud800"}),
        replace(RING, data={"text": "x" * BODY_BYTES}),
        replace(RING, id="1\r\nX-Evil: 1"),
        replace(RING, id="1.2"),
        replace(RING, id="звонок"),
    ],
)
async def test_what_cannot_be_written_is_refused_and_nobody_is_asked(receiver: Receiver, ring: Ring) -> None:
    assert (await carried(receiver.webhook(), ring)).end is End.REFUSED
    assert receiver.came == []


@pytest.mark.parametrize(
    "url",
    [
        "https://gateway.school7.example/zvonok",
        "https://шлюз.школа7.example:8443/звонок?токен=1",
        "https://10.0.0.5/",
        "http://127.0.0.1:8090",
        "http://[::1]:8090/",
        "http://[fd00::5]/",
        "http://10.0.0.5/",
        "http://localhost/",
        "http://gateway:8090/",
        "http://gateway.internal/",
    ],
)
async def test_a_gateway_stands_behind_https_or_in_the_schools_own_network(url: str) -> None:
    assert Gateway.from_settings(url, [secret(b"a")]).url.host


@pytest.mark.parametrize(
    "url",
    [
        "",
        "gateway.school7.example",
        "https://",
        "https:///zvonok",
        "https://[::1/",
        "https://gateway.school7.example:99999/",
        "https://gateway.school7.example/a b",
        "https://gateway.school7.example/\n",
        "https://gateway.school7.example/#top",
        "https://token@gateway.school7.example/",
        "https://user:token@gateway.school7.example/",
        "http://gateway.school7.example/",
        "http://8.8.8.8/",
        "http://internal.evil.example/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
    ],
)
async def test_other_addresses_are_refused_and_not_quoted(url: str) -> None:
    with pytest.raises(ValueError, match="webhook") as refused:
        Webhook.from_settings(url, [secret(b"a")])
    assert "school7" not in str(refused.value)
    assert "token" not in str(refused.value)


@pytest.mark.parametrize(
    "secrets",
    [
        [],
        [""],
        ["whsec_"],
        ["whsec_" + base64.b64encode(b"short").decode()],
        ["whsec_" + base64.b64encode(b"x" * 65).decode()],
        [base64.b64encode(b"a" * 32).decode()],
        ["whsec_" + "ы" * 40],
        [secret(b"a") + "!"],
        [secret(b"a"), "whsec_AAAA"],
    ],
)
async def test_a_secret_that_is_none_is_refused_and_not_quoted(secrets: list[str]) -> None:
    with pytest.raises(ValueError, match="secret") as refused:
        Webhook.from_settings("https://gateway.school7.example", secrets)
    assert "AAAA" not in str(refused.value)


async def test_neither_address_nor_secret_shows_when_the_setting_is_printed() -> None:
    shown = repr(Gateway.from_settings("https://gateway.school7.example/ticket", [secret(b"a")]))
    assert "ticket" not in shown
    assert "aaaa" not in shown


@asynccontextmanager
async def gateway_of_the_howto(folder: Path, key: str) -> AsyncIterator[tuple[int, asyncio.StreamReader]]:
    """The program that the document shows, and what it prints."""
    shown = re.search(r"```python\n(.*?)```", HOWTO.read_text(encoding="utf-8"), re.DOTALL)
    assert shown
    program = folder / "gateway.py"
    program.write_text(shown[1], encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(program), "0", env={**os.environ, "WEBHOOK_SECRET": key}, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        yield int((await process.stdout.readline()).split()[-1]), process.stdout
    finally:
        process.kill()
        await process.wait()


async def test_the_gateway_of_the_howto_takes_a_call_once_and_only_from_us(tmp_path: Path) -> None:
    async with gateway_of_the_howto(tmp_path, secret(b"a")) as (port, prints):
        url = f"http://127.0.0.1:{port}"
        ours = Webhook.from_settings(url, [secret(b"b"), secret(b"a")])
        outcomes = [await carried(ours, ring) for ring in (RING, RING, replace(RING, id="other"))]
        stranger = await carried(Webhook.from_settings(url, [secret(b"c")]))
        old = await carried(Webhook(Gateway.from_settings(url, [secret(b"a")]), clock=lambda: 10.0))
        assert [(await prints.readline()).decode() for _ in range(2)] == ["+79001234567: Звонок\n"] * 2
    assert [outcome.end for outcome in outcomes] == [End.ACCEPTED] * 3
    assert (stranger.end, old.end) == (End.AWAY, End.AWAY)
    assert await prints.read() == b""
