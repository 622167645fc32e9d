"""Reads what is stored of one roster source, as the types that a roster is compared with."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from asyncpg import Record

from channels.roster.model import (
    Course,
    Guardianship,
    MarkKind,
    Membership,
    Person,
    RoleRow,
    Row,
    School,
    SchoolClass,
    Session,
    State,
    Stored,
    Teaching,
    key_of,
)
from storage.pool import Connection
from storage.sources import TYPED


async def load(connection: Connection, source: str) -> State:
    """Returns every rostered row of `source`, including ended ones, in one snapshot."""
    state = State()
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        for table, read in READS.items():
            rows, make = await read(connection, source)
            into = state.tables[table]
            for id_, ended, suspended, *values in rows:
                row = make(*values)
                into[key_of(row)] = Stored(id_, row, ended, suspended)
        past = await connection.fetch(
            """
            select distinct p.source_id as person, s.source_id as school, o.role::text as role
            from role_past o
            join person p on p.id = coalesce(o.origin_id, o.person_id)
            join school s on s.id = o.school_id
            where o.given and p.source = $1
            """,
            source,
        )
        state.past_roles = {(row["person"], row["school"], row["role"]) for row in past}
    return state


async def sources(connection: Connection) -> list[str]:
    """Returns the roster sources of everything that is stored; what a school typed itself has none."""
    rows = await connection.fetch(
        """
        select source from (select source from school union select source from person) s
        where source <> $1 order by source
        """,
        TYPED,
    )
    return [row["source"] for row in rows]


Read = tuple[Sequence[Record], Callable[..., Row]]


async def _schools(connection: Connection, source: str) -> Read:
    rows = await connection.fetch(
        "select id, ended_at is not null, false, source_id, name, zone from school where source = $1 order by id",
        source,
    )
    return rows, School


async def _sessions(connection: Connection, source: str) -> Read:
    rows = await connection.fetch(
        """
        select id, ended_at is not null, false, source_id, title, type, from_day, until_day,
            parent_source_id, school_year
        from academic_session where source = $1 order by id
        """,
        source,
    )
    return rows, Session


async def _mark_kinds(connection: Connection, source: str) -> Read:
    rows = await connection.fetch(
        """
        select id, ended_at is not null, false, source_id, name_ru, name_en, short_ru, short_en, weight
        from mark_kind where source = $1 order by id
        """,
        source,
    )
    return rows, MarkKind


async def _people(connection: Connection, source: str) -> Read:
    rows = await connection.fetch(
        """
        select id, ended_at is not null, false, source_id, family_name, given_name, middle_name,
            email, phone, identifier, username, disabled
        from person where source = $1 order by id
        """,
        source,
    )
    return rows, Person


async def _roles(connection: Connection, source: str) -> Read:
    rows = await connection.fetch(
        """
        select r.id, r.ended_at is not null, r.suspended, r.source_id, p.source_id, s.source_id, r.role::text,
            r.from_day, r.until_day
        from role r join person p on p.id = coalesce(r.origin_id, r.person_id) join school s on s.id = r.school_id
        where r.source = $1 order by r.id
        """,
        source,
    )
    return rows, RoleRow


async def _guardianships(connection: Connection, source: str) -> Read:
    rows = await connection.fetch(
        """
        select g.id, g.ended_at is not null, g.suspended, a.source_id, b.source_id, g.relation::text, g.restricted,
            g.from_day, g.until_day
        from guardianship g
        join person a on a.id = coalesce(g.origin_guardian_id, g.guardian_id)
        join person b on b.id = coalesce(g.origin_student_id, g.student_id)
        where g.source = $1 order by g.id
        """,
        source,
    )
    return rows, Guardianship


async def _classes(connection: Connection, source: str) -> Read:
    rows = await connection.fetch(
        """
        select c.id, c.ended_at is not null, c.suspended, c.source_id, s.source_id, c.name, c.grade,
            array(select a.source_id from class_term t join academic_session a on a.id = t.session_id
                  where t.class_id = c.id) as terms
        from class c join school s on s.id = c.school_id where c.source = $1 order by c.id
        """,
        source,
    )
    return rows, _running(SchoolClass)


async def _courses(connection: Connection, source: str) -> Read:
    rows = await connection.fetch(
        """
        select c.id, c.ended_at is not null, c.suspended, c.source_id, s.source_id,
            c.title, c.subject, c.subject_source_id, c.grade,
            array(select a.source_id from course_term t join academic_session a on a.id = t.session_id
                  where t.course_id = c.id) as terms
        from course c join school s on s.id = c.school_id where c.source = $1 order by c.id
        """,
        source,
    )
    return rows, _running(Course)


def _running(kind: Callable[..., Row]) -> Callable[..., Row]:
    """Returns a maker of rows whose last value is the terms in which it runs, sorted."""
    return lambda *values: kind(*values[:-1], tuple(sorted(values[-1])))


async def _class_enrolments(connection: Connection, source: str) -> Read:
    rows = await connection.fetch(
        """
        select e.id, e.ended_at is not null, e.suspended, e.source_id, c.source_id, p.source_id, e.from_day, e.until_day
        from class_enrolment e join class c on c.id = e.class_id
        join person p on p.id = coalesce(e.origin_id, e.student_id)
        where e.source = $1 order by e.id
        """,
        source,
    )
    return rows, Membership


async def _class_teachers(connection: Connection, source: str) -> Read:
    rows = await connection.fetch(
        """
        select e.id, e.ended_at is not null, e.suspended, e.source_id, c.source_id, p.source_id, e.from_day, e.until_day
        from class_teacher e join class c on c.id = e.class_id
        join person p on p.id = coalesce(e.origin_id, e.teacher_id)
        where e.source = $1 order by e.id
        """,
        source,
    )
    return rows, Membership


async def _course_enrolments(connection: Connection, source: str) -> Read:
    rows = await connection.fetch(
        """
        select e.id, e.ended_at is not null, e.suspended, e.source_id, c.source_id, p.source_id, e.from_day, e.until_day
        from course_enrolment e join course c on c.id = e.course_id
        join person p on p.id = coalesce(e.origin_id, e.student_id)
        where e.source = $1 order by e.id
        """,
        source,
    )
    return rows, Membership


async def _teachings(connection: Connection, source: str) -> Read:
    rows = await connection.fetch(
        """
        select e.id, e.ended_at is not null, e.suspended, e.source_id, c.source_id, p.source_id,
            e.from_day, e.until_day, e.is_primary
        from teaching e join course c on c.id = e.course_id
        join person p on p.id = coalesce(e.origin_id, e.teacher_id)
        where e.source = $1 order by e.id
        """,
        source,
    )
    return rows, Teaching


READS = {
    "school": _schools,
    "academic_session": _sessions,
    "mark_kind": _mark_kinds,
    "person": _people,
    "role": _roles,
    "guardianship": _guardianships,
    "class": _classes,
    "course": _courses,
    "class_enrolment": _class_enrolments,
    "class_teacher": _class_teachers,
    "course_enrolment": _course_enrolments,
    "teaching": _teachings,
}
