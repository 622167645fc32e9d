"""What a larger file costs more: neither questions to the database, nor looks at lessons that nothing clashes with."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from channels.store import Desk
from channels.timetable.model import PatternChanged
from channels.timetable_files.imported import ImportedTimetable
from channels.timetable_files.imports import apply_import, keep_file, preview_import
from channels.timetable_files.inputs import AppliedImport, WantedImport
from channels.timetable_files.matching import Matching, match_names
from channels.timetable_files.model import ReadFile
from handlers.app import SystemClock
from realtime.fanout.memory import MemoryFanout
from realtime.fanout.publisher import FanoutPublisher
from storage.pool import open_pool
from storage.store import PostgresStore, PostgresTx
from tests.support.plans import Recorder
from tests.support.timetable_files import class_names, school, timetable
from tests.support.timetable_school import LEADER, SCHOOL, fill_school

CLASSES = class_names(6, per_grade=6)
TODAY = datetime.now(UTC).date()
MONDAY = TODAY + timedelta(days=7 - TODAY.weekday())
WEEKS = 4
PAUSE = timedelta(seconds=2)  # of a transaction


class RecordingStore(PostgresStore):
    """Keeps all that the database is asked in transactions that write."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        super().__init__(pool)
        self.pool = pool
        self.asked: list[tuple[str, tuple[Any, ...]]] = []

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[PostgresTx]:
        async with self.pool.acquire() as connection, connection.transaction():
            tx = PostgresTx(Recorder(connection, self.asked))  # type: ignore[arg-type]
            yield tx
            await tx.finish()

    def bells(self) -> int:
        """Returns for how many places bells were asked for."""
        return sum(len(values[0]) for sql, values in self.asked if "lateral bell_of(p.course" in sql)


async def brought(database: asyncpg.Pool, classes: list[str]) -> tuple[RecordingStore, PatternChanged]:
    """Brings the timetable of these classes to the school, and applies it."""
    store = RecordingStore(database)
    desk = Desk(store, FanoutPublisher(MemoryFanout()), SystemClock())
    rows = [row for row in timetable(CLASSES) if row.classes[0] in classes]
    read = ReadFile(
        file=None,
        name="plan.csv",
        lessons=len(rows),
        terms=[],
        columns=[],
        missing=[],
        errors=0,
        warnings=0,
        problems=[],
    )
    file = (await keep_file(desk, LEADER, SCHOOL, read, ImportedTimetable(rows))).file
    assert file is not None
    shown = await preview_import(desk, LEADER, SCHOOL, file, WantedImport(from_day=MONDAY))
    assert (shown.doubts, shown.misplaced, shown.clashes) == ([], [], [])
    asked = AppliedImport(from_day=MONDAY, digest=shown.digest)
    return store, await apply_import(desk, LEADER, SCHOOL, file, asked, None)


@pytest.fixture
async def database(database: asyncpg.Pool) -> asyncpg.Pool:
    """A school of six classes without a timetable."""
    await fill_school(database, school(CLASSES), MONDAY, WEEKS)
    return database


async def test_what_computes_longer_than_others_may_pause_is_not_ended(
    database: asyncpg.Pool, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = asyncio.get_running_loop()

    async def longer_than_others_may() -> None:
        pausing = "select exists (select from pg_stat_activity where datname = current_database()"
        pausing += " and state = 'idle in transaction'"
        while await database.fetchval(f"{pausing} and clock_timestamp() - state_change < $1)", PAUSE + PAUSE / 4):
            pass

    def slow(*names: Any) -> Matching:
        asyncio.run_coroutine_threadsafe(longer_than_others_may(), loop).result()
        return match_names(*names)

    monkeypatch.setattr("channels.timetable_files.reading.match_names", slow)
    async with await open_pool(empty_url, idle_transaction=f"{PAUSE.seconds}s") as pool:
        _, done = await brought(pool, CLASSES[:2])
    assert done.added == WEEKS * 63


async def test_a_file_of_twice_as_many_lessons_asks_the_database_no_more_often(database: asyncpg.Pool) -> None:
    small, of_two = await brought(database, CLASSES[:2])
    large, of_four = await brought(database, CLASSES[2:])
    assert (of_two.added, of_four.added) == (WEEKS * 63, WEEKS * 126)
    assert len(large.asked) == len(small.asked)


async def test_bells_are_asked_for_rows_and_not_for_each_of_their_lessons(database: asyncpg.Pool) -> None:
    store, done = await brought(database, CLASSES)
    rows = len(done.rows)
    assert done.added > 3 * rows
    # of the preview and of what is applied: once to find out that there are bells, once to look for clashes
    assert store.bells() == 4 * rows


async def test_a_year_of_lessons_is_stored_some_at_a_time(
    database: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.timetable.patterns.ADDED_AT_ONCE", 100)
    store, done = await brought(database, CLASSES)
    at_once = [len(values[0]) for sql, values in store.asked if "insert into lesson (" in sql]
    assert (max(at_once), sum(at_once)) == (100, done.added)
    assert await database.fetchval("select count(*) from lesson") == done.added
