"""Processes whose own clocks are wrong, on one database."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from websockets.asyncio.client import connect

import storage.clock
from channels.errors import Refusal
from handlers.actions.files import FileAddresses
from handlers.auth import ConnectionTokens, TokenExpired
from storage.clock import DatabaseClock
from storage.logins import Login
from tests.support.school import PASSWORD
from tests.support.serving import Served, serving
from tests.support.wire import Wire, token_of

SHIFTS = [timedelta(days=10), timedelta(days=-10), timedelta(seconds=30), timedelta(seconds=-30)]


@pytest.fixture
def wrong_clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes every wall clock of this process wrong, until it is asked to put it right again."""

    def shift(by: timedelta) -> None:
        class Wrong(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> Any:
                return datetime.now(tz) + by

        monkeypatch.setattr(storage.clock, "datetime", Wrong)
        monkeypatch.setattr("handlers.app.SystemClock.now", lambda _: datetime.now(UTC) + by)

    return shift


async def _guess(served: Served, name: str, password: str = "guess") -> Any:
    return await served.stranger.post("/api/login", {"login": name, "password": password})


@pytest.mark.parametrize("by", SHIFTS)
async def test_a_process_with_a_wrong_clock_keeps_nobody_out_elsewhere(
    school_url: str, wrong_clock: Any, by: timedelta
) -> None:
    async with serving(school_url) as right:
        wrong_clock(by)
        async with serving(school_url) as wrong:
            for _ in range(6):
                await _guess(wrong, "olga")
            # seconds are left, however slow the machine is
            await wrong.server.pool.execute("update sign_in_failure set failures = 7, last_at = now()")
            refused = [await _guess(each, "olga") for each in (wrong, right)]
            assert [one.status for one in refused] == [429, 429]
            assert all(1 <= int(one.headers["Retry-After"]) <= 4 for one in refused)
            for each, name in ((right, "boris"), (wrong, "maria"), (right, "nina"), (wrong, "lev")):
                assert (await _guess(each, name, PASSWORD)).status == 200


async def test_failures_noted_in_the_future_slow_nobody_down_for_longer_than_they_may(served: Served) -> None:
    for _ in range(6):
        await _guess(served, "olga")
    await served.server.pool.execute("update sign_in_failure set failures = 5, last_at = last_at + interval '10 days'")
    again = await _guess(served, "olga")
    assert (again.status, int(again.headers["Retry-After"])) == (429, 1)
    assert (await _guess(served, "boris", PASSWORD)).status == 200


@pytest.mark.parametrize("by", SHIFTS)
async def test_what_one_process_writes_down_is_due_for_the_other_at_the_same_moment(
    school_url: str, wrong_clock: Any, by: timedelta
) -> None:
    async with serving(school_url) as right:
        wrong_clock(by)
        async with serving(school_url) as wrong:
            apart = wrong.server.desk.clock.now() - right.server.desk.clock.now()
            assert abs(apart) < timedelta(seconds=5)
            there = await right.server.pool.fetchval("select clock_timestamp()")
            assert abs(wrong.server.desk.clock.now() - there) < timedelta(seconds=5)
            token = await token_of(await wrong.person("olga"))
            async with connect(right.socket) as connection:
                assert "client" in (await Wire(connection).call("connect", {"token": token}))["connect"]


class _Steady:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


class _Pool:
    """A database whose clock is given."""

    def __init__(self, steady: _Steady, took: float) -> None:
        self.steady, self.took, self.away = steady, took, False
        self.at = datetime(2026, 9, 1, tzinfo=UTC)

    async def fetchval(self, query: str) -> datetime:
        if self.away:
            raise OSError
        self.steady.at += self.took
        return self.at


async def test_the_clock_goes_on_while_the_database_is_away_and_ignores_slow_looks() -> None:
    steady = _Steady()
    pool: Any = _Pool(steady, 0.2)
    clock = DatabaseClock(pool, steady)
    await clock.look()
    assert clock.now() == pool.at + timedelta(seconds=0.1)  # the answer is as old as half its way
    pool.away = True
    steady.at += 60
    await clock.look()
    assert clock.now() == pool.at + timedelta(seconds=60.1)
    pool.away, pool.took, pool.at = False, 30.0, pool.at - timedelta(days=1)
    await clock.look()
    assert clock.now() == datetime(2026, 9, 1, 0, 1, 30, 100_000, tzinfo=UTC)
    pool.took = 0.0
    await clock.look()
    assert clock.now() == pool.at


def test_tokens_end_by_the_clock_that_all_share() -> None:
    at = [1_000_000.0]
    tokens = ConnectionTokens(b"k" * 32, lambda: at[0])
    files = FileAddresses(b"k" * 32, lambda: at[0])
    token, address = tokens.issue(Login(1, 2)), files.issue(Login(1, 2), 3, int(at[0]) + 60)
    assert (tokens.read(token).person, files.read(address)[1]) == (2, 3)
    at[0] += 301
    with pytest.raises(TokenExpired):
        tokens.read(token)
    with pytest.raises(Refusal, match="not_found"):
        files.read(address)
