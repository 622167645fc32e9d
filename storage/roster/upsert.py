"""Writes rostered rows in their new form, many in one statement. Writing a row that had ended brings it back.

Each function takes the rows' columns as arrays, in the order of the row's fields. What a roster says of somebody who
was merged into another person (`storage.merging`) is held by that one, and remembers whose it is.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from storage.pool import Connection

Write = Callable[..., Awaitable[Any]]


async def schools(connection: Connection, source: str, *columns: list[Any]) -> None:
    await connection.execute(
        """
        insert into school (source, source_id, name, zone)
        select $1, r.* from unnest($2::text[], $3::text[], $4::text[]) r
        on conflict (source, source_id) do update set name = excluded.name, zone = excluded.zone, ended_at = null
        """,
        source,
        *columns,
    )


async def sessions(connection: Connection, source: str, *columns: list[Any]) -> None:
    await connection.execute(
        """
        insert into academic_session
            (source, source_id, title, type, from_day, until_day, parent_source_id, school_year)
        select $1, r.*
        from unnest($2::text[], $3::text[], $4::text[], $5::date[], $6::date[], $7::text[], $8::integer[]) r
        on conflict (source, source_id) do update set title = excluded.title, type = excluded.type,
            from_day = excluded.from_day, until_day = excluded.until_day,
            parent_source_id = excluded.parent_source_id, school_year = excluded.school_year, ended_at = null
        """,
        source,
        *columns,
    )


async def mark_kinds(connection: Connection, source: str, *columns: list[Any]) -> None:
    await connection.execute(
        """
        insert into mark_kind (source, source_id, name_ru, name_en, short_ru, short_en, weight)
        select $1, r.* from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::integer[]) r
        on conflict (source, source_id) do update set name_ru = excluded.name_ru, name_en = excluded.name_en,
            short_ru = excluded.short_ru, short_en = excluded.short_en, weight = excluded.weight, ended_at = null
        """,
        source,
        *columns,
    )


async def people(connection: Connection, source: str, *columns: list[Any]) -> None:
    await connection.execute(
        """
        insert into person (source, source_id, family_name, given_name, middle_name,
            email, phone, identifier, username, disabled)
        select $1, r.* from unnest($2::text[], $3::text[], $4::text[], $5::text[],
            $6::text[], $7::text[], $8::text[], $9::text[], $10::boolean[]) r
        on conflict (source, source_id) do update set family_name = excluded.family_name,
            given_name = excluded.given_name, middle_name = excluded.middle_name, email = excluded.email,
            phone = excluded.phone, identifier = excluded.identifier, username = excluded.username,
            disabled = excluded.disabled, ended_at = null
        """,
        source,
        *columns,
    )


async def roles(connection: Connection, source: str, *columns: list[Any]) -> None:
    await connection.execute(
        """
        insert into role (source, source_id, person_id, origin_id, school_id, role, from_day, until_day)
        select $1, r.source_id, coalesce(p.merged_into, p.id), case when p.merged_into is not null then p.id end, s.id,
               r.role::role_name, r.from_day, r.until_day
        from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::date[], $7::date[])
            as r (source_id, person, school, role, from_day, until_day)
        join person p on p.source = $1 and p.source_id = r.person
        join school s on s.source = $1 and s.source_id = r.school
        on conflict (source, source_id) do update set person_id = excluded.person_id, origin_id = excluded.origin_id,
            school_id = excluded.school_id, role = excluded.role, from_day = excluded.from_day,
            until_day = excluded.until_day, ended_at = null, suspended = false
        """,
        source,
        *columns,
    )


async def guardianships(connection: Connection, source: str, *columns: list[Any]) -> None:
    """Writes guardianships. What a guardian may see (`scopes`) follows from the relation, unless the school decided."""
    await connection.execute(
        """
        insert into guardianship as g
            (source, guardian_id, student_id, origin_guardian_id, origin_student_id, relation, scopes, restricted,
             from_day, until_day)
        select $1, coalesce(a.merged_into, a.id), coalesce(b.merged_into, b.id),
               case when a.merged_into is not null then a.id end, case when b.merged_into is not null then b.id end,
               r.relation::relation_name, services_of(r.relation::relation_name), r.restricted,
               r.from_day, r.until_day
        from unnest($2::text[], $3::text[], $4::text[], $5::boolean[], $6::date[], $7::date[])
            as r (guardian, student, relation, restricted, from_day, until_day)
        join person a on a.source = $1 and a.source_id = r.guardian
        join person b on b.source = $1 and b.source_id = r.student
        on conflict (source, coalesce(origin_guardian_id, guardian_id), coalesce(origin_student_id, student_id))
            do update set relation = excluded.relation,
            scopes = case when g.scopes = services_of(g.relation) then excluded.scopes else g.scopes end,
            restricted = excluded.restricted, from_day = excluded.from_day, until_day = excluded.until_day,
            ended_at = null, suspended = false
        """,
        source,
        *columns,
    )


def _pairs(ids: list[str], terms: list[tuple[str, ...]]) -> tuple[list[str], list[str]]:
    """Returns ids and terms in two lists, with one row for each term of each id."""
    pairs = [(id_, term) for id_, of in zip(ids, terms, strict=True) for term in of]
    return [id_ for id_, _ in pairs], [term for _, term in pairs]


async def classes(connection: Connection, source: str, *columns: list[Any]) -> None:
    *own, terms = columns
    await connection.execute(
        """
        insert into class (source, source_id, school_id, name, grade)
        select $1, r.source_id, s.id, r.name, r.grade
        from unnest($2::text[], $3::text[], $4::text[], $5::integer[]) as r (source_id, school, name, grade)
        join school s on s.source = $1 and s.source_id = r.school
        on conflict (source, source_id) do update set school_id = excluded.school_id, name = excluded.name,
            grade = excluded.grade, ended_at = null, suspended = false
        """,
        source,
        *own,
    )
    await connection.execute(
        """
        delete from class_term t using class c
        where c.id = t.class_id and c.source = $1 and c.source_id = any($2::text[])
        """,
        source,
        own[0],
    )
    await connection.execute(
        """
        insert into class_term (class_id, session_id)
        select c.id, a.id
        from unnest($2::text[], $3::text[]) r (source_id, term)
        join class c on c.source = $1 and c.source_id = r.source_id
        join academic_session a on a.source = $1 and a.source_id = r.term
        """,
        source,
        *_pairs(own[0], terms),
    )


async def courses(connection: Connection, source: str, *columns: list[Any]) -> None:
    *own, terms = columns
    await connection.execute(
        """
        insert into course (source, source_id, school_id, title, subject, subject_source_id, grade)
        select $1, r.source_id, s.id, r.title, r.subject, r.subject_source_id, r.grade
        from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::integer[])
            as r (source_id, school, title, subject, subject_source_id, grade)
        join school s on s.source = $1 and s.source_id = r.school
        on conflict (source, source_id) do update set school_id = excluded.school_id, title = excluded.title,
            subject = excluded.subject, subject_source_id = excluded.subject_source_id, grade = excluded.grade,
            ended_at = null, suspended = false
        """,
        source,
        *own,
    )
    await connection.execute(
        """
        delete from course_term t using course c
        where c.id = t.course_id and c.source = $1 and c.source_id = any($2::text[])
        """,
        source,
        own[0],
    )
    await connection.execute(
        """
        insert into course_term (course_id, session_id)
        select c.id, a.id
        from unnest($2::text[], $3::text[]) r (source_id, term)
        join course c on c.source = $1 and c.source_id = r.source_id
        join academic_session a on a.source = $1 and a.source_id = r.term
        """,
        source,
        *_pairs(own[0], terms),
    )


async def class_enrolments(connection: Connection, source: str, *columns: list[Any]) -> None:
    await connection.execute(
        """
        insert into class_enrolment (source, source_id, class_id, student_id, origin_id, from_day, until_day)
        select $1, r.source_id, c.id, coalesce(p.merged_into, p.id), case when p.merged_into is not null then p.id end,
               r.from_day, r.until_day
        from unnest($2::text[], $3::text[], $4::text[], $5::date[], $6::date[])
            as r (source_id, class, person, from_day, until_day)
        join class c on c.source = $1 and c.source_id = r.class
        join person p on p.source = $1 and p.source_id = r.person
        on conflict (source, source_id) do update set class_id = excluded.class_id,
            student_id = excluded.student_id, origin_id = excluded.origin_id, from_day = excluded.from_day,
            until_day = excluded.until_day, ended_at = null, suspended = false
        """,
        source,
        *columns,
    )


async def class_teachers(connection: Connection, source: str, *columns: list[Any]) -> None:
    await connection.execute(
        """
        insert into class_teacher (source, source_id, class_id, teacher_id, origin_id, from_day, until_day)
        select $1, r.source_id, c.id, coalesce(p.merged_into, p.id), case when p.merged_into is not null then p.id end,
               r.from_day, r.until_day
        from unnest($2::text[], $3::text[], $4::text[], $5::date[], $6::date[])
            as r (source_id, class, person, from_day, until_day)
        join class c on c.source = $1 and c.source_id = r.class
        join person p on p.source = $1 and p.source_id = r.person
        on conflict (source, source_id) do update set class_id = excluded.class_id,
            teacher_id = excluded.teacher_id, origin_id = excluded.origin_id, from_day = excluded.from_day,
            until_day = excluded.until_day, ended_at = null, suspended = false
        """,
        source,
        *columns,
    )


async def course_enrolments(connection: Connection, source: str, *columns: list[Any]) -> None:
    await connection.execute(
        """
        insert into course_enrolment (source, source_id, course_id, student_id, origin_id, from_day, until_day)
        select $1, r.source_id, c.id, coalesce(p.merged_into, p.id), case when p.merged_into is not null then p.id end,
               r.from_day, r.until_day
        from unnest($2::text[], $3::text[], $4::text[], $5::date[], $6::date[])
            as r (source_id, course, person, from_day, until_day)
        join course c on c.source = $1 and c.source_id = r.course
        join person p on p.source = $1 and p.source_id = r.person
        on conflict (source, source_id) do update set course_id = excluded.course_id,
            student_id = excluded.student_id, origin_id = excluded.origin_id, from_day = excluded.from_day,
            until_day = excluded.until_day, ended_at = null, suspended = false
        """,
        source,
        *columns,
    )


async def teachings(connection: Connection, source: str, *columns: list[Any]) -> None:
    await connection.execute(
        """
        insert into teaching (source, source_id, course_id, teacher_id, origin_id, from_day, until_day, is_primary)
        select $1, r.source_id, c.id, coalesce(p.merged_into, p.id), case when p.merged_into is not null then p.id end,
               r.from_day, r.until_day, r.is_primary
        from unnest($2::text[], $3::text[], $4::text[], $5::date[], $6::date[], $7::boolean[])
            as r (source_id, course, person, from_day, until_day, is_primary)
        join course c on c.source = $1 and c.source_id = r.course
        join person p on p.source = $1 and p.source_id = r.person
        on conflict (source, source_id) do update set course_id = excluded.course_id,
            teacher_id = excluded.teacher_id, origin_id = excluded.origin_id, from_day = excluded.from_day,
            until_day = excluded.until_day, is_primary = excluded.is_primary, ended_at = null, suspended = false
        """,
        source,
        *columns,
    )


WRITES: dict[str, Write] = {
    "school": schools,
    "academic_session": sessions,
    "mark_kind": mark_kinds,
    "person": people,
    "role": roles,
    "guardianship": guardianships,
    "class": classes,
    "course": courses,
    "class_enrolment": class_enrolments,
    "class_teacher": class_teachers,
    "course_enrolment": course_enrolments,
    "teaching": teachings,
}
