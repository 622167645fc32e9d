"""Files of people that were brought to a school: `channels.people_files.ports`, and what their runs say of them."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from asyncpg import Pool, Record

from channels.people_files.model import FileStage, FileState
from channels.people_files.ports import KeptFile
from channels.roster.destination import Destination
from storage.pool import Connection
from storage.sources import TYPED

UNDER_WAY = "state in ('reading', 'applying')"


class RunOver(Exception):
    """Raised in a run whose file was dropped, replaced, or begun anew."""


class PostgresPeopleFiles:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def lock(self, school: int) -> KeptFile | None:
        # the row of the school stands for a file that is not there yet
        await self._connection.execute("select from school where id = $1 for no key update", school)
        return await self.waiting(school)

    async def waiting(self, school: int) -> KeptFile | None:
        row = await self._connection.fetchrow(
            "select * from people_file where school_id = $1 and state <> 'applied'", school
        )
        return row and _kept(row)

    async def file(self, school: int, file: int) -> KeptFile | None:
        row = await self._connection.fetchrow(
            "select * from people_file where id = $2 and school_id = $1", school, file
        )
        return row and _kept(row)

    async def add(self, school: int, folder: str, name: str, person: int, at: datetime) -> int:
        file: int = await self._connection.fetchval(
            """
            insert into people_file (school_id, folder, names, state, brought_by, brought_at, touched_at)
            values ($1, $2, array[$3], 'gathering', $4, $5, $5) returning id
            """,
            school,
            folder,
            name,
            person,
            at,
        )
        return file

    async def add_name(self, file: int, name: str) -> None:
        await self._connection.execute(
            "update people_file set names = names || $2::text where id = $1 and not $2 = any(names)", file, name
        )

    async def begin_reading(self, file: int, answers: Mapping[str, str], at: datetime) -> None:
        await self._connection.execute(
            """
            update people_file set state = 'reading', run = run + 1, stage = 'waiting', done = 0, total = 0,
                answers = $2, asked = null, is_stale = false, touched_at = $3
            where id = $1
            """,
            file,
            json.dumps(dict(answers), ensure_ascii=False),
            at,
        )

    async def begin_applying(self, file: int, asked: str, at: datetime) -> None:
        await self._connection.execute(
            """
            update people_file set state = 'applying', run = run + 1, stage = 'waiting', done = 0, total = 0,
                asked = $2, is_stale = false, touched_at = $3
            where id = $1
            """,
            file,
            asked,
            at,
        )

    async def drop(self, file: int) -> None:
        await self._connection.execute("delete from people_file where id = $1 and state <> 'applied'", file)

    async def applied(self, school: int, most: int) -> Sequence[KeptFile]:
        rows = await self._connection.fetch(
            """
            select * from people_file where school_id = $1 and state = 'applied' order by applied_at desc limit $2
            """,
            school,
            most,
        )
        return [_kept(row) for row in rows]

    async def drop_older(self, before: datetime) -> None:
        await self._connection.execute(
            """
            delete from people_file
            where state <> 'applied' and brought_at < $1 and (state <> 'applying' or touched_at < $1)
            """,
            before,
        )

    async def folders(self) -> set[str]:
        rows = await self._connection.fetch("select folder from people_file where state <> 'applied'")
        return {row["folder"] for row in rows}


class RunningFile:
    """Row of a file as the run `run` of it sees it. Raises `RunOver` once the file has another run, or is gone."""

    def __init__(self, connection: Connection, file: int, run: int) -> None:
        self._connection, self._file, self._run = connection, file, run

    async def read(self) -> tuple[KeptFile, str | None]:
        """Returns the row, and the JSON of how it is to be applied."""
        row = await self._connection.fetchrow(
            f"select * from people_file where id = $1 and run = $2 and {UNDER_WAY}", self._file, self._run
        )
        if row is None:
            raise RunOver
        return _kept(row), row["asked"]

    async def is_at(self, stage: FileStage, done: int = 0, total: int = 0) -> None:
        """Says how far the run is, and that it lives; also when it has just come to its end."""
        await self._update("stage = $3, done = $4, total = $5, touched_at = now()", stage.value, done, total, over=True)

    async def waits(self) -> None:
        await self._update("stage = 'waiting', touched_at = now()")

    async def reported(self, state: FileState, report: str, *, is_stale: bool = False) -> None:
        """Ends a reading, or an applying that found the school changed."""
        await self._update("state = $3, report = $4, is_stale = $5", state.value, report, is_stale)

    async def applied(self, report: str) -> None:
        """Ends an applying, inside the transaction that applied."""
        await self._update("state = 'applied', report = $3, answers = '{}', applied_at = now()", report)

    async def _update(self, what: str, *values: object, over: bool = False) -> None:
        """Updates the row; `over`: also of a run that has ended, by itself."""
        updated = await self._connection.fetchval(
            f"update people_file set {what} where id = $1 and run = $2 and ({over} or {UNDER_WAY}) returning id",
            self._file,
            self._run,
            *values,
        )
        if updated is None:
            raise RunOver


class RunStates:
    """States of runs as the process that starts them sees them."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def number(self, file: int) -> int | None:
        """Returns the number of the run that a file waits for; None if it waits for none."""
        async with self._pool.acquire() as connection:
            run: int | None = await connection.fetchval(
                f"select run from people_file where id = $1 and {UNDER_WAY}", file
            )
            return run

    async def waits(self, file: int, run: int) -> None:
        """Says that a run waits for its turn. Raises `RunOver` once there is nothing to wait for."""
        async with self._pool.acquire() as connection:
            await RunningFile(connection, file, run).waits()

    async def broke(self, file: int, run: int) -> None:
        """Says that a run is over and has changed nothing, unless it has come to an end."""
        async with self._pool.acquire() as connection:
            await connection.execute(
                f"update people_file set state = 'broken' where id = $1 and run = $2 and {UNDER_WAY}", file, run
            )


async def destination(connection: Connection, school: int) -> Destination:
    """Returns the school for a set that is brought to it."""
    row = await connection.fetchrow(
        """
        select id, source, source_id, name, zone,
            not exists (select from class where school_id = s.id and source <> $2)
            and not exists (select from role where school_id = s.id and source <> $2) as is_new
        from school s where id = $1
        """,
        school,
        TYPED,
    )
    assert row is not None, "schools stay"
    return Destination(*row.values())


async def give_roster(connection: Connection, to: Destination, source: str, source_id: str) -> None:
    """Gives a school the source and the id that its first roster has for it."""
    await connection.execute(
        "update school set source = $2, source_id = $3 where id = $1 and (source, source_id) is distinct from ($2, $3)",
        to.id,
        source,
        source_id,
    )


def _kept(row: Record) -> KeptFile:
    return KeptFile(
        id=row["id"],
        school=row["school_id"],
        folder=row["folder"],
        names=row["names"],
        state=FileState(row["state"]),
        run=row["run"],
        stage=FileStage(row["stage"]) if row["stage"] else None,
        done=row["done"],
        total=row["total"],
        answers=json.loads(row["answers"]),
        report=row["report"],
        is_stale=row["is_stale"],
        brought_by=row["brought_by"],
        brought_at=row["brought_at"],
        touched_at=row["touched_at"],
        applied_at=row["applied_at"],
    )
