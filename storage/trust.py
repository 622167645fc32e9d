"""Trusts and the rights they give: `channels.trust.ports`."""

from collections.abc import Collection
from datetime import datetime

import asyncpg

from channels.contact_details import phone_key
from channels.people import PersonRef
from channels.trust.life import Ending, More, Service, Trust
from channels.trust.ports import Contact, Delay, FamilyMember, StudentAt
from storage.people import class_ref, person_ref
from storage.pool import Connection
from storage.sources import TRUST

_TRUST = """
    t.id, t.school_id, t.student_id, t.giver_id, t.family_name, t.phone, t.services, t.until_day, t.offered_at,
    t.expires_at, t.invitee_id, t.is_known, t.accepted_at, t.opens_at, t.opened_at, t.more_by, t.more_services,
    t.more_until_day, t.more_opens_at, t.ended_at, t.ended_by, t.ending
"""
# When somebody has to look at the trust `t` next, if nobody ends it before.
_DUE = """
    least(
        case when t.accepted_at is null then case when t.is_announced then t.expires_at else t.offered_at end
             when t.opened_at is null then t.opens_at end,
        t.more_opens_at,
        t.until_day::timestamp at time zone s.zone,
        case when t.opened_at is not null and t.reminded_at is null
             then (t.until_day - 7)::timestamp at time zone s.zone end)
"""
_KEY = "right(regexp_replace(p.phone, '\\D', '', 'g'), 10)"  # as `channels.contact_details.phone_key`, and indexed
DEFAULT = Delay(24, 0)


class PostgresTrusts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def lock(self, student: int) -> None:
        await self._connection.execute("select from person where id = $1 for no key update", student)

    async def student(self, student: int, school: int | None = None) -> StudentAt | None:
        row = await self._connection.fetchrow(
            """
            select p.id, p.family_name, p.given_name, p.middle_name, s.id as school_id, s.name as school_name, s.zone,
                   (now() at time zone s.zone)::date as today, k.id as class_id, k.name as class_name, k.grade
            from person p
            join school s on s.id = coalesce($2, (select min(r.school_id) from role_now r
                                                  where r.person_id = p.id and r.role = 'student'))
            left join lateral (select e.class_id from class_enrolment_now e
                               where e.student_id = p.id and e.school_id = s.id order by e.class_id limit 1) e on true
            left join class k on k.id = e.class_id
            where p.id = $1
            """,
            student,
            school,
        )
        if row is None:
            return None
        return StudentAt(
            person_ref(row), class_ref(row), row["school_id"], row["school_name"], row["zone"], row["today"]
        )

    async def family(self, student: int, school: int) -> list[FamilyMember]:
        rows = await self._connection.fetch(
            """
            select distinct on (p.id) p.id, p.family_name, p.given_name, p.middle_name, g.relation::text as relation,
                   g.scopes
            from guardianship_at_now g
            join person p on p.id = g.guardian_id
            where g.student_id = $1 and g.school_id = $2 and is_family(g.relation) and cardinality(g.scopes) > 0
              and (select true from role_now r where r.person_id = g.guardian_id and r.school_id = $2
                   and r.role = 'guardian' limit 1)
            order by p.id, cardinality(g.scopes) desc, g.id
            """,
            student,
            school,
        )
        return [FamilyMember(person_ref(row), row["relation"], _services(row["scopes"])) for row in rows]

    async def children(self, guardian: int) -> list[tuple[int, int]]:
        rows = await self._connection.fetch(
            """
            select distinct g.student_id, g.school_id
            from guardianship_at_now g
            where g.guardian_id = $1 and is_family(g.relation) and cardinality(g.scopes) > 0
              and (select true from role_now r where r.person_id = g.guardian_id and r.school_id = g.school_id
                   and r.role = 'guardian' limit 1)
            order by g.student_id, g.school_id
            """,
            guardian,
        )
        return [(row["student_id"], row["school_id"]) for row in rows]

    async def kept_away(self, student: int) -> list[Contact]:
        rows = await self._connection.fetch(
            """
            select distinct on (p.id) p.id, p.family_name, p.given_name, p.middle_name, p.phone,
                   p.ended_at
            from restriction_now x join person p on p.id = x.guardian_id or p.merged_into = x.guardian_id
            where x.student_id = $1 order by p.id
            """,
            student,
        )
        return [_contact(row) for row in rows]

    async def contact(self, person: int) -> Contact:
        row = await self._connection.fetchrow(
            "select id, family_name, given_name, middle_name, phone, ended_at from person where id = $1", person
        )
        assert row is not None
        return _contact(row)

    async def sharing(self, phone_key: str) -> list[PersonRef]:
        rows = await self._connection.fetch(
            f"""
            select s.id, s.family_name, s.given_name, s.middle_name
            from person p join person s on s.id = coalesce(p.merged_into, p.id) and stands(s.ended_at)
            where p.phone is not null and {_KEY} = $1 and stands(p.ended_at)
              and not exists (select from role_now r where r.person_id = s.id and r.role = 'student')
            group by s.id order by s.id limit 100
            """,
            phone_key,
        )
        return [person_ref(row) for row in rows]

    async def is_known(self, person: int, school: int) -> bool:
        found: bool = await self._connection.fetchval(
            """
            select exists (
                select from role r join school s on s.id = r.school_id
                where r.person_id = $1 and r.school_id = $2 and r.source <> $3 and stands(r.ended_at)
                  and coalesce(greatest(r.from_day, r.since_day), '-infinity') <= (now() at time zone s.zone)::date
                  and (now() at time zone s.zone)::date < coalesce(r.until_day, 'infinity'))
            """,
            person,
            school,
            TRUST,
        )
        return found

    async def delay(self, school: int) -> Delay:
        row = await self._connection.fetchrow(
            "select stranger_hours, known_hours from trust_delay where school_id = $1", school
        )
        return DEFAULT if row is None else Delay(row["stranger_hours"], row["known_hours"])

    async def set_delay(self, school: int, delay: Delay) -> None:
        await self._connection.execute(
            """
            insert into trust_delay (school_id, stranger_hours, known_hours) values ($1, $2, $3)
            on conflict (school_id) do update set stranger_hours = excluded.stranger_hours,
                known_hours = excluded.known_hours
            """,
            school,
            delay.stranger_hours,
            delay.known_hours,
        )

    async def count(self, student: int) -> int:
        found: int = await self._connection.fetchval(
            "select count(*) from trust where student_id = $1 and ended_at is null", student
        )
        return found

    async def add(self, trust: Trust, phone_key: str) -> int:
        added: int = await self._connection.fetchval(
            """
            insert into trust (school_id, student_id, giver_id, family_name, phone, phone_key, services, until_day,
                               offered_at, expires_at, due_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9) returning id
            """,
            trust.school,
            trust.student,
            trust.giver,
            trust.family,
            trust.phone,
            phone_key,
            _texts(trust.services),
            trust.until_day,
            trust.offered_at,
            trust.expires_at,
        )
        return added

    async def one(self, trust: int) -> Trust | None:
        row = await self._connection.fetchrow(f"select {_TRUST} from trust t where t.id = $1", trust)
        return None if row is None else _trust(row)

    async def of_children(self, students: Collection[int], since: datetime) -> list[Trust]:
        return await self._found(
            "t.student_id = any($1::bigint[]) and coalesce(t.ended_at, 'infinity') > $2", list(students), since
        )

    async def in_person(self, person: int, since: datetime) -> list[Trust]:
        return await self._found("t.invitee_id = $1 and coalesce(t.ended_at, 'infinity') > $2", person, since)

    async def offered(self, phone_key: str) -> list[Trust]:
        return await self._found("t.phone_key = $1 and t.accepted_at is null and t.ended_at is null", phone_key)

    async def _found(self, of: str, *values: object) -> list[Trust]:
        rows = await self._connection.fetch(
            f"select {_TRUST} from trust t where {of} order by t.offered_at desc, t.id desc limit 200", *values
        )
        return [_trust(row) for row in rows]

    async def save(self, trust: Trust) -> None:
        more = trust.more
        await self._connection.execute(
            """
            update trust set services = $2, until_day = $3, invitee_id = $4, is_known = $5, accepted_at = $6,
                opens_at = $7, opened_at = $8, more_by = $9, more_services = $10, more_until_day = $11,
                more_opens_at = $12, ended_at = $13, ended_by = $14, ending = $15,
                reminded_at = case when until_day = $3 then reminded_at end
            where id = $1
            """,
            trust.id,
            _texts(trust.services),
            trust.until_day,
            trust.invitee,
            trust.is_known,
            trust.accepted_at,
            trust.opens_at,
            trust.opened_at,
            None if more is None else more.by,
            None if more is None else _texts(more.services),
            None if more is None else more.until_day,
            None if more is None else more.opens_at,
            trust.ended_at,
            trust.ended_by,
            trust.ending,
        )
        await self._set_due(trust.id)
        await (self._end_right(trust) if trust.ended_at is not None else self._give_right(trust))

    async def _set_due(self, trust: int) -> None:
        await self._connection.execute(
            f"update trust t set due_at = {_DUE} from school s where s.id = t.school_id and t.id = $1", trust
        )

    async def _give_right(self, trust: Trust) -> None:
        if trust.opened_at is None:
            return
        await self._connection.execute(
            """
            insert into guardianship (source, guardian_id, student_id, relation, scopes, until_day, given_by)
            values ($1, $2, $3, 'trusted', $4, $5, $6)
            on conflict (source, coalesce(origin_guardian_id, guardian_id), coalesce(origin_student_id, student_id))
                do update set scopes = excluded.scopes,
                until_day = excluded.until_day, ended_at = null
            """,
            _source(trust),
            trust.invitee,
            trust.student,
            _texts(trust.services),
            trust.until_day,
            trust.giver,
        )
        await self._connection.execute(
            """
            insert into role (source, source_id, person_id, school_id, role, until_day)
            values ($1, $2, $3, $4, 'trusted', $5)
            on conflict (source, source_id) do update set until_day = excluded.until_day, ended_at = null
            """,
            TRUST,
            str(trust.id),
            trust.invitee,
            trust.school,
            trust.until_day,
        )

    async def _end_right(self, trust: Trust) -> None:
        await self._connection.execute(
            "update guardianship set ended_at = $2 where source = $1 and ended_at is null",
            _source(trust),
            trust.ended_at,
        )
        await self._connection.execute(
            "update role set ended_at = $3 where source = $1 and source_id = $2 and ended_at is null",
            TRUST,
            str(trust.id),
            trust.ended_at,
        )

    async def due(self, now: datetime, limit: int) -> list[Trust]:
        rows = await self._connection.fetch(
            f"""
            select {_TRUST} from trust t where t.ended_at is null and t.due_at <= $1
            order by t.due_at limit $2
            """,
            now,
            limit,
        )
        return [_trust(row) for row in rows]

    async def announced(self, trust: int) -> bool:
        noted = await self._connection.fetchval(
            "update trust set is_announced = true where id = $1 and not is_announced returning true", trust
        )
        await self._set_due(trust)
        return noted is not None

    async def reminded(self, trust: int, at: datetime) -> None:
        await self._connection.execute("update trust set reminded_at = $2 where id = $1", trust, at)
        await self._set_due(trust)

    async def lost(self, limit: int) -> list[Trust]:
        rows = await self._connection.fetch(
            f"""
            select {_TRUST} from trust t
            where t.ended_at is null
              and (still_gives(t.giver_id, t.student_id, t.school_id, t.services) is not true
                   or exists (select from person p where p.id = t.invitee_id and not stands(p.ended_at))
                   or exists (select from restriction_now x
                              where x.guardian_id = t.invitee_id and x.student_id = t.student_id))
            order by t.id limit $1
            """,
            limit,
        )
        return [_trust(row) for row in rows]


def _source(trust: Trust) -> str:
    return f"{TRUST}:{trust.id}"


def _texts(services: Collection[Service]) -> list[str]:
    return [service.value for service in Service if service in services]


def _services(texts: Collection[str]) -> frozenset[Service]:
    return frozenset(service for service in Service if service.value in texts)


def _contact(row: asyncpg.Record) -> Contact:
    key = None if row["phone"] is None else phone_key(row["phone"])
    return Contact(person_ref(row), key, row["ended_at"] is not None)


def _trust(row: asyncpg.Record) -> Trust:
    more = None
    if row["more_opens_at"] is not None:
        more = More(row["more_by"], _services(row["more_services"]), row["more_until_day"], row["more_opens_at"])
    return Trust(
        id=row["id"],
        school=row["school_id"],
        student=row["student_id"],
        giver=row["giver_id"],
        family=row["family_name"],
        phone=row["phone"],
        services=_services(row["services"]),
        until_day=row["until_day"],
        offered_at=row["offered_at"],
        expires_at=row["expires_at"],
        invitee=row["invitee_id"],
        is_known=row["is_known"],
        accepted_at=row["accepted_at"],
        opens_at=row["opens_at"],
        opened_at=row["opened_at"],
        more=more,
        ended_at=row["ended_at"],
        ended_by=row["ended_by"],
        ending=None if row["ending"] is None else Ending(row["ending"]),
    )
