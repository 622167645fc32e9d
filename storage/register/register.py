"""Rows of people and classes that a school types: of a source of its own, which no roster ends."""

from collections.abc import Collection
from datetime import date, datetime

from channels.people import PersonRef
from channels.publication import ChannelName
from channels.register.inputs import (
    ClassFields,
    ClassRole,
    GivenRole,
    NewGuardian,
    PersonFields,
    Restriction,
    WantedPeople,
)
from channels.register.model import PeoplePage, RegisteredClass, RegisteredPerson
from storage.pool import Connection
from storage.register.classes import read_classes, read_courses_of_class
from storage.register.people import read_alike, read_people, read_person
from storage.roster.touched import concerned
from storage.sources import TRUST, TYPED
from storage.timetable.courses import follow_classes

_TABLES = {"student": ("class_enrolment", "student_id"), "class_teacher": ("class_teacher", "teacher_id")}


class PostgresRegister:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def people(self, school: int, wanted: WantedPeople, today: date) -> PeoplePage:
        return await read_people(self._connection, school, wanted, today)

    async def person(self, school: int, person: int, today: date) -> RegisteredPerson | None:
        return await read_person(self._connection, school, person, today)

    async def alike(self, school: int, asked: PersonFields, role: GivenRole, today: date) -> list[PersonRef]:
        return await read_alike(self._connection, school, asked, role, today)

    async def classes(self, school: int, today: date, *, ended: bool) -> list[RegisteredClass]:
        return await read_classes(self._connection, school, today, ended=ended)

    async def courses_of_class(self, class_: int) -> list[str]:
        return await read_courses_of_class(self._connection, class_)

    async def channels_of(self, people: Collection[int], classes: Collection[int]) -> list[ChannelName]:
        return await concerned(self._connection, people, classes)

    async def add_person(self, asked: PersonFields) -> int:
        added: int = await self._connection.fetchval(
            """
            insert into person (source, source_id, family_name, given_name, middle_name, email, phone, identifier)
            values ($1, gen_random_uuid()::text, $2, $3, $4, $5, $6, $7) returning id
            """,
            TYPED,
            asked.family,
            asked.given,
            asked.middle,
            asked.email,
            asked.phone,
            asked.identifier,
        )
        return added

    async def correct_person(self, person: int, asked: PersonFields, revision: int) -> bool:
        corrected = await self._connection.fetchval(
            """
            update person set family_name = $3, given_name = $4, middle_name = $5, email = $6, phone = $7,
                identifier = $8, revision = revision + 1
            where id = $1 and revision = $2 returning true
            """,
            person,
            revision,
            asked.family,
            asked.given,
            asked.middle,
            asked.email,
            asked.phone,
            asked.identifier,
        )
        return corrected is not None

    async def end_person(self, school: int, person: int, day: date, at: datetime) -> None:
        await self._end("role", "person_id = $3 and school_id = $4", day, at, person, school)
        for table, own in _TABLES.values():
            here = f"{own} = $3 and class_id in (select id from class where school_id = $4)"
            await self._end(table, here, day, at, person, school)
        of_students = "student_id in (select person_id from role where school_id = $4)"
        # a restriction stays: whoever comes back is kept from the child as before
        ties = f"$3 in (guardian_id, student_id) and not t.restricted and {of_students}"
        await self._end("guardianship", ties, day, at, person, school)
        await self._end_trusts("$2 in (g.guardian_id, g.student_id, g.given_by)", at, person)
        await self._connection.execute(
            """
            update person p set ended_at = $2
            where p.id = $1 and not exists (select from role r where r.person_id = p.id and stands(r.ended_at))
            """,
            person,
            at,
        )
        await follow_classes(self._connection, school)

    async def return_person(self, person: int) -> None:
        await self._connection.execute("update person set ended_at = null where id = $1", person)

    async def give_role(self, school: int, person: int, role: GivenRole, from_day: date) -> None:
        await self._connection.execute(
            """
            insert into role (source, source_id, person_id, school_id, role, from_day)
            values ($1, gen_random_uuid()::text, $2, $3, $4::text::role_name, $5)
            """,
            TYPED,
            person,
            school,
            role,
            from_day,
        )

    async def end_role(self, school: int, person: int, role: GivenRole, day: date, at: datetime | None) -> None:
        of = "person_id = $3 and school_id = $4 and role = $5::text::role_name"
        await self._end("role", of, day, at, person, school, role)

    async def has_keeper(self, school: int, day: date, *, leadership: bool = False) -> bool:
        found: bool = await self._connection.fetchval(
            """
            select exists (
                select from role r join person p on p.id = r.person_id and stands(p.ended_at)
                where r.school_id = $1 and r.role::text = any($3::text[]) and stands(r.ended_at)
                  and coalesce(greatest(r.from_day, r.since_day), '-infinity') <= $2
                  and coalesce(r.until_day, 'infinity') > $2)
            """,
            school,
            day,
            ["leadership"] if leadership else ["leadership", "admin"],
        )
        return found

    async def join_class(self, class_: int, person: int, role: ClassRole, from_day: date, *, of_the_past: bool) -> None:
        table, own = _TABLES[role]
        await self._connection.execute(
            f"""
            insert into {table} (source, source_id, class_id, {own}, from_day)
            values ($1, gen_random_uuid()::text, $2, $3, $4)
            """,
            TYPED,
            class_,
            person,
            from_day,
        )
        await follow_classes(self._connection, await self._school_of(class_))
        if role == "student" and of_the_past:
            later = "greatest(e.from_day, e.since_day) > $4"
            await self._set_course_days(class_, person, from_day, "from_day", later)

    async def leave_class(self, class_: int, person: int, role: ClassRole, day: date, at: datetime | None) -> None:
        table, own = _TABLES[role]
        await self._end(table, f"class_id = $3 and {own} = $4", day, at, class_, person)
        if role == "student" and at is not None:
            later = "e.ended_at is null and coalesce(e.until_day, 'infinity') > $4"
            await self._set_course_days(class_, person, day, "until_day", later)
        await follow_classes(self._connection, await self._school_of(class_))

    async def _school_of(self, class_: int) -> int:
        school: int = await self._connection.fetchval("select school_id from class where id = $1", class_)
        return school

    async def _set_course_days(self, class_: int, student: int, day: date, column: str, those: str) -> None:
        """Brings the days of a student in the courses that take the class whole to those in the class."""
        await self._connection.execute(
            f"""
            update course_enrolment e set {column} = $4
            from course_class k
            where k.class_id = $2 and e.source = $1 and e.source_id = 'class:' || k.course_id || ':' || $3::bigint
              and {those}
            """,
            TYPED,
            class_,
            student,
            day,
        )

    async def name_guardian(self, school: int, student: int, asked: NewGuardian, from_day: date, at: datetime) -> None:
        await self._connection.execute(
            """
            insert into guardianship (source, guardian_id, student_id, relation, scopes, from_day, until_day)
            values ($1, $2, $3, $4::text::relation_name,
                    case when $5 then services_of($4::text::relation_name) else '{}' end, $6, $7)
            on conflict (source, coalesce(origin_guardian_id, guardian_id), coalesce(origin_student_id, student_id))
                do update set relation = excluded.relation,
                scopes = excluded.scopes, from_day = excluded.from_day, until_day = excluded.until_day,
                ended_at = null, suspended = false
            """,
            TYPED,
            asked.guardian,
            student,
            asked.relation,
            asked.diary,
            from_day,
            asked.until_day,
        )
        role: GivenRole = "trusted" if asked.relation == "trusted" else "guardian"
        await self._connection.execute(
            """
            insert into role as r (source, source_id, person_id, school_id, role, from_day, until_day)
            select $1, 'implied:' || $2::bigint || ':' || $3::bigint || ':' || $4::text, $2, $3, $4::text::role_name,
                   $5, $6
            where not exists (
                select from role r
                where r.person_id = $2 and r.school_id = $3 and r.role = $4::text::role_name and stands(r.ended_at)
                  and coalesce(greatest(r.from_day, r.since_day), '-infinity') <= $5
                  and coalesce(r.until_day, 'infinity') >= coalesce($6::date, 'infinity'))
            on conflict (source, source_id) do update set ended_at = null, suspended = false,
                from_day = case when r.ended_at is null then least(r.from_day, excluded.from_day)
                                else excluded.from_day end,
                until_day = excluded.until_day
            """,
            TYPED,
            asked.guardian,
            school,
            role,
            from_day,
            asked.until_day,
        )
        await self._end_idle_roles(school, asked.guardian, from_day, at)

    async def end_guardian(self, school: int, student: int, guardian: int, day: date, at: datetime | None) -> None:
        of = "guardian_id = $3 and student_id = $4 and not t.restricted"
        await self._end("guardianship", of, day, at, guardian, student)
        if at is not None:
            await self._end_trusts("g.guardian_id = $2 and g.student_id = $3", at, guardian, student)
        await self._end_idle_roles(school, guardian, day, at)

    async def restrict_guardian(self, school: int, student: int, asked: Restriction, day: date, at: datetime) -> None:
        await self._connection.execute(
            """
            insert into guardianship (source, guardian_id, student_id, relation, restricted, from_day)
            values ($1, $2, $3, $4::text::relation_name, true, $5)
            on conflict (source, coalesce(origin_guardian_id, guardian_id), coalesce(origin_student_id, student_id))
                do update set relation = excluded.relation,
                restricted = true, from_day = excluded.from_day, until_day = null, ended_at = null, suspended = false
            where not (guardianship.restricted and guardianship.ended_at is null)
            """,
            TYPED,
            asked.guardian,
            student,
            asked.relation,
            day,
        )
        await self._end_idle_roles(school, asked.guardian, day, at)

    async def lift_restriction(self, student: int, guardian: int, day: date, at: datetime) -> bool:
        lifted = await self._connection.fetchval(
            """
            update guardianship set restricted = false, until_day = $4, ended_at = $5
            where source = $1 and student_id = $2 and guardian_id = $3 and restricted and ended_at is null
            returning true
            """,
            TYPED,
            student,
            guardian,
            day,
            at,
        )
        return lifted is not None

    async def _end_idle_roles(self, school: int, guardian: int, day: date, at: datetime | None) -> None:
        """Ends roles of the family that somebody had for children whom they do not follow from that day on."""
        idle = """
            person_id = $3 and school_id = $4 and source_id like 'implied:%' and not exists (
                select from guardianship g join role c on c.person_id = g.student_id and c.school_id = $4
                where g.guardian_id = $3 and g.source = $1 and g.ended_at is null and not g.restricted
                  and coalesce(g.until_day, 'infinity') > $2 and (g.relation = 'trusted') = (t.role = 'trusted'))
        """
        await self._end("role", idle, day, at, guardian, school)

    async def add_class(self, school: int, asked: ClassFields) -> int:
        added: int = await self._connection.fetchval(
            """
            insert into class (source, source_id, school_id, name, grade)
            values ($1, gen_random_uuid()::text, $2, $3, $4) returning id
            """,
            TYPED,
            school,
            asked.name,
            asked.grade,
        )
        return added

    async def correct_class(self, class_: int, asked: ClassFields, revision: int) -> bool:
        corrected = await self._connection.fetchval(
            """
            update class set name = $3, grade = $4, revision = revision + 1
            where id = $1 and revision = $2 returning true
            """,
            class_,
            revision,
            asked.name,
            asked.grade,
        )
        return corrected is not None

    async def set_profile(self, class_: int, profile: str, revision: int) -> bool:
        given = await self._connection.fetchval(
            """
            update class set profile = $3, revision = revision + 1 where id = $1 and revision = $2 returning true
            """,
            class_,
            revision,
            profile,
        )
        return given is not None

    async def end_class(self, class_: int, day: date, at: datetime) -> None:
        for table, _ in _TABLES.values():
            await self._end(table, "class_id = $3", day, at, class_)
        await self._connection.execute("update class set ended_at = $2 where id = $1", class_, at)
        await follow_classes(self._connection, await self._school_of(class_))

    async def _end_trusts(self, of: str, at: datetime, *values: object) -> None:
        """Ends what families gave: rights, their roles, and the trusts. `of` says which guardianships `g`."""
        await self._connection.execute(
            f"""
            with right_ as (
                update guardianship g set ended_at = $1
                where g.source like '{TRUST}:%' and g.ended_at is null and {of}
                returning split_part(g.source, ':', 2) as trust
            ), role_ as (
                update role r set ended_at = $1 from right_ x
                where r.source = '{TRUST}' and r.source_id = x.trust and r.ended_at is null
            )
            update trust t set ended_at = $1, ending = 'ended', more_by = null, more_services = null,
                more_until_day = null, more_opens_at = null
            from right_ x where t.id = x.trust::bigint and t.ended_at is null
            """,
            at,
            *values,
        )

    async def _end(self, table: str, of: str, day: date, at: datetime | None, *values: object) -> None:
        """Ends typed rows: they hold until `day`; with `at` that day has come, and they are over.

        `of` says which, with `t` for the row, `$2` for the day, and `$3` and so on for the values.
        """
        open_ = f"source = $1 and ended_at is null and {of}"
        await self._connection.execute(
            f"update {table} t set until_day = $2 where {open_} and coalesce(until_day, 'infinity') > $2",
            TYPED,
            day,
            *values,
        )
        if at is not None:
            await self._connection.execute(
                f"update {table} t set ended_at = ${3 + len(values)} where {open_} and until_day <= $2",
                TYPED,
                day,
                *values,
                at,
            )
