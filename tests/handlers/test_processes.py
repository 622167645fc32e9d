"""`zvonok serve --processes N`: several servers on one port, one parent, one Valkey, one database."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest
from websockets.asyncio.client import ClientConnection, connect

from handlers.commands import serve
from handlers.commands.serve import USUAL_PROCESSES
from handlers.settings import Settings
from tests.support.processes import ServerProcess, ended, fill, server_process
from tests.support.school import PASSWORD, School
from tests.support.serving import Caller, free_port

pytestmark = pytest.mark.slow

# All phones may come to one process, and an eleventh of a person would close the first.
PROCESSES, PHONES = 3, 10


def children(pid: int) -> list[int]:
    """Of a process, those of all its threads. What ends while we look is none."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):
            found += [int(child) for child in (task / "children").read_text().split()]
    return found


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):  # it ends between the look at it and the reading
        return ""


def descendants(server: ServerProcess) -> dict[str, list[int]]:
    """What the parent runs: `forkserver`, the `servers` that it has forked, `valkey`, `postgres`."""
    found: dict[str, list[int]] = {"forkserver": [], "servers": [], "valkey": [], "postgres": []}
    for pid in children(server.pid):
        words = command(pid)
        kind = "forkserver" if "handlers.forkserver" in words else "valkey" if "valkey-server" in words else "postgres"
        found[kind].append(pid)
        if kind == "forkserver":
            with suppress(FileNotFoundError, ProcessLookupError):
                found["servers"] += children(pid)
    return found


def gone(pid: int) -> bool:
    """It has ended, whether or not somebody has taken note of it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


async def soon(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 - of other processes
            await asyncio.sleep(0.02)


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[tuple[ServerProcess, School]]:
    data = tmp_path / "data"
    school = await fill(data)
    async with server_process(data, free_port(), "--processes", str(PROCESSES)) as server:
        # the first of them answers before all are there, and until Redis answers they hear nothing of each other
        await soon(lambda: "Zvonok is at" in server.log and server.log.count("Redis answers") >= PROCESSES)
        yield server, school


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    # a connection for each request, so that requests meet all processes
    connector = aiohttp.TCPConnector(force_close=True)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), connector=connector) as session:
        yield session


async def signed_in(server: ServerProcess, http: aiohttp.ClientSession, login: str) -> Caller:
    answer = await Caller(http, server.base, None).post("/api/login", {"login": login, "password": PASSWORD})
    return Caller(http, server.base, answer.body["token"])


async def phone(server: ServerProcess, person: Caller) -> ClientConnection:
    token = (await person.post("/api/realtime/token")).body["token"]
    socket = await connect(server.socket, compression=None)
    await socket.send(json.dumps({"id": 1, "connect": {"token": token}}))
    assert "connect" in json.loads(await socket.recv())
    return socket


async def hears(socket: ClientConnection, channel: str) -> None:
    """Faster than any look at the heads while Redis works: it came from one process to another."""
    async with asyncio.timeout(4):
        while True:
            push = json.loads(str(await socket.recv()).split("\n")[0]).get("push", {})
            if push.get("channel") == channel and "pub" in push:
                return


async def test_a_mark_posted_at_one_process_rings_at_all(
    running: tuple[ServerProcess, School], http: aiohttp.ClientSession
) -> None:
    server, school = running
    maria, olga = await signed_in(server, http, "maria"), await signed_in(server, http, "olga")
    assert len(descendants(server)["servers"]) == PROCESSES
    assert len(descendants(server)["valkey"]) == 1
    phones = [await phone(server, olga) for _ in range(PHONES)]
    mark = {"student": str(school.anya), "lesson": str(school.today), "value": 5, "kind": str(school.answer)}
    assert (await maria.post(f"/api/courses/{school.maths}/marks", {"marks": [mark]})).status == 201
    await asyncio.gather(*(hears(each, f"diary:{school.anya}") for each in phones))
    for each in phones:
        await each.close()


async def test_what_dies_is_started_again_and_everything_works_on(
    running: tuple[ServerProcess, School], http: aiohttp.ClientSession
) -> None:
    server, school = running
    maria, olga = await signed_in(server, http, "maria"), await signed_in(server, http, "olga")
    before = descendants(server)
    for pid in (before["servers"][0], *before["valkey"]):
        os.kill(pid, signal.SIGKILL)
    await soon(lambda: _replaced(server, before))
    phones = [await phone(server, olga) for _ in range(PHONES)]
    mark = {"student": str(school.anya), "lesson": str(school.today), "value": 5, "kind": str(school.answer)}
    assert (await maria.post(f"/api/courses/{school.maths}/marks", {"marks": [mark]})).status == 201
    for each in phones:
        async with asyncio.timeout(30):
            await each.recv()
        await each.close()


async def test_when_all_go_at_once_all_come_back(
    running: tuple[ServerProcess, School], http: aiohttp.ClientSession
) -> None:
    server, _ = running
    before = descendants(server)
    os.kill(before["forkserver"][0], signal.SIGKILL)
    await soon(lambda: all(map(gone, (*before["servers"], *before["forkserver"]))))
    await soon(lambda: len(descendants(server)["servers"]) == PROCESSES)
    assert len(descendants(server)["forkserver"]) == 1
    await soon(lambda: server.log.count("Redis answers") >= 2 * PROCESSES)
    await (await phone(server, await signed_in(server, http, "olga"))).close()


async def test_signing_out_at_one_process_closes_the_sockets_of_all(
    running: tuple[ServerProcess, School], http: aiohttp.ClientSession
) -> None:
    server, _ = running
    olga, again = await signed_in(server, http, "olga"), await signed_in(server, http, "olga")
    closed, kept = [await phone(server, olga) for _ in range(PHONES // 2)], await phone(server, again)
    assert (await olga.post("/api/logout")).status == 204
    for each in closed:
        async with asyncio.timeout(4):  # sooner than ended sign-ins are looked for
            await each.wait_closed()
        assert each.close_code == 3503
    assert kept.close_code is None
    await kept.close()


def _replaced(server: ServerProcess, before: dict[str, list[int]]) -> bool:
    now = descendants(server)
    return (
        len(now["servers"]) == PROCESSES
        and len(now["valkey"]) == 1
        and before["servers"][0] not in now["servers"]
        and before["valkey"] != now["valkey"]
        and server.log.count("Redis answers") > PROCESSES
    )


async def test_nothing_stays_behind_when_the_parent_is_killed(running: tuple[ServerProcess, School]) -> None:
    server, _ = running
    everybody = [pid for pids in descendants(server).values() for pid in pids]
    assert len(everybody) == PROCESSES + 3
    await server.kill()
    await soon(lambda: all(gone(pid) for pid in everybody))


async def test_a_stop_drains_all(running: tuple[ServerProcess, School], http: aiohttp.ClientSession) -> None:
    server, _ = running
    olga = await signed_in(server, http, "olga")
    everybody = [pid for pids in descendants(server).values() for pid in pids]
    phones = [await phone(server, olga) for _ in range(PHONES)]
    await server.stop()
    for each in phones:
        await each.wait_closed()
        assert each.close_code == 3001  # come back
    assert all(gone(pid) for pid in everybody)
    assert "Traceback" not in server.log


async def test_a_port_in_use_is_said_plainly_by_the_parent(empty_url: str) -> None:
    listening = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    status, said = await ended("--processes", "2", ZVONOK_DATABASE_URL=empty_url, ZVONOK_PORT=str(port))
    listening.close()
    assert status == 1
    assert f"Cannot listen on 127.0.0.1:{port}" in said
    assert "Traceback" not in said


async def test_more_processes_than_the_embedded_database_has_connections_for_are_refused(tmp_path: Path) -> None:
    status, said = await ended("--processes", "5", ZVONOK_DATA=str(tmp_path / "data"))
    assert status == 1
    assert "ZVONOK_DATABASE_URL" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("arguments", [[], ["--processes", "2"]], ids=["alone", "of several"])
async def test_an_address_of_redis_that_is_none_is_named(empty_url: str, arguments: list[str]) -> None:
    wrong = "http://:secret@redis"
    status, said = await ended(*arguments, ZVONOK_DATABASE_URL=empty_url, ZVONOK_PORT="0", ZVONOK_REDIS_URL=wrong)
    assert status == 1
    assert "ZVONOK_REDIS_URL" in said
    assert "secret" not in said
    assert "Traceback" not in said


async def test_without_a_word_two_processes_ring_through_a_valkey_of_their_own(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path / "data", free_port())
    server.finds_out = True
    several = USUAL_PROCESSES if len(os.sched_getaffinity(0)) > 1 else 0
    try:
        await server.start()
        await soon(lambda: "Zvonok is at" in server.log and server.log.count("Redis answers") >= several)
        assert server.log.count("Redis answers") == several
    finally:
        await server.kill()


@pytest.mark.parametrize(
    ("processors", "redis_url", "valkey", "processes"),
    [
        ({0, 1}, None, True, USUAL_PROCESSES),
        ({0, 1, 2, 3}, None, True, USUAL_PROCESSES),
        ({0}, None, True, 1),
        ({0, 1}, "redis://there", True, 1),
        ({0, 1}, None, False, 1),
    ],
)
def test_how_many_processes_there_are_if_nobody_says(
    monkeypatch: pytest.MonkeyPatch, processors: set[int], redis_url: str | None, valkey: bool, processes: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: processors)
    monkeypatch.setattr(serve, "is_valkey_here", lambda: valkey)
    assert serve.usual_processes(Settings(redis_url=redis_url)) == processes
