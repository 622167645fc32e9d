"""Bringing what is stored to what a roster says, all of it or nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from channels.publication import Publication
from channels.roster.model import TABLES
from channels.roster.plan import Changes, Plan
from storage.pool import Connection
from storage.roster.touched import tell
from storage.roster.upsert import WRITES

LOCK = 0x524F5354  # "ROST"
AT_ONCE = 5000  # rows of one statement
SECONDS = 300  # for one statement; nobody waits for it in a browser


class ImportRunning(Exception):
    """Another import works on this database."""


@asynccontextmanager
async def alone(connection: Connection) -> AsyncIterator[None]:
    """From reading the present state to applying a plan no other import may come between."""
    if not await connection.fetchval("select pg_try_advisory_lock($1)", LOCK):
        raise ImportRunning
    try:
        yield
    finally:
        await connection.fetchval("select pg_advisory_unlock($1)", LOCK)


async def apply(
    connection: Connection, plan: Plan, progress: Callable[[int], None] = lambda rows: None
) -> list[Publication]:
    """Writes the plan in one transaction and tells the channels whose readers changed.

    The plan must come from the present state (`alone`). `progress` is called with the number of rows
    just written; their sum is `len(plan)`. The publications may be told once this has returned.
    """
    async with connection.transaction():
        await connection.execute("set local idle_in_transaction_session_timeout = '60s'")
        for table in TABLES_IN_ORDER:
            await _write(connection, plan, table, progress)
        return await tell(connection, plan)


# A guardianship or role points to people and schools, an enrolment to classes: what is pointed to comes first.
TABLES_IN_ORDER = tuple(TABLES)


async def _write(connection: Connection, plan: Plan, table: str, progress: Callable[[int], None]) -> None:
    changes: Changes = plan.tables[table]
    rows = list(changes.standing())
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        columns = [list(column) for column in zip(*part, strict=True)]
        await WRITES[table](connection, plan.source, *columns)
        progress(len(part))
    if changes.ended:
        await connection.execute(ENDS[table], [stored.id for stored in changes.ended], timeout=SECONDS)
        progress(len(changes.ended))


ENDS = {
    "school": "update school set ended_at = now() where id = any($1::bigint[])",
    "academic_session": "update academic_session set ended_at = now() where id = any($1::bigint[])",
    "mark_kind": "update mark_kind set ended_at = now() where id = any($1::bigint[])",
    "person": "update person set ended_at = now() where id = any($1::bigint[])",
    "role": "update role set ended_at = now() where id = any($1::bigint[])",
    "guardianship": "update guardianship set ended_at = now() where id = any($1::bigint[])",
    "class": "update class set ended_at = now() where id = any($1::bigint[])",
    "course": "update course set ended_at = now() where id = any($1::bigint[])",
    "class_enrolment": "update class_enrolment set ended_at = now() where id = any($1::bigint[])",
    "class_teacher": "update class_teacher set ended_at = now() where id = any($1::bigint[])",
    "course_enrolment": "update course_enrolment set ended_at = now() where id = any($1::bigint[])",
    "teaching": "update teaching set ended_at = now() where id = any($1::bigint[])",
}
