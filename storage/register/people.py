"""People of a school, as rosters brought them and as they were typed: a list, and all of one."""

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from asyncpg import Record

from channels.people import ClassRef, Name, PersonRef, Role
from channels.register.inputs import GivenRole, PersonFields, WantedPeople
from channels.register.model import (
    Lasting,
    ListedChild,
    ListedPerson,
    PeoplePage,
    PersonClass,
    PersonRelative,
    PersonRole,
    RegisteredPerson,
    Standing,
)
from channels.register.namesakes import with_namesakes
from storage.people import name, person_ref
from storage.pool import Connection
from storage.sources import TRUST, TYPED

L = TypeVar("L", bound=Lasting)

PAGE = 50  # people in one part of a list

# The classes of the person `p` at the school `$1`, today or on days to come.
_CLASSES = """
    select coalesce(json_agg(distinct jsonb_build_array(k.id, k.name, k.grade)), '[]')::text
    from class_enrolment_days e join class k on k.id = e.class_id and k.school_id = $1 and stands(k.ended_at)
    where e.student_id = {person} and e.until_day > $2
"""


async def read_people(connection: Connection, school: int, wanted: WantedPeople, today: date) -> PeoplePage:
    rows = await connection.fetch(
        f"""
        with here as (
            select r.person_id,
                   array_agg(distinct r.role::text) filter (where h.holds) as roles,
                   array_agg(distinct r.role::text) as ever
            from role r
            cross join lateral (
                select stands(r.ended_at) and coalesce(r.until_day, 'infinity') > $2 as holds) h
            where r.school_id = $1
            group by r.person_id
        ), found as (
            select p.id, p.family_name, p.given_name, p.middle_name, p.source, h.roles, h.ever, g.gone,
                   lower(p.family_name) as family, lower(p.given_name) as given
            from here h
            join person p on p.id = h.person_id
            cross join lateral (select h.roles is null or not stands(p.ended_at) as gone) g
            where ($3 or not g.gone)
              and ($4::text is null or $4 = any(case when g.gone then h.ever else h.roles end))
              and ($5::bigint is null
                   or exists (select from class_enrolment_days e
                              where e.student_id = p.id and e.class_id = $5 and e.until_day > $2)
                   or exists (select from class_teacher_days e
                              where e.teacher_id = p.id and e.class_id = $5 and e.until_day > $2))
              and not exists (
                  select from unnest($6::text[], $7::text[]) as w (word, digits)
                  where replace(lower(concat_ws(' ', p.family_name, p.given_name, p.middle_name, p.email)), 'ё', 'е')
                        not like '%' || w.word || '%'
                    and (w.digits = '' or regexp_replace(coalesce(p.phone, ''), '[^0-9]', '', 'g')
                                          not like '%' || w.digits || '%')
                    and not exists (select from class_enrolment_days e join class k on k.id = e.class_id
                                    where e.student_id = p.id and e.until_day > $2 and k.school_id = $1
                                      and lower(k.name) like w.word))
        )
        select f.*, (select count(*) from found) as found,
               exists (select from account a where a.person_id = f.id) as signs_in,
               ({_CLASSES.format(person="f.id")}) as classes,
               (select coalesce(json_agg(json_build_array(
                           c.id, c.family_name, c.given_name, c.middle_name, ({_CLASSES.format(person="c.id")})::json)
                       order by c.given_name, c.id), '[]')::text
                from (select distinct g.student_id as id from guardianship g
                      where g.guardian_id = f.id and stands(g.ended_at) and not g.restricted
                        and coalesce(g.until_day, 'infinity') > $2) g
                join person c on c.id = g.id
                where exists (select from role r where r.person_id = c.id and r.school_id = $1)) as children
        from found f
        where $8::bigint is null
           or (f.family, f.given, f.id) > (select lower(p.family_name), lower(p.given_name), p.id
                                           from person p where p.id = $8)
        order by f.family, f.given, f.id
        limit $9
        """,
        school,
        today,
        wanted.ended,
        wanted.role,
        wanted.class_,
        *_words(wanted.q),
        wanted.after,
        PAGE + 1,
    )
    return PeoplePage(
        people=[_listed(row) for row in rows[:PAGE]],
        found=rows[0]["found"] if rows else 0,
        more=len(rows) > PAGE,
    )


def folded(text: str) -> str:
    """Returns a name as it is compared: ё is written е by many."""
    return text.lower().replace("ё", "е")


def _words(text: str) -> tuple[list[str], list[str]]:
    """Returns the words of a search as patterns, and the digits of those that may be a part of a telephone number."""
    words = folded(text).split()[:5]
    digits = [re.sub(r"[^0-9]", "", word) for word in words]
    return (
        [re.sub(r"([\\%_])", r"\\\1", word) for word in words],
        [number if len(number) > 2 else "" for number in digits],
    )


def _listed(row: Record) -> ListedPerson:
    return ListedPerson(
        id=row["id"],
        name=name(row),
        roles=[role for role in Role if role.value in (row["ever"] if row["gone"] else row["roles"])],
        classes=_classes(row["classes"]),
        children=[
            ListedChild(
                id=number,
                name=Name(family=family, given=given, middle=middle),
                classes=_classes(classes),
            )
            for number, family, given, middle, classes in json.loads(row["children"])
        ],
        typed=row["source"] == TYPED,
        ended=row["gone"],
        signs_in=row["signs_in"],
    )


def _classes(told: str | list[tuple[int, str, int | None]]) -> list[ClassRef]:
    rows = json.loads(told) if isinstance(told, str) else told
    return [ClassRef(id=number, name=named, grade=grade) for number, named, grade in rows]


async def read_alike(
    connection: Connection, school: int, asked: PersonFields, role: GivenRole, today: date
) -> list[PersonRef]:
    rows = await connection.fetch(
        """
        select p.id, p.family_name, p.given_name, p.middle_name
        from person p
        where replace(lower(p.family_name), 'ё', 'е') = $3 and replace(lower(p.given_name), 'ё', 'е') = $4
          and stands(p.ended_at)
          and exists (select from role r where r.person_id = p.id and r.school_id = $1 and r.role = $5::role_name
                      and stands(r.ended_at) and coalesce(r.until_day, 'infinity') > $2)
        order by p.id limit 20
        """,
        school,
        today,
        folded(asked.family),
        folded(asked.given),
        role,
    )
    return [person_ref(row) for row in rows]


async def read_person(connection: Connection, school: int, person: int, today: date) -> RegisteredPerson | None:
    row = await connection.fetchrow(
        """
        select p.*, exists (select from account a where a.person_id = p.id) as signs_in
        from person p
        where p.id = $2
          and (exists (select from role r where r.person_id = p.id and r.school_id = $1)
               or exists (select from guardianship g join role r on r.person_id = g.student_id and r.school_id = $1
                          where g.guardian_id = p.id))
        """,
        school,
        person,
    )
    if row is None:
        return None
    return RegisteredPerson(
        id=row["id"],
        name=name(row),
        email=row["email"],
        phone=row["phone"],
        identifier=row["identifier"],
        typed=row["source"] == TYPED,
        revision=row["revision"],
        ended=row["ended_at"] is not None,
        signs_in=row["signs_in"],
        roles=await _roles(connection, school, person, today),
        classes=await _class_roles(connection, school, person, today),
        guardians=with_namesakes(await _relatives(connection, school, person, today, "student_id", "guardian_id")),
        children=await _relatives(connection, school, person, today, "guardian_id", "student_id"),
    )


async def _roles(connection: Connection, school: int, person: int, today: date) -> list[PersonRole]:
    rows = await connection.fetch(
        """
        select r.role::text as role, greatest(r.from_day, r.since_day) as from_day, r.until_day, r.source
        from role r where r.person_id = $2 and r.school_id = $1 and r.ended_at is null
        union all
        select r.role::text, nullif(r.from_day, '-infinity'), r.until_day, null
        from role_past r where r.person_id = $2 and r.school_id = $1
        """,
        school,
        person,
    )
    return _in_order(rows, today, lambda row, days: PersonRole(role=Role(row["role"]), **days))


async def _class_roles(connection: Connection, school: int, person: int, today: date) -> list[PersonClass]:
    rows = await connection.fetch(
        """
        select c.*, k.name as class_name, k.grade
        from (
            select 'student' as role, e.class_id, greatest(e.from_day, e.since_day) as from_day, e.until_day, e.source
            from class_enrolment e where e.student_id = $2 and e.ended_at is null
            union all
            select 'student', class_id, nullif(from_day, '-infinity'), until_day, null
            from class_enrolment_past where student_id = $2
            union all
            select 'class_teacher', t.class_id, greatest(t.from_day, t.since_day), t.until_day, t.source
            from class_teacher t where t.teacher_id = $2 and t.ended_at is null
            union all
            select 'class_teacher', class_id, nullif(from_day, '-infinity'), until_day, null
            from class_teacher_past where teacher_id = $2
        ) c
        join class k on k.id = c.class_id and k.school_id = $1
        """,
        school,
        person,
    )

    def made(row: Record, days: dict[str, Any]) -> PersonClass:
        of = ClassRef(id=row["class_id"], name=row["class_name"], grade=row["grade"])
        return PersonClass(class_=of, role=Role(row["role"]), **days)

    return _in_order(rows, today, made)


async def _relatives(
    connection: Connection, school: int, person: int, today: date, own: str, other: str
) -> list[PersonRelative]:
    """Returns the guardianships of a person, from the column `own` to the other person in the column `other`."""
    rows = await connection.fetch(
        f"""
        select p.id, p.family_name, p.given_name, p.middle_name, g.relation::text as relation,
               g.restricted or stands(g.ended_at) and exists (
                   select from restriction_now x
                   where x.guardian_id = g.guardian_id and x.student_id = g.student_id) as restricted,
               has_service(g.scopes, 'diary') as diary, g.from_day, g.source,
               least(g.until_day, (g.ended_at at time zone s.zone)::date) as until_day,
               ({_CLASSES.format(person="p.id")}) as classes
        from guardianship g
        join person p on p.id = g.{other}
        join school s on s.id = $1
        where g.{own} = $3
          and exists (select from role r where r.person_id = g.student_id and r.school_id = $1)
        """,
        school,
        today,
        person,
    )

    def made(row: Record, days: dict[str, Any]) -> PersonRelative:
        return PersonRelative(
            person=person_ref(row),
            classes=_classes(row["classes"]),
            relation=row["relation"],
            diary=row["diary"],
            restricted=row["restricted"],
            **days,
        )

    return _in_order(rows, today, made)


def _in_order(rows: list[Record], today: date, made: Callable[[Record, dict[str, Any]], L]) -> list[L]:
    """Returns what each row says: what holds first, then what is to come, then what was, the latest first."""
    found = [made(row, _days(row, today)) for row in rows]
    found.sort(key=lambda one: one.from_day or date.min, reverse=True)
    return sorted(found, key=lambda one: list(Standing).index(one.standing))


def _days(row: Record, today: date) -> dict[str, Any]:
    first, until, source = row["from_day"], row["until_day"], row["source"]
    if until is not None and until <= today:
        standing = Standing.ENDED
    else:
        standing = Standing.TO_COME if first is not None and first > today else Standing.NOW
    return {
        "from_day": first,
        "until_day": until,
        "standing": standing,
        "typed": None if source is None else source == TYPED,
        "given": source is not None and source.partition(":")[0] == TRUST,
    }
