"""A timetable from a file of each program: read, previewed, applied, and brought once more without a change."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
from rich.console import Console
from rich.progress import Progress

from bench import usage
from bench.cpu import cpu
from bench.servers import Real, real_server
from tests.support.serving import Answer, Caller
from tests.support.timetable_files import LETTERS, PROGRAMS, dated, school, timetable
from tests.support.timetable_school import LEADER, SCHOOL, fill_school

FORMATS = ("csv", "xlsx", "gpu001", "asc")
WITH_DATES = ("csv", "xlsx")  # the formats that can have a row for each date
BUILDING = 20  # classes of one year in one building, of which a large school group has many
PATIENCE = 3600  # seconds for an answer


@dataclass(frozen=True)
class Plan:
    """School of so many classes with 30 hours a week, whose lessons are made for so many weeks from Monday on.

    `dated`: the file has a row for each lesson of these weeks, not for each lesson of a week.
    """

    classes: int
    weeks: int
    dated: bool

    @property
    def names(self) -> list[str]:
        return [_name(n) for n in range(self.classes)]

    @property
    def formats(self) -> Sequence[str]:
        return WITH_DATES if self.dated else FORMATS


def _name(n: int) -> str:
    """Returns a class of the years 5 to 11; behind the first building its number is part of the name."""
    building = n // (7 * BUILDING)
    return f"{5 + n // BUILDING % 7}{LETTERS[n % BUILDING]}" + (f"-{building + 1}" if building else "")


async def run(
    weekly: Sequence[tuple[int, int]] = ((24, 4), (60, 34), (576, 4)), by_date: Sequence[tuple[int, int]] = ((60, 34),)
) -> dict[str, Any]:
    """`weekly`: classes and weeks of schools whose file has a row for each lesson of a week; `by_date`: of those whose
    file has one for each date."""
    plans = [*(Plan(*one, dated=False) for one in weekly), *(Plan(*one, dated=True) for one in by_date)]
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task("files", total=sum(len(one.formats) for one in plans))
        told = []
        for one in plans:
            async with real_server() as real:
                told.append(await _school(real, one, lambda: progress.advance(bar)))
    return {"schools": told}


async def _school(real: Real, plan: Plan, done: Callable[[], object]) -> dict[str, Any]:
    rows, names = timetable(plan.names), school(plan.names)
    today = datetime.now(UTC).date()
    monday = today + timedelta(days=7 - today.weekday())
    await fill_school(real.pool, names, monday, plan.weeks)
    if plan.dated:
        rows = dated(rows, monday, plan.weeks)
    formats = {}
    with TemporaryDirectory(prefix="zvonok-bench-") as folder:
        for name in plan.formats:
            file = PROGRAMS[name](rows, Path(folder))
            formats[name] = await _Import(real, file, monday).measured()
            done()
    return {
        "classes": plan.classes,
        "weeks": plan.weeks,
        "dated": plan.dated,
        "rows": len(rows),
        "formats": formats,
    }


class _Import:
    """A file that is brought to a school without a timetable, by its head and over HTTP."""

    def __init__(self, real: Real, file: Path, day: date) -> None:
        self._real, self._file, self._day = real, file, day
        self._path = f"/api/schools/{SCHOOL}/timetable-files"
        self._steps: dict[str, Any] = {}

    async def measured(self) -> dict[str, Any]:
        server, pool = self._real.server, self._real.pool
        await server.kill()
        await pool.execute("truncate lesson, pattern_row, timetable_file, timetable_answer, school_timetable cascade")
        await server.start()
        at_rest = usage.resident(server.pid)
        signed = (await self._real.logins([LEADER]))[LEADER]
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as http:
            leader = Caller(http, server.base, signed.token)
            file, shown = await self._previewed(leader, "read", "preview")
            body = {"from_day": str(self._day), "digest": shown["digest"]}
            applied = (await self._step("apply", leader.post(f"{self._path}/{file}/apply", body))).body
            _, again = await self._previewed(leader, "read_again", "preview_again")
        assert shown["clash_count"] == 0
        assert applied["added"] == shown["lessons_added"], "what is shown is applied"
        changes = [again[what] for what in ("new", "changed", "gone", "lessons_added", "lessons_dropped")]
        assert (changes, again["unchanged"]) == ([0] * 5, shown["new"]), "the second time nothing changes"
        return {
            "kib": round(self._file.stat().st_size / 1024),
            "pattern_rows": shown["new"],
            "lessons": applied["added"],
            "mib_at_rest": round(at_rest / 2**20),
            "steps": self._steps,
        }

    async def _previewed(self, leader: Caller, read: str, preview: str) -> tuple[str, dict[str, Any]]:
        path, content = f"{self._path}?name={self._file.name}", self._file.read_bytes()
        sent = await self._step(read, leader.ask("POST", path, content, Content_Type="application/octet-stream"))
        file: str = sent.body["file"]
        asked = leader.get(f"{self._path}/{file}?from_day={self._day}")
        shown: dict[str, Any] = (await self._step(preview, asked)).body
        assert (shown["doubts"], shown["misplaced"]) == ([], [])
        return file, shown

    async def _step(self, name: str, asked: Awaitable[Answer]) -> Answer:
        """Does one request, and keeps what it took. The peak of memory is its own."""
        server, postmaster = self._real.server, self._real.postmaster
        usage.forget_peak(server.pid)
        server.longest.forget()
        before, base, begun = usage.cpu(server.pid), cpu(postmaster), time.monotonic()
        answer = await asked
        seconds, used, of_postgres = time.monotonic() - begun, usage.cpu(server.pid) - before, cpu(postmaster) - base
        assert answer.status in (200, 201), (name, answer.body)
        self._steps[name] = {
            "seconds": round(seconds, 2),
            "cpu_server": round(used, 2),
            "cpu_postgres": round(of_postgres.server + of_postgres.postgres, 2),
            "peak_mib": round(usage.peak(server.pid) / 2**20),
            "longest_turn_cpu_ms": round(server.longest.seconds[1] * 1000, 1),
        }
        return answer
