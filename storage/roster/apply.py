"""Applies a roster to what is stored, all of it or nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from channels.publication import Publication
from channels.roster.model import TABLES, key_of
from channels.roster.plan import Changes, Plan
from storage.pool import Connection
from storage.roster.doubles import join_people
from storage.roster.touched import tell
from storage.roster.upsert import WRITES
from storage.school_year.bells import name_course_classes
from storage.timetable.courses import follow_classes

LOCK = 0x524F5354  # "ROST"
AT_ONCE = 5000  # rows in one statement
SECONDS = 300  # for one statement; no browser waits for it


class ImportRunning(Exception):
    """Raised if another import works on this database."""


@asynccontextmanager
async def alone(connection: Connection) -> AsyncIterator[None]:
    """Keeps other imports out, from reading the present state to applying a plan. Raises `ImportRunning`."""
    if not await connection.fetchval("select pg_try_advisory_lock($1)", LOCK):
        raise ImportRunning
    try:
        yield
    finally:
        await connection.fetchval("select pg_advisory_unlock($1)", LOCK)


async def apply(
    connection: Connection, plan: Plan, progress: Callable[[int], None] = lambda rows: None
) -> list[Publication]:
    """Writes the plan in one transaction and publishes to the channels whose readers changed.

    The plan must come from the present state (`alone`). `progress` gets the number of rows just written; their sum is
    `len(plan)`. Returns the publications, which may now be announced.
    """
    async with connection.transaction():
        await connection.execute("set local idle_in_transaction_session_timeout = '60s'")
        await join_people(connection, plan.source, plan.joins)
        progress(len(plan.joins))
        for table in TABLES_IN_ORDER:
            await _write(connection, plan, table, progress)
        await name_course_classes(connection, plan.source)
        await follow_classes(connection)
        return await tell(connection, plan)


# A guardianship or role refers to people and schools, an enrolment to classes: these come first.
TABLES_IN_ORDER = tuple(TABLES)


async def _write(connection: Connection, plan: Plan, table: str, progress: Callable[[int], None]) -> None:
    changes: Changes = plan.tables[table]
    for rows, told in ((list(changes.standing()), progress), (changes.suspended, lambda rows: None)):
        for start in range(0, len(rows), AT_ONCE):
            part = rows[start : start + AT_ONCE]
            columns = [list(column) for column in zip(*part, strict=True)]
            await WRITES[table](connection, plan.source, *columns)
            told(len(part))
    if changes.ended:
        await connection.execute(ENDS[table], [stored.id for stored in changes.ended], timeout=SECONDS)
        progress(len(changes.ended))
    if changes.suspended:
        keys = [key if isinstance(key, tuple) else (key,) for key in map(key_of, changes.suspended)]
        columns = [list(column) for column in zip(*keys, strict=True)]
        await connection.execute(SUSPENDS[table], plan.source, *columns, timeout=SECONDS)
        progress(len(keys))
    if changes.released:
        await connection.execute(RELEASES[table], [stored.id for stored in changes.released], timeout=SECONDS)
        progress(len(changes.released))


ENDS = {
    "school": "update school set ended_at = now() where id = any($1::bigint[])",
    "academic_session": "update academic_session set ended_at = now() where id = any($1::bigint[])",
    "mark_kind": "update mark_kind set ended_at = now() where id = any($1::bigint[])",
    # who holds what another roster says of the same human stays, without the rows of this one
    "person": """
        update person p set ended_at = now() where p.id = any($1::bigint[])
          and not exists (select from person o where o.merged_into = p.id and o.ended_at is null)
    """,
    "role": "update role set ended_at = now() where id = any($1::bigint[])",
    "guardianship": "update guardianship set ended_at = now() where id = any($1::bigint[])",
    "class": "update class set ended_at = now() where id = any($1::bigint[])",
    "course": "update course set ended_at = now() where id = any($1::bigint[])",
    "class_enrolment": "update class_enrolment set ended_at = now() where id = any($1::bigint[])",
    "class_teacher": "update class_teacher set ended_at = now() where id = any($1::bigint[])",
    "course_enrolment": "update course_enrolment set ended_at = now() where id = any($1::bigint[])",
    "teaching": "update teaching set ended_at = now() where id = any($1::bigint[])",
}

_SUSPENDED = "set ended_at = coalesce(ended_at, now()), suspended = true where"
SUSPENDS = {
    "class": f"update class {_SUSPENDED} source = $1 and source_id = any($2::text[])",
    "course": f"update course {_SUSPENDED} source = $1 and source_id = any($2::text[])",
    "role": f"update role {_SUSPENDED} source = $1 and source_id = any($2::text[])",
    "class_enrolment": f"update class_enrolment {_SUSPENDED} source = $1 and source_id = any($2::text[])",
    "class_teacher": f"update class_teacher {_SUSPENDED} source = $1 and source_id = any($2::text[])",
    "course_enrolment": f"update course_enrolment {_SUSPENDED} source = $1 and source_id = any($2::text[])",
    "teaching": f"update teaching {_SUSPENDED} source = $1 and source_id = any($2::text[])",
    "guardianship": f"""
        update guardianship {_SUSPENDED} id in (
            select g.id from unnest($2::text[], $3::text[]) as pair (guardian, student)
            join person a on a.source = $1 and a.source_id = pair.guardian
            join person b on b.source = $1 and b.source_id = pair.student
            join guardianship g on g.source = $1 and coalesce(g.origin_guardian_id, g.guardian_id) = a.id
                and coalesce(g.origin_student_id, g.student_id) = b.id)
    """,
}
RELEASES = {table: f"update {table} set suspended = false where id = any($1::bigint[])" for table in SUSPENDS}
