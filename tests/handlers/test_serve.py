"""`zvonok serve` as a process: what it refuses, and with which words."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from tests.support.processes import ended, server_process
from tests.support.serving import free_port

pytestmark = pytest.mark.slow


async def test_a_demo_school_is_never_served_to_a_network(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    async with server_process(data, port, "--demo", ZVONOK_DEMO_PASSWORD="secret") as server:
        assert "demo.guardian" in server.log
        assert "secret" in server.log
        await server.stop()
    for arguments in (["--demo"], []):
        status, said = await ended(*arguments, ZVONOK_DATA=str(data), ZVONOK_PORT=str(port), ZVONOK_HOST="0.0.0.0")
        assert status == 1
        assert "this machine only" in said


async def test_a_second_start_keeps_the_data_and_the_password(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    async with server_process(data, port, "--demo") as server:
        first = server.log
        await server.kill()
        await server.start("--demo")
        again = server.log.removeprefix(first)
    password = (data / "demo-password").read_text()
    assert f"password  {password}" in first
    assert f"password  {password}" in again


async def test_a_database_that_could_lose_what_it_acknowledged_is_refused(empty_url: str, tmp_path: Path) -> None:
    admin = await asyncpg.connect(empty_url)
    name = await admin.fetchval("select current_database()")
    await admin.execute(f"alter database {name} set synchronous_commit = off")
    await admin.close()
    status, said = await ended(ZVONOK_DATABASE_URL=empty_url, ZVONOK_PORT=str(free_port()))
    assert status == 1
    assert "synchronous_commit" in said


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ZVONOK_PORT", "http", "ZVONOK_PORT"),
        ("ZVONOK_PUBLIC_URL", "school", "ZVONOK_PUBLIC_URL"),
        ("ZVONOK_BEHIND_PROXY", "yes", "ZVONOK_BEHIND_PROXY"),
        ("ZVONOK_DATABASE_URL_FILE", "/nowhere", "ZVONOK_DATABASE_URL_FILE"),
    ],
)
async def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, name: str, value: str, words: str) -> None:
    status, said = await ended(**{"ZVONOK_DATA": str(tmp_path / "data"), name: value})
    assert status == 1
    assert words in said
    assert "Traceback" not in said


async def test_a_port_in_use_is_said_plainly(empty_url: str) -> None:
    listening = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    status, said = await ended(ZVONOK_DATABASE_URL=empty_url, ZVONOK_PORT=str(port))
    listening.close()
    assert status == 1
    assert f"Cannot listen on 127.0.0.1:{port}" in said
    assert "Traceback" not in said
