"""`zvonok postman`: carrying in a process of its own, which asks the servers who is online."""

import asyncio
import signal
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path

import aiohttp
import asyncpg
import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from realtime.cluster.observer import Observer
from realtime.fanout.memory import MemoryFanout
from storage.pool import open_pool
from tests.handlers.test_marks import mark, post
from tests.support.fanouts import Listening, eventually
from tests.support.post import Relaying, became_of, gets_mail, postman
from tests.support.postman_process import postman_process
from tests.support.processes import ended, server_process
from tests.support.redis_servers import RedisServer, on_path, running, wheel
from tests.support.school import PASSWORD, School, read_school
from tests.support.serving import Caller, Served, free_port, serving
from tests.support.wire import wire


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[RedisServer]:
    async with running(RedisServer(on_path() or wheel(), tmp_path / "redis")) as server:
        yield server


async def settled(pool: asyncpg.Pool, number: int) -> None:
    """So many notices have been decided about."""
    async with asyncio.timeout(60):
        while await pool.fetchval("select count(*) from notice where settled_at is not null") < number:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


@pytest.mark.slow
async def test_a_postman_of_its_own_asks_the_servers_who_listens(
    school_url: str, redis: RedisServer, relay: Relaying, tmp_path: Path
) -> None:
    shared = {"ZVONOK_DATABASE_URL": school_url, "ZVONOK_REDIS_URL": redis.url}
    smtp = f"smtp+plain://127.0.0.1:{relay.port}"
    async with (
        serving(school_url, redis_url=redis.url) as served,
        postman_process(tmp_path / "log", **shared, ZVONOK_SMTP_URL=smtp) as carrier,
    ):
        school = await read_school(served.server.pool)
        for person in (school.olga, school.boris):
            await gets_mail(served, person, f"{person}@example.org")
        async with wire(served, await served.person("olga")) as home:
            await post(await served.person("maria"), school, mark(school), mark(school, school.misha))
            await home.publication(f"diary:{school.anya}")
            await home.answers_a_ping()
            await settled(served.server.pool, 2)
        await eventually(lambda: bool(relay.mails))
        carrier.signal(signal.SIGTERM)
        assert await carrier.ended() == 0
    [(address, _)] = relay.take()
    assert address == f"{school.boris}@example.org"


class Held(Relaying):
    """A relay that says nothing of a mail until it is let go."""

    def __init__(self) -> None:
        super().__init__(0)
        self.came, self.go_on = asyncio.Event(), asyncio.Event()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.came.set()
        await self.go_on.wait()
        return await super().handle_DATA(server, session, envelope)


@pytest.mark.slow
async def test_at_sigterm_what_is_on_its_way_is_carried_to_its_end(school_url: str, tmp_path: Path) -> None:
    relay, port = Held(), free_port()
    listening = await asyncio.get_running_loop().create_server(lambda: SMTP(relay), "127.0.0.1", 0)
    shared = {
        "ZVONOK_DATABASE_URL": school_url,
        "ZVONOK_SMTP_URL": f"smtp+plain://127.0.0.1:{listening.sockets[0].getsockname()[1]}",
    }
    pool, http = await open_pool(school_url, size=1), aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
    school = await read_school(pool)
    await pool.execute("insert into mailbox (person_id, address) values ($1, 'olga@example.org')", school.olga)
    async with (
        http,
        server_process(tmp_path / "data", port, **shared, ZVONOK_POSTMAN="0") as server,
        postman_process(tmp_path / "log", **shared) as carrier,
    ):
        stranger = Caller(http, server.base, None)
        token = (await stranger.post("/api/login", {"login": "maria", "password": PASSWORD})).body["token"]
        await post(Caller(http, server.base, token), school, mark(school))
        await pool.execute("update publication set at = at - interval '1 minute'")  # the time that everybody gets
        async with asyncio.timeout(30):
            await relay.came.wait()
        carrier.signal(signal.SIGTERM)
        assert await pool.fetchval("select state from dispatch") == "due"
        relay.go_on.set()
        assert await carrier.ended() == 0
        assert "without ZVONOK_REDIS_URL" in carrier.log
    assert [address for address, _ in relay.take()] == ["olga@example.org"]
    assert await pool.fetchval("select state from dispatch") == "accepted"
    listening.close()
    await pool.close()


@pytest.mark.slow
async def test_without_a_database_that_it_shares_it_does_not_start(tmp_path: Path) -> None:
    status, said = await ended(command="postman", ZVONOK_DATA=str(tmp_path / "data"))
    assert status == 1
    assert "set ZVONOK_DATABASE_URL" in said
    assert not (tmp_path / "data").exists()


async def test_who_reads_it_in_time_is_not_told_though_no_server_can_be_asked(
    served: Served, school: School, relay: Relaying
) -> None:
    for person in (school.olga, school.boris):
        await gets_mail(served, person, f"{person}@example.org")
    maria, olga = await served.person("maria"), await served.person("olga")
    chat = (await maria.post("/api/chats", {"person": str(school.olga)})).body["chat"]["id"]
    message = (await maria.post(f"/api/chats/{chat}/messages", {"text": "Добрый день"})).body["message"]
    await post(maria, school, mark(school, school.misha))
    carrier = postman(served, relay.port, live=Observer(MemoryFanout()))
    await carrier.round()
    assert relay.take() == []
    await olga.post(f"/api/chats/{chat}/seen", {"offset": message["offset"]})
    await carrier.round(timedelta(seconds=41))
    assert [address for address, _ in relay.take()] == [f"{school.boris}@example.org"]
    assert await became_of(served, school.olga) == [("message", "dropped", "seen")]


class Others(MemoryFanout):
    """Beside it there are these processes, of which each says so much of itself."""

    def __init__(self, *said: bytes) -> None:
        super().__init__()
        self._others = {str(number): text for number, text in enumerate(said)}

    def nodes(self) -> dict[str, bytes]:
        return {**super().nodes(), **self._others}


@pytest.mark.parametrize(
    ("said", "healthy", "after", "knows"),
    [
        ([b'{"num_clients":3}', b"{}"], True, 0.0, True),
        ([b'{"num_clients":3}'], True, 3600.0, False),  # others may not have been heard of yet
        ([b'{"num_clients":3}'], False, 0.0, False),
        ([b"{}", b"{}"], True, 0.0, False),  # other postmen
        ([], True, 0.0, False),
    ],
)
async def test_who_is_away_is_known_only_while_servers_answer(
    said: Sequence[bytes], healthy: bool, after: float, knows: bool
) -> None:
    fanout = Others(*said)
    fanout.healthy = healthy
    assert Observer(fanout, after).knows is knows


async def test_a_postman_answers_for_its_own_process() -> None:
    profile, fanout = Listening(), MemoryFanout()
    observer = Observer(fanout)
    fanout.order = lambda order, node=None: profile.received(order)  # type: ignore[method-assign]
    observer.received(b'{"do":"look","number":7,"asker":"a","asked":[["1","diary:1",1,null],["2","diary:1",1,null]]}')
    observer.received(b'{"do":"survey","number":8,"asker":"a"}')
    observer.received(b'{"do":"something newer"}')
    observer.received(b"nonsense")
    assert profile.orders == [
        b'{"do": "answer", "number": 7, "answer": [0, 0]}',
        b'{"do": "answer", "number": 8, "answer": {}}',
    ]
