"""What does not get slower as schools and years of lessons come: a week of a diary, timetables, Today, a journal."""

from __future__ import annotations

import gc
import inspect
import os
import random
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import asyncpg
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bench import usage
from bench.school_years import Size, Watched, filled
from channels.announcements.inputs import PageBefore
from channels.announcements.readers import received
from channels.calendars import followed, new_address, new_address_of_student
from channels.gradebook.diary import diary
from channels.gradebook.journal import courses, journal
from channels.gradebook.model import Days
from channels.school_events.inputs import WantedEvents
from channels.school_events.planning import listed
from channels.school_year.bell_schedules import bells
from channels.school_year.inputs import WantedBells
from channels.school_year.weeks import Week
from channels.school_year.year import school_year
from channels.store import Desk
from channels.substitutions.absences import lessons_to_cover, teacher_absences
from channels.talk.chats import chats
from channels.timetable.inputs import WantedPattern
from channels.timetable.patterns import pattern
from channels.timetable.timetables import timetable_of_class, timetable_of_room, timetable_of_teacher
from handlers.actions.login import me
from handlers.app import SystemClock
from handlers.icalendars import icalendar
from realtime.fanout.memory import MemoryFanout
from realtime.fanout.publisher import FanoutPublisher
from storage.pool import Connection, open_pool
from storage.store import PostgresStore, PostgresTx
from tests.support.plans import call, prepare

LIMIT = 1.5  # times what the small installation uses of a processor
ROUNDS, TIMES = 15, 4  # turns that each opening has in each installation, and openings in one turn
FOLLOWED = 8  # calendars of teachers, and as many of children
HOTTEST = 10
BLOCKS = re.compile(r"(?:hit|read)=(\d+)")

Opening = Callable[[], Awaitable[object]]


@dataclass
class Asked:
    """A query that openings asked: where it stands, seconds of each time, and the values of the last."""

    by: str
    took: list[float] = field(default_factory=list)
    values: tuple[Any, ...] = ()


@dataclass
class Listening:
    """A connection that keeps what its queries took, by their text."""

    connection: Connection
    asked: dict[str, Asked]

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.connection, name)
        if not name.startswith("fetch"):
            return found

        async def fetch(sql: str, *values: Any) -> Any:
            caller = inspect.currentframe().f_back.f_code  # type: ignore[union-attr]
            begun = time.perf_counter()
            rows = await found(sql, *values)
            one = self.asked.setdefault(sql, Asked(f"{Path(caller.co_filename).stem}: {caller.co_name}"))
            one.took.append(time.perf_counter() - begun)
            one.values = values
            return rows

        return fetch


class ListeningStore(PostgresStore):
    """Reads, once there is something to keep them in, through a connection that is listened to."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        super().__init__(pool)
        self._reads = pool
        self.asked: dict[str, Asked] | None = None

    @asynccontextmanager
    async def read(self) -> AsyncIterator[PostgresTx]:
        if self.asked is None:
            async with super().read() as tx:
                yield tx
            return
        async with (
            self._reads.acquire() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            yield PostgresTx(Listening(connection, self.asked))  # type: ignore[arg-type]


class Installation:
    """A filled database, and what people of the watched schools open in it."""

    def __init__(self, pool: asyncpg.Pool, size: Size) -> None:
        self.pool = pool
        self.store = ListeningStore(pool)
        self._desk = Desk(self.store, FanoutPublisher(MemoryFanout()), SystemClock())
        self._chance = random.Random(1)
        self._chosen = Watched(size, self._chance)
        self._of_teachers: dict[int, str] = {}  # key of a calendar's address, by person
        self._of_children: dict[int, str] = {}
        self.openings: Mapping[str, Opening] = {
            "diary": self._diary,
            "family": self._family,
            "teacher": self._teacher,
            "class": lambda: timetable_of_class(self._desk, self._chosen.leader(), self._chosen.class_(), Week()),
            "room": lambda: timetable_of_room(self._desk, self._chosen.leader(), self._chosen.room(), Week()),
            "today_of_student": self._today_of_student,
            "today_of_teacher": self._today_of_teacher,
            "journal": self._journal,
            "pattern": lambda: pattern(self._desk, self._chosen.leader(), self._chosen.school, WantedPattern()),
            "cover": self._cover,
            "calendar_of_teacher": lambda: self._calendar(self._of_teachers),
            "calendar_of_child": lambda: self._calendar(self._of_children),
        }

    async def lessons(self) -> int:
        number: int = await self.pool.fetchval("select count(*) from lesson")
        return number

    async def cpu(self) -> float:
        """Seconds of a processor that this process and its PostgreSQL have used for this installation's connection."""
        return usage.cpu(os.getpid()) + usage.cpu(await self.pool.fetchval("select pg_backend_pid()"))

    async def turn(self, opening: Opening, times: int) -> tuple[float, float]:
        """Returns what one took: seconds of a processor, and of the clock."""
        gc.collect()
        gc.disable()  # else one collection falls into some turns, and always into those of the same installation
        cpu, begun = await self.cpu(), time.perf_counter()
        for _ in range(times):
            await opening()
        took = time.perf_counter() - begun
        used = await self.cpu() - cpu
        gc.enable()
        return used / times, took / times

    async def _diary(self) -> None:
        student = self._chosen.student()
        await diary(self._desk, student, student, Week())

    async def _family(self) -> None:
        guardian = self._chosen.guardian()
        for child in self._chosen.children(guardian):
            await diary(self._desk, guardian, child, Week())

    async def _teacher(self) -> None:
        teacher = self._chosen.teacher()
        await timetable_of_teacher(self._desk, teacher, teacher, Week())
        await school_year(self.store, teacher, self._chosen.school)
        await bells(self._desk, teacher, self._chosen.school, WantedBells())

    async def _journal(self) -> None:
        leader = self._chosen.leader()
        await journal(self.store, leader, self._chosen.course(), Days())

    async def _cover(self) -> None:
        leader, school = self._chosen.leader(), self._chosen.school
        away = await teacher_absences(self._desk, leader, school)
        await lessons_to_cover(self._desk, leader, school, self._chance.choice(away.absences).id)

    async def _shell(self, person: int) -> None:
        """What every page asks for."""
        await me(self.store, person)
        await chats(self.store, person)
        await received(self.store, person, PageBefore())
        await listed(self._desk, person, WantedEvents())

    async def _today_of_student(self) -> None:
        student = self._chosen.student()
        await self._shell(student)
        await diary(self._desk, student, student, Week())

    async def _today_of_teacher(self) -> None:
        teacher = self._chosen.teacher()
        await self._shell(teacher)
        await courses(self.store, teacher)

    async def _calendar(self, keys: Mapping[int, str]) -> None:
        icalendar(await followed(self._desk, self._chance.choice(list(keys.values()))), "bench")

    async def follow(self) -> None:
        """Makes the addresses of calendars that are opened."""
        for _ in range(FOLLOWED):
            teacher, guardian = self._chosen.teacher(), self._chosen.guardian()
            own = await new_address(self._desk, teacher)
            child = await new_address_of_student(self._desk, guardian, self._chosen.children(guardian)[0])
            self._of_teachers[teacher] = Path(own.path).stem
            self._of_children[guardian] = Path(child.path).stem


async def run(lessons: tuple[int, int] = (100_000, 10_000_000), folder: Path | None = None) -> dict[str, Any]:
    """`lessons`: of a small and of a large installation, which are measured in turns; `folder`: fill them here and keep
    them."""
    console = Console(stderr=True)
    async with AsyncExitStack() as stack:
        place = folder or Path(stack.enter_context(TemporaryDirectory(prefix="zvonok-bench-")))
        both = []
        with Progress(console=console) as progress:
            for number in lessons:
                size = Size.holding(number)
                bar = progress.add_task(f"years of {size.schools} schools", total=size.years)
                url = await stack.enter_async_context(filled(place / str(number), size, partial(progress.advance, bar)))
                both.append(Installation(await stack.enter_async_context(await open_pool(url, size=1)), size))
            small, large = both
            for one in both:
                await one.follow()
            told = await _compare(small, large, progress)
        told["plans"] = await _plans(large)
        console.print(_table(told))
    return told


async def _compare(small: Installation, large: Installation, progress: Progress) -> dict[str, Any]:
    openings: dict[str, Any] = {}
    bar = progress.add_task("openings", total=len(small.openings))
    for name in small.openings:
        turns: dict[Installation, list[tuple[float, float]]] = {small: [], large: []}
        for one in turns:
            await one.turn(one.openings[name], TIMES)  # plans are made, and what is read once is in memory
        for _ in range(ROUNDS):
            for one, took in turns.items():
                took.append(await one.turn(one.openings[name], TIMES))
        openings[name] = {
            "cpu_ms": [round(median(cpu for cpu, _ in took) * 1000, 2) for took in turns.values()],
            "ms": [round(median(clock for _, clock in took) * 1000, 2) for took in turns.values()],
            "ratio": round(median(b[0] / a[0] for a, b in zip(*turns.values(), strict=True)), 2),
        }
        progress.advance(bar)
    return {
        "lessons": [await small.lessons(), await large.lessons()],
        "openings": openings,
        "above": [name for name, one in openings.items() if one["ratio"] > LIMIT],
    }


async def _plans(at: Installation) -> list[dict[str, Any]]:
    """Of the queries that take longest when everything is opened equally often, as this server plans them."""
    at.store.asked = {}
    for opening in at.openings.values():
        await at.turn(opening, TIMES)
    asked, at.store.asked = at.store.asked, None
    hottest = sorted(asked.items(), key=lambda one: -sum(one[1].took))[:HOTTEST]
    plans = []
    async with at.pool.acquire() as db:
        for n, (sql, one) in enumerate(hottest):
            types = await prepare(db, f"hot {n}", sql)
            rows = await db.fetch(
                f"explain (analyze, buffers, costs, timing off) {call(f'hot {n}', types, one.values)}"
            )
            plan = _executed(row[0] for row in rows)
            plans.append(
                {
                    "by": one.by,
                    "times": len(one.took),
                    "ms": round(median(one.took) * 1000, 2),
                    "blocks": sum(map(int, BLOCKS.findall(next((line for line in plan if "Buffers" in line), "")))),
                    "plan": plan,
                }
            )
    return plans


def _executed(lines: Iterable[str]) -> list[str]:
    """Leaves out the steps that were not needed for these values, with all below them."""
    kept: list[str] = []
    left_out = None
    for line in lines:
        depth = len(line) - len(line.lstrip())
        if left_out is None or depth <= left_out:
            left_out = depth if "never executed" in line else None
            if left_out is None:
                kept.append(line)
    return kept


def _table(told: dict[str, Any]) -> Table:
    table = Table("opening", *(f"{number:,} lessons, ms CPU" for number in told["lessons"]), "ratio")
    for name, one in told["openings"].items():
        table.add_row(name, *map(str, one["cpu_ms"]), str(one["ratio"]))
    return table
