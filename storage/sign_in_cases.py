"""Cases of people who cannot get in: `channels.sign_in_cases.ports`."""

import hashlib
import json
from collections.abc import Collection
from datetime import date, datetime
from typing import Literal

import asyncpg

from channels.contact_details import address_key, phone_key
from channels.matching.model import Said
from channels.people import Name, Role
from channels.portals.model import PortalName
from channels.sign_in_cases.model import (
    Candidate,
    Cause,
    Claimed,
    Diagnosis,
    Following,
    InvitationFacts,
    Missing,
    Sees,
    SignInFacts,
    Who,
)
from channels.sign_in_cases.ports import KeptCase, LookedUp, PortalWord
from channels.timetable_files.names import class_key
from storage.known_people import RECORDS, known_of
from storage.pool import Connection

MANY = 200  # people of one name who are compared with one: of a school, these are all

_CASE = "select c.*, p.name_ru, p.name_en from sign_in_case c left join portal p on p.id = c.portal_id"
# People whom the addresses `$1`, the numbers `$2`, the name `$3`, `$4` or the SNILS `$6` reach, and the adults of the
# students `$5`.
_REACHED = f"""
    select id from person where lower(email) = any($1::text[])
    union select person_id from mailbox where lower(address) = any($1::text[]) and confirmed_at is not null
    union select id from person where right(regexp_replace(phone, '\\D', '', 'g'), 10) = any($2::text[])
    union select id from person where regexp_replace(identifier, '\\D', '', 'g') = $6
    union select guardian_id from guardianship
          where student_id = any($5::bigint[]) and (ended_at is null or not restricted)
    union (select id from person where name_key(family_name) = name_key($3) and name_key(given_name) = name_key($4)
           order by id limit {MANY})
"""


class PostgresSignInCases:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(
        self,
        claimed: Claimed,
        address: str | None,
        language: Literal["ru", "en"],
        at: datetime,
        expires_at: datetime,
        word: PortalWord | None = None,
    ) -> int:
        case: int = await self._connection.fetchval(
            """
            insert into sign_in_case (address, language, claimed, made_at, expires_at, portal_id, said)
            values ($1, $2, $3, $4, $5, $6, $7) returning id
            """,
            address,
            language,
            _written(claimed),
            at,
            expires_at,
            None if word is None else word.portal,
            None if word is None else _written_said(word.said),
        )
        return case

    async def keep_word(self, browser: str, portal: int, said: Said, until: datetime) -> None:
        await self._connection.execute(
            """
            insert into portal_word (browser_hash, portal_id, said, expires_at) values ($1, $2, $3, $4)
            on conflict (browser_hash) do update
            set portal_id = excluded.portal_id, said = excluded.said, expires_at = excluded.expires_at
            """,
            _hash(browser),
            portal,
            _written_said(said),
            until,
        )

    async def word(self, browser: str, now: datetime) -> PortalWord | None:
        return _word(
            await self._connection.fetchrow(
                """
                select w.portal_id, w.said, p.name_ru, p.name_en
                from portal_word w join portal p on p.id = w.portal_id
                where w.browser_hash = $1 and w.expires_at > $2
                """,
                _hash(browser),
                now,
            )
        )

    async def take_word(self, browser: str, now: datetime) -> PortalWord | None:
        return _word(
            await self._connection.fetchrow(
                """
                delete from portal_word w using portal p
                where p.id = w.portal_id and w.browser_hash = $1 and w.expires_at > $2
                returning w.portal_id, w.said, p.name_ru, p.name_en
                """,
                _hash(browser),
                now,
            )
        )

    async def take_new(self, limit: int) -> list[KeptCase]:
        rows = await self._connection.fetch(
            f"{_CASE} where c.diagnosed_at is null order by c.id limit $1 for update of c skip locked", limit
        )
        return [_kept(row) for row in rows]

    async def look_up(self, said: Said, claimed: Claimed) -> LookedUp:
        students = await self._students(claimed)
        emails = [key for email in said.emails if (key := address_key(email)) is not None]
        phones = [key for phone in said.phones if (key := phone_key(phone)) is not None]
        rows = await self._connection.fetch(
            f"select distinct coalesce(p.merged_into, p.id) as id from ({_REACHED}) r join person p on p.id = r.id",
            emails,
            phones,
            claimed.name.family,
            claimed.name.given,
            list(students),
            said.snils,
        )
        people = await self._candidates([row["id"] for row in rows])
        schools = {one.school for one in people} | set(students.values())
        only = await self._connection.fetchval(
            "select case when count(*) = 1 then min(id) end from school where ended_at is null"
        )
        return LookedUp(people, students, schools.pop() if len(schools) == 1 else only)

    async def _students(self, claimed: Claimed) -> dict[int, int]:
        """Returns the students whom somebody names, each with the school."""
        if claimed.child is None or claimed.class_ is None:
            return {}
        rows = await self._connection.fetch(
            f"""
            select e.student_id, e.school_id, k.name
            from person p
            join class_enrolment_now e on e.student_id = p.id
            join class k on k.id = e.class_id
            where name_key(p.family_name) = name_key($1) and name_key(p.given_name) = name_key($2)
            order by p.id limit {MANY}
            """,
            claimed.child.family,
            claimed.child.given,
        )
        wanted = class_key(claimed.class_)
        return {row["student_id"]: row["school_id"] for row in rows if class_key(row["name"]) == wanted}

    async def candidate(self, person: int) -> Candidate | None:
        return next(iter(await self._candidates([person])), None)

    async def _candidates(self, people: Collection[int]) -> list[Candidate]:
        rows = await self._connection.fetch(
            f"""
            select p.id, {RECORDS},
                   (a.changed_at at time zone h.zone)::date as signs_in_since,
                   a.password_hash is not null as has_password,
                   array(select distinct r.role::text from role_now r where r.person_id = p.id) as roles,
                   (select max(least(r.until_day, (r.ended_at at time zone h.zone)::date)) from role r
                    where r.person_id = p.id) as until_day,
                   h.school_id,
                   (select coalesce(json_agg(json_build_array(
                        g.student_id,
                        exists (select from guardianship_now n
                                where n.guardian_id = g.guardian_id and n.student_id = g.student_id),
                        (select o.day from (values (least(g.until_day, (g.ended_at at time zone h.zone)::date))) o (day)
                         where o.day <= (now() at time zone h.zone)::date),
                        g.restricted and g.ended_at is null)), '[]')::text
                    from guardianship g where g.guardian_id = p.id) as follows,
                   (i.made_at at time zone h.zone)::date as invited, (i.used_at at time zone h.zone)::date as used,
                   i.ended_at is null and i.used_at is null and i.expires_at > now() as is_live
            from person p
            cross join lateral (
                select r.school_id, s.zone from role r join school s on s.id = r.school_id
                where r.person_id = p.id order by stands(r.ended_at) desc, r.id desc limit 1) h
            left join account a on a.person_id = p.id
            left join lateral (select * from invitation i where i.person_id = p.id order by i.id desc limit 1) i on true
            where p.id = any($1::bigint[])
            order by p.id
            """,
            list(people),
        )
        return [_candidate(row) for row in rows]

    async def keep(self, case: int, diagnosis: Diagnosis, school: int | None, code_hash: bytes, at: datetime) -> None:
        await self._connection.execute(
            """
            update sign_in_case
            set cause = $2, shown = $3, person_id = $4, student_id = $5, other_id = $6, day = $7, field = $8,
                school_id = $9, code_hash = $10, diagnosed_at = $11
            where id = $1
            """,
            case,
            diagnosis.cause,
            diagnosis.shown,
            diagnosis.person,
            diagnosis.student,
            diagnosis.other,
            diagnosis.day,
            diagnosis.field,
            school,
            code_hash,
            at,
        )

    async def find(self, case: int) -> KeptCase | None:
        row = await self._connection.fetchrow(f"{_CASE} where c.id = $1 and c.expires_at > now()", case)
        return row and _kept(row)

    async def count_wrong_code(self, case: int) -> None:
        await self._connection.execute("update sign_in_case set wrong_codes = wrong_codes + 1 where id = $1", case)

    async def ask_school(self, case: int, at: datetime) -> None:
        await self._connection.execute(
            "update sign_in_case set asked_at = $2 where id = $1 and asked_at is null", case, at
        )

    async def waiting(self, school: int, limit: int) -> list[KeptCase]:
        rows = await self._connection.fetch(
            f"""
            {_CASE}
            where c.school_id = $1 and c.asked_at is not null and c.person_id is not null and c.expires_at > now()
            order by c.closed_at is not null, c.asked_at, c.id limit $2
            """,
            school,
            limit,
        )
        return [_kept(row) for row in rows]

    async def close(self, case: int, by: int | None, outcome: str, at: datetime) -> bool:
        done: str = await self._connection.execute(
            "update sign_in_case set closed_at = $4, closed_by = $2, outcome = $3 where id = $1 and closed_at is null",
            case,
            by,
            outcome,
            at,
        )
        return not done.endswith(" 0")

    async def forget(self, at: datetime) -> None:
        await self._connection.execute("delete from sign_in_case where expires_at <= $1", at)
        await self._connection.execute("delete from portal_word where expires_at <= $1", at)


def _candidate(row: asyncpg.Record) -> Candidate:
    follows = [
        Following(student, is_open, date.fromisoformat(until) if until else None, restricted)
        for student, is_open, until, restricted in json.loads(row["follows"])
    ]
    roles = frozenset(Role(role) for role in row["roles"])
    known = known_of(row, is_pupil=roles == {Role.STUDENT}, children={one.student for one in follows})
    since, invited = row["signs_in_since"], row["invited"]
    return Candidate(
        known,
        school=row["school_id"],
        roles=roles,
        until_day=row["until_day"],
        follows=tuple(follows),
        sign_in=since and SignInFacts(since, "password" if row["has_password"] else "passkey"),
        invitation=invited and InvitationFacts(invited, row["used"], is_live=row["is_live"]),
    )


def _written(claimed: Claimed) -> str:
    return json.dumps(
        {
            "who": claimed.who,
            "name": claimed.name.model_dump(),
            "child": claimed.child and claimed.child.model_dump(),
            "class": claimed.class_,
            "sees": claimed.sees,
        },
        ensure_ascii=False,
    )


def _read(text: str) -> Claimed:
    claimed = json.loads(text)
    child = claimed["child"]
    return Claimed(
        Who(claimed["who"]),
        Name.model_validate(claimed["name"]),
        None if child is None else Name.model_validate(child),
        claimed["class"],
        Sees(claimed["sees"]),
    )


def _written_said(said: Said) -> str:
    return json.dumps(
        {
            "name": said.name.model_dump(),
            "emails": said.emails,
            "phones": said.phones,
            "snils": said.snils,
            "birth_day": said.birth_day and said.birth_day.isoformat(),
        },
        ensure_ascii=False,
    )


def _read_said(text: str) -> Said:
    said = json.loads(text)
    born = said["birth_day"]
    return Said(
        Name.model_validate(said["name"]),
        tuple(said["emails"]),
        tuple(said["phones"]),
        said["snils"],
        born and date.fromisoformat(born),
    )


def _word(row: asyncpg.Record | None) -> PortalWord | None:
    if row is None:
        return None
    return PortalWord(row["portal_id"], PortalName(ru=row["name_ru"], en=row["name_en"]), _read_said(row["said"]))


def _hash(browser: str) -> bytes:
    return hashlib.sha256(browser.encode()).digest()


def _kept(row: asyncpg.Record) -> KeptCase:
    diagnosis = None
    if row["cause"] is not None:
        diagnosis = Diagnosis(
            Cause(row["cause"]),
            Cause(row["shown"]),
            row["person_id"],
            row["student_id"],
            row["other_id"],
            row["day"],
            row["field"] and Missing(row["field"]),
        )
    return KeptCase(
        id=row["id"],
        school=row["school_id"],
        address=row["address"],
        portal=None if row["said"] is None else PortalName(ru=row["name_ru"], en=row["name_en"]),
        said=row["said"] and _read_said(row["said"]),
        language=row["language"],
        claimed=_read(row["claimed"]),
        code_hash=row["code_hash"],
        wrong_codes=row["wrong_codes"],
        made_at=row["made_at"],
        expires_at=row["expires_at"],
        diagnosis=diagnosis,
        asked_at=row["asked_at"],
        closed_at=row["closed_at"],
        outcome=row["outcome"],
    )
