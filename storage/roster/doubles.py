"""People in other rosters, and the joining of two stored people."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from channels.roster.doubles import Elsewhere, KeptAway
from channels.roster.model import Person
from channels.roster.plan import Join
from storage.pool import Connection
from storage.sources import TYPED

TIES = (
    ("role", "person_id"),
    ("role_past", "person_id"),
    ("class_enrolment", "student_id"),
    ("class_enrolment_past", "student_id"),
    ("class_teacher", "teacher_id"),
    ("class_teacher_past", "teacher_id"),
    ("course_enrolment", "student_id"),
    ("course_enrolment_past", "student_id"),
    ("teaching", "teacher_id"),
    ("teaching_past", "teacher_id"),
)
"""Columns whose rows move to the person who stays. Guardianships move too, but that person may have the same ones."""
TOLD = ("guardianship", "notice", "dispatch", "announcement_reader", "announcement_reason", "audit")
"""Tables that may refer to somebody who has never done anything; their rows stay with the double."""


async def elsewhere(
    connection: Connection, source: str, family_names: Collection[str], ids: Collection[str], school: int | None = None
) -> list[Elsewhere]:
    """Returns people of other rosters with one of these family names, or with an id in `ids` (`SOURCE:ID`); with a
    `school` only those who belong to it.
    """
    rows = await connection.fetch(
        """
        select id, source, ended_at is not null as ended, source_id, family_name, given_name, middle_name,
            email, phone, identifier, username, disabled
        from person
        where source <> $1 and (ended_at is null and lower(family_name) = any($2::text[])
                                or source || ':' || source_id = any($3::text[]))
          and ($4::bigint is null or id in (select person_id from role where school_id = $4))
        """,
        source,
        sorted({name.lower() for name in family_names}),
        list(ids),
        school,
    )
    return [Elsewhere(row["source"], row["id"], Person(*list(row.values())[3:]), row["ended"]) for row in rows]


async def kept_away(connection: Connection, source: str) -> list[KeptAway]:
    """Returns the adults whom a school itself, or another roster, keeps from children of this one."""
    rows = await connection.fetch(
        """
        select s.source_id as student, p.source_id, p.family_name, p.given_name, p.middle_name,
            p.email, p.phone, p.identifier, p.username, p.disabled
        from restriction_now r
        join person s on s.id = r.student_id and s.source = $1
        join person p on p.id = r.guardian_id
        """,
        source,
    )
    return [KeptAway(row["student"], Person(*list(row.values())[1:])) for row in rows]


async def typed_classes(connection: Connection, school: int) -> list[str]:
    """Returns the names of the classes that the school has typed itself."""
    rows = await connection.fetch(
        "select name from class where school_id = $1 and source = $2 and ended_at is null", school, TYPED
    )
    return [row["name"] for row in rows]


async def lived(connection: Connection, people: Collection[int]) -> set[int]:
    """Returns those of the people with more than roster data: a sign-in, marks, messages and the like."""
    references = await connection.fetch(
        """
        select c.conrelid::regclass::text as "table", quote_ident(a.attname) as "column"
        from pg_constraint c
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        where c.contype = 'f' and c.confrelid = 'person'::regclass
        """
    )
    found: set[int] = set()
    for table, column in references:
        if (table, column) not in TIES and table not in TOLD:
            rows = await connection.fetch(
                f"select distinct {column} as id from {table} where {column} = any($1::bigint[])",
                list(people),
            )
            found |= {row["id"] for row in rows}
    return found


async def join_people(connection: Connection, source: str, joins: Iterable[Join]) -> None:
    """Joins people, in the import's transaction: the stored one takes over the double's roster data and the new id."""
    for one in joins:
        if one.double is not None:
            await _take_over(connection, one.person, one.double)
        await connection.execute(
            "update person set source = $2, source_id = $3 where id = $1", one.person, source, one.new
        )


async def _take_over(connection: Connection, stays: int, goes: int) -> None:
    for table, column in TIES:
        await connection.execute(f"update {table} set {column} = $1 where {column} = $2", stays, goes)
    for own, other in (("guardian_id", "student_id"), ("student_id", "guardian_id")):
        await connection.execute(
            f"""
            update guardianship g set restricted = g.restricted or d.restricted, suspended = g.ended_at is not null
            from guardianship d
            where g.{own} = $1 and d.{own} = $2 and d.{other} = g.{other} and d.source = g.source and g.source <> $3
              and (d.ended_at is null or d.suspended)
            """,
            stays,
            goes,
            TYPED,
        )
        # no import brings back what was typed: of two, what stands is taken over as it is
        await connection.execute(
            f"""
            update guardianship g set restricted = g.restricted or d.restricted
            from guardianship d
            where g.{own} = $1 and d.{own} = $2 and d.{other} = g.{other} and d.source = $3 and g.source = $3
              and g.ended_at is null and d.ended_at is null
            """,
            stays,
            goes,
            TYPED,
        )
        await connection.execute(
            f"""
            update guardianship g set relation = d.relation, scopes = d.scopes, restricted = d.restricted,
                from_day = d.from_day, until_day = d.until_day, ended_at = null
            from guardianship d
            where g.{own} = $1 and d.{own} = $2 and d.{other} = g.{other} and d.source = $3 and g.source = $3
              and g.ended_at is not null and d.ended_at is null
            """,
            stays,
            goes,
            TYPED,
        )
        await connection.execute(
            f"""
            update guardianship d set {own} = $1
            where d.{own} = $2 and not exists (
                select from guardianship g where g.{own} = $1 and g.{other} = d.{other} and g.source = d.source)
            """,
            stays,
            goes,
        )
        await connection.execute(
            f"""
            update guardianship set ended_at = coalesce(ended_at, now()), suspended = false where {own} = $1
            """,
            goes,
        )
    await connection.execute(
        """
        update person set source_id = 'joined:' || id, username = null, ended_at = coalesce(ended_at, now())
        where id = $1
        """,
        goes,
    )
