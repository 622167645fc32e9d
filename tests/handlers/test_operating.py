"""What an operator relies on: who sees figures, what a page may reach, how everybody is signed out."""

import asyncio

import pytest
from click.testing import CliRunner

from handlers.__main__ import main
from handlers.files import POLICY
from tests.support.serving import Served
from tests.support.wire import wire


async def test_figures_are_not_for_who_comes_by_a_proxy(shared: Served) -> None:
    assert (await shared.stranger.get("/metrics")).status == 200
    for header in ("X_Forwarded_For", "Forwarded", "X_Real_IP"):
        assert (await shared.stranger.get("/metrics", **{header: "192.0.2.1"})).status == 404


async def test_a_page_may_open_a_socket_to_its_own_host_only(shared: Served) -> None:
    async with shared.http.get(shared.base + "/", headers={"Accept": "text/html"}) as response:
        if response.status == 404:
            pytest.fail("the client is not built")
        [connect] = [part for part in response.headers[POLICY].split("; ") if part.startswith("connect-src")]
    bases = (shared.base, shared.base.replace("127.0.0.1", "localhost"))
    own = {"'self'", *(base.replace("http", "ws") for base in bases)}
    assert own <= set(connect.split()[1:])
    assert not {"ws:", "wss:", "*"} & set(connect.split())


async def test_no_answer_names_a_version(shared: Served) -> None:
    for path in ("/healthz", "/api/me", "/nothing", "/api/openapi.json"):
        answer = await shared.stranger.get(path)
        assert answer.headers["Server"] == "zvonok", path


async def test_everybody_is_signed_out_by_one_command(served: Served, school_url: str) -> None:
    olga, maria = await served.person("olga"), await served.person("maria")
    async with wire(served, olga) as socket:
        ended = await asyncio.to_thread(
            CliRunner().invoke, main, ["sign-out-all", "--database-url", school_url], catch_exceptions=False
        )
        assert ended.output == "2 sign-ins ended.\n", ended.output
        assert await socket.closed() == 3503
    assert [(await each.get("/api/me")).status for each in (olga, maria)] == [401, 401]
