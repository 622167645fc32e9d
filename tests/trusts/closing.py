"""`python -m tests.trusts closing [ENDS]`: how long a subscription stays open after the end of a trust.

Two server processes on one database: the trusted person listens at the one, the guardian ends the trust at the other;
so many times with Redis between them, and so many once it has been killed. Ends with 0 when all closed within a second.
"""

import asyncio
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import aiohttp
import asyncpg

from bench.figures import spread
from channels.store import Desk
from channels.trust.due import look_at_trusts
from handlers.app import SystemClock
from realtime.fanout.memory import MemoryFanout
from realtime.fanout.publisher import FanoutPublisher
from storage.embedded import embedded_postgres
from storage.migrate import migrate
from storage.pool import open_pool
from storage.store import PostgresStore
from tests.support.processes import ServerProcess, server_process
from tests.support.redis_servers import RedisServer, wheel
from tests.support.school import PASSWORD, School, build_school, read_school
from tests.support.serving import Caller, free_port
from tests.support.trusts import trust, with_family
from tests.support.wire import wire_at

MOST_SECONDS = 1.0


class Closings:
    """Trusts that are given, opened, and ended while somebody listens."""

    def __init__(self, pool: asyncpg.Pool, school: School, guardian: Caller, trusted: Caller, socket: str) -> None:
        self._school, self._guardian, self._trusted, self._socket = school, guardian, trusted, socket
        self._desk = Desk(PostgresStore(pool), FanoutPublisher(MemoryFanout()), SystemClock())

    async def seconds(self) -> float:
        """From the guardian's press to the end of the subscription at the other process."""
        given = await self._guardian.post("/api/me/trusts", trust(self._school))
        assert given.status == 201, given.body
        await look_at_trusts(self._desk)
        path = f"/api/me/trusts/{given.body['id']}"
        accepted = await self._trusted.post(f"{path}/accept")
        assert accepted.status == 200, accepted.body
        await look_at_trusts(self._desk)
        diary = f"diary:{self._school.anya}"
        async with wire_at(self._socket, self._trusted) as phone:
            assert diary in phone.subs
            begun = time.monotonic()
            ending = asyncio.create_task(self._guardian.post(f"{path}/end"))
            await phone.until_unsubscribed(diary)
            passed = time.monotonic() - begun
            assert (await ending).status == 200
        return passed


async def signed_in(http: aiohttp.ClientSession, server: ServerProcess, login: str) -> Caller:
    person = Caller(http, server.base, None)
    answer = await person.post("/api/login", {"login": login, "password": PASSWORD})
    assert answer.status == 200, answer.body
    return Caller(http, server.base, answer.body["token"])


async def measure(ends: int, tell: Callable[[str], None]) -> int:
    """Returns 0 if every subscription closed within a second."""
    with tempfile.TemporaryDirectory(prefix="zvonok-closing-") as name:
        folder = Path(name)
        redis = RedisServer(wheel(), folder / "redis")
        await redis.start()
        async with embedded_postgres(folder / "postgres") as url:
            pool = await open_pool(url)
            async with pool.acquire() as connection:
                await migrate(connection)
                await build_school(connection)
            school = await read_school(pool)
            await with_family(pool, school)
            settings = {"ZVONOK_DATABASE_URL": url, "ZVONOK_REDIS_URL": redis.url}
            async with (
                server_process(folder / "one", free_port(), **settings) as one,
                server_process(folder / "other", free_port(), **settings) as other,
                aiohttp.ClientSession() as http,
            ):
                clara = await signed_in(http, one, "clara")
                delay = {"stranger_hours": 0, "known_hours": 0}
                assert (await clara.ask("PUT", f"/api/schools/{school.id}/trust_delay", delay)).status == 200
                olga = await signed_in(http, one, "olga")
                alla = await signed_in(http, other, "foreign_teacher")
                closings = Closings(pool, school, olga, alla, other.socket)
                up = [await closings.seconds() for _ in range(ends)]
                tell(figures("Redis up", up))
                await redis.kill()
                down = [await closings.seconds() for _ in range(ends)]
                tell(figures("Redis killed", down))
            await pool.close()
    return 0 if max(*up, *down) <= MOST_SECONDS else 1


def figures(what: str, seconds: list[float]) -> str:
    said = spread(seconds)
    return f"{what}: {len(seconds)} ends, in ms p50 {said['median']:.0f}, p99 {said['p99']:.0f}, most {said['max']:.0f}"
