"""Reads and applies a file of people in a process of its own, as `zvonok import` does: 180,000 people take 46 s of a
processor and 700 MB, which the process that serves everybody does not have to spare.

Takes a JSON object on its standard input: `url` of the database, `root` of the folders, `file` and `run`. What becomes
of the file stands in its row; on its standard output there are the publications that may be announced.
"""

import asyncio
import json
import os
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from channels.people_files.inputs import AppliedPeople
from channels.people_files.model import FileStage, FileState, PeopleReport
from channels.people_files.ports import KeptFile
from channels.publication import Publication
from channels.roster.cutoff import Ending, much_ends
from channels.roster.destination import Destination
from channels.roster.model import Problems, State
from handlers.people_files.folder import SetFolders, path_of_set
from handlers.people_files.report import lifts, report_on
from handlers.roster.importing import Preview, Stage, preview
from handlers.roster.plain import Answers
from storage.merging.proposing import propose_doubles
from storage.people_files import RunningFile, RunOver, destination, give_roster
from storage.pool import Connection, open_pool
from storage.roster.apply import ImportRunning, alone, apply
from storage.roster.mappings import remember, remembered
from storage.statistics import gather_statistics

MEMORY = 3 * 1024**3  # of address space
CPU_SECONDS = 1200
TICK = 1.0  # seconds between two signs of life
PATIENCE = 600  # seconds for which another import is waited for
ANNOUNCED = 2000  # publications; of more every process finds the rest by itself (5 s)

Announced = list[tuple[str, int, str]]
"""Channel, offset and time of publications without an author that change readers."""
ANNOUNCED_JSON = TypeAdapter(Announced)


@dataclass
class Progress:
    """State of the work, told to the file's row every second while it goes on.

    `done` are rows of the present stage: read in a thread, which nobody else writes then, or written.
    """

    row: RunningFile
    stage: FileStage = FileStage.READING
    done: int = 0
    total: int = 0

    def begins(self, stage: Stage) -> None:
        self.stage, self.done = FileStage(stage.value), 0

    def read_row(self) -> None:
        self.done += 1

    def wrote(self, rows: int) -> None:
        self.done += rows

    async def tell(self) -> None:
        try:
            while True:
                await self.row.is_at(self.stage, self.done, self.total)
                await asyncio.sleep(TICK)
        except RunOver:
            os._exit(0)  # whatever is under way is rolled back


@dataclass(frozen=True)
class Work:
    connection: Connection
    row: RunningFile
    folders: SetFolders
    progress: Progress

    async def run(self) -> Announced:
        kept, asked = await self.row.read()
        if kept.state is FileState.READING:
            found, problems, endings = await self._look(kept, await destination(self.connection, kept.school))
            report = report_on(found, problems, endings)
            state = FileState.REFUSED if report.errors or found.plan is None else FileState.READY
            await self.row.reported(state, report.json_text)
            return []
        return await self._apply(kept, AppliedPeople.model_validate_json(asked or ""))

    async def _look(self, kept: KeptFile, to: Destination) -> tuple[Preview, Problems, dict[str, Ending]]:
        path = await asyncio.to_thread(path_of_set, self.folders.path(kept.folder))
        problems = Problems(most=0)  # the page shows groups
        _refuse_mixed(kept.names, problems)
        if problems.refused:
            return Preview(State(), None), problems, {}
        answers = Answers(kept.answers, await remembered(self.connection, to.roster))
        found = await preview(
            self.connection,
            path,
            problems,
            source=to.roster,
            zone=to.zone,
            joins=(),
            answers=answers,
            to=to,
            begins=self.progress.begins,
            row_read=self.progress.read_row,
        )
        if found.plan is None or problems.refused:
            return found, problems, {}
        today = await self.connection.fetchval("select (now() at time zone $1)::date", to.zone)
        return found, problems, await asyncio.to_thread(much_ends, found.plan, found.state, today)

    async def _apply(self, kept: KeptFile, asked: AppliedPeople) -> Announced:
        """Goes through the door of `zvonok import`, if the file would still do what was shown and confirmed."""
        to = await destination(self.connection, kept.school)
        found, problems, endings = await self._look(kept, to)
        report = report_on(found, problems, endings)
        plan = found.plan
        unsaid = plan is None or (endings and not asked.confirmed) or (lifts(plan) and not asked.lift_restrictions)
        if plan is None or report.errors or report.digest != asked.digest or unsaid:
            state = FileState.REFUSED if report.errors or plan is None else FileState.READY
            await self.row.reported(state, report.json_text, is_stale=True)
            return []
        self.progress.stage, self.progress.done, self.progress.total = FileStage.APPLYING, 0, len(plan)
        async with self.connection.transaction():
            await give_roster(self.connection, to, plan.source, found.school)
            published = await apply(self.connection, plan, self.progress.wrote)
            await remember(self.connection, plan.source, found.said())
            proposed = await propose_doubles(self.connection, plan.source)
            done = _without_names(report).model_copy(update={"proposed": proposed})
            await RunningFile(self.connection, kept.id, kept.run).applied(done.json_text)
        await self.folders.remove(kept.folder)
        await gather_statistics(self.connection)
        return _announced(published)


def _refuse_mixed(names: Sequence[str], problems: Problems) -> None:
    others = [name for name in names if not name.lower().endswith(".csv")]
    if len(names) > 1 and others:
        problems.refuse("files_apart", others[0])


def _without_names(report: PeopleReport) -> PeopleReport:
    """Returns what is kept of a report for good: counts, and nobody's name."""
    changes = [one.model_copy(update={"examples": []}) for one in report.changes]
    return report.model_copy(update={"changes": changes, "rights": [], "remarks": [], "tables": []})


def _announced(published: Sequence[Publication]) -> Announced:
    return [(one.channel, one.offset, one.at.isoformat()) for one in published[:ANNOUNCED]]


async def run(url: str, root: Path, file: int, number: int) -> Announced:
    pool = await open_pool(url, size=2)
    try:
        async with pool.acquire() as connection, pool.acquire() as other:
            row = RunningFile(other, file, number)
            progress = Progress(row)
            work = Work(connection, RunningFile(connection, file, number), SetFolders(root), progress)
            telling = asyncio.create_task(progress.tell())
            try:
                return await _in_turn(work)
            finally:
                telling.cancel()
                await asyncio.wait([telling])
    finally:
        await pool.close()


async def _in_turn(work: Work) -> Announced:
    """Waits for another import, here or on the command line: each reads the state that the one before it left."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            async with alone(work.connection):
                return await work.run()
        except ImportRunning:
            if time.monotonic() > deadline:
                raise
            work.progress.stage = FileStage.WAITING
            await asyncio.sleep(TICK)


def main() -> None:
    order = json.load(sys.stdin)
    os.nice(10)  # messages of people come first
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    try:
        announced = asyncio.run(run(order["url"], Path(order["root"]), order["file"], order["run"]))
    except RunOver:
        announced = []
    sys.stdout.buffer.write(ANNOUNCED_JSON.dump_json(announced))


if __name__ == "__main__":
    main()
