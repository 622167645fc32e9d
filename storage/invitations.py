"""Invitations: `channels.invitations.ports`."""

import itertools
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime

import asyncpg

from channels.contact_details import phone_key
from channels.invitations.model import InvitedChild, Medium
from channels.invitations.names import sign_in_names
from channels.invitations.ports import (
    Belonging,
    GivenAccount,
    Invitee,
    KeptInvitation,
    NewInvitation,
)
from channels.people import ClassRef, Name, Role, SchoolRef
from channels.policy import InviteeRights
from storage.contact_details import REACHED, SHARING, typed_keys
from storage.logins import forget_logins
from storage.passkeys import end_passkeys
from storage.people import name
from storage.pool import Connection
from storage.portals import end_portal_accounts

_INVITATION = """
    i.id, i.school_id, i.person_id, i.medium, i.made_at, i.expires_at, i.opened_at, i.used_at, i.ended_at,
    coalesce(d.state, 'accepted') = 'accepted' as is_carried,
    i.made_by is null and i.medium <> 'paper' as is_asked,
    i.bounced_at is not null or coalesce(d.state, '') in ('failed', 'dropped') as has_bounced
"""

# The classes of the student {student} at the school `$1`, now or to come.
_CLASSES = """
    select coalesce(json_agg(distinct jsonb_build_array(k.id, k.name, k.grade)), '[]')::text
    from class_enrolment_days e join class k on k.id = e.class_id and k.school_id = $1 and stands(k.ended_at)
    where e.student_id = {student} and e.until_day > $3
"""

# A role `r` of today or of days to come.
_STANDING = "stands(r.ended_at) and coalesce(r.until_day, 'infinity') > "


class PostgresInvitations:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def invitees(self, school: int, people: Collection[int], today: date) -> Mapping[int, Invitee]:
        rows = await self._connection.fetch(
            f"""
            select p.id, p.family_name, p.given_name, p.middle_name, p.username, a.name as login, a.changed_at,
                   case when m.confirmed_at is not null then m.address else p.email end as address,
                   coalesce(m.refused_at is not null
                            and (m.confirmed_at is not null or lower(m.address) = lower(p.email)), false)
                       as refuses_mail,
                   p.phone,
                   coalesce(s.language, 'ru') as language,
                   array(select distinct r.role::text || '@' || r.school_id from role r
                         where r.person_id = p.id and {_STANDING} $3) as roles,
                   ({_CLASSES.format(student="p.id")}) as classes,
                   (select coalesce(json_agg(jsonb_build_array(
                               c.family_name, c.given_name, c.middle_name, ({_CLASSES.format(student="c.id")}))
                               order by c.family_name, c.given_name, c.id), '[]')::text
                    from person c
                    where stands(c.ended_at) and c.id in ({_followed("p.id")})) as children
            from person p
            left join account a on a.person_id = p.id
            left join mailbox m on m.person_id = p.id
            left join notice_setting s on s.person_id = p.id
            where p.id = any($2::bigint[]) and stands(p.ended_at)
              and exists (select from role r where r.person_id = p.id and r.school_id = $1 and {_STANDING} $3)
            """,
            school,
            list(people),
            today,
        )
        latest = await self._latest(school, [row["id"] for row in rows])
        return {row["id"]: _invitee(row, latest.get(row["id"])) for row in rows}

    async def _latest(self, school: int, people: Sequence[int]) -> Mapping[int, KeptInvitation]:
        rows = await self._connection.fetch(
            f"""
            select {_INVITATION}
            from unnest($2::bigint[]) p (id)
            cross join lateral (
                select * from invitation i where i.person_id = p.id and i.school_id = $1 order by i.id desc limit 1) i
            left join dispatch d on d.id = i.dispatch_id
            """,
            school,
            people,
        )
        return {row["person_id"]: _kept(row) for row in rows}

    async def school(self, school: int) -> SchoolRef:
        row = await self._connection.fetchrow("select id, name, zone from school where id = $1", school)
        assert row is not None
        return SchoolRef(id=row["id"], name=row["name"], zone=row["zone"])

    async def class_of(self, class_: int) -> tuple[int, ClassRef] | None:
        row = await self._connection.fetchrow(
            "select id, school_id, name, grade from class where id = $1 and stands(ended_at)", class_
        )
        if row is None:
            return None
        return row["school_id"], ClassRef(id=row["id"], name=row["name"], grade=row["grade"])

    async def people_of_class(self, class_: int, today: date) -> list[Belonging]:
        rows = await self._connection.fetch(
            """
            select s.id as student_id, g.guardian_id, g.relation::text as relation
            from person s
            left join lateral (
                select g.guardian_id, min(g.relation) as relation from guardianship g
                where g.student_id = s.id and stands(g.ended_at) and coalesce(g.until_day, 'infinity') > $2
                  and not exists (select from restriction_now x
                                  where x.student_id = s.id and x.guardian_id = g.guardian_id)
                group by g.guardian_id) g on true
            left join person p on p.id = g.guardian_id
            where s.id in (select e.student_id from class_enrolment_days e where e.class_id = $1 and e.until_day > $2)
            order by s.family_name, s.given_name, s.id, g.relation, p.family_name, p.given_name, p.id
            """,
            class_,
            today,
        )
        return [Belonging(row["student_id"], row["guardian_id"], row["relation"]) for row in rows]

    async def staff(self, school: int, today: date) -> list[int]:
        rows = await self._connection.fetch(
            f"""
            select p.id from person p
            where stands(p.ended_at)
              and exists (select from role r
                          where r.person_id = p.id and r.school_id = $1 and is_staff(r.role) and {_STANDING} $2)
            order by p.family_name, p.given_name, p.id
            """,
            school,
            today,
        )
        return [row["id"] for row in rows]

    async def add(
        self,
        school: int,
        made: Sequence[NewInvitation],
        medium: Medium,
        by: int | None,
        at: datetime,
        expires_at: datetime,
    ) -> Mapping[int, int]:
        people = [one.person for one in made]
        # of two who invite somebody at once the later one waits, and replaces what the first has made
        await self._connection.execute(
            "select from person where id = any($1::bigint[]) order by id for no key update", people
        )
        await self.end(school, people, at)
        rows = await self._connection.fetch(
            """
            insert into invitation
                (school_id, person_id, medium, token_hash, code_hash, made_by, made_at, expires_at)
            select $1, p.id, $5, p.token_hash, p.code_hash, $6, $7, $8
            from unnest($2::bigint[], $3::bytea[], $4::bytea[]) as p (id, token_hash, code_hash)
            returning id, person_id
            """,
            school,
            people,
            [one.token_hash for one in made],
            [one.code_hash for one in made],
            medium.value,
            by,
            at,
            expires_at,
        )
        return {row["person_id"]: row["id"] for row in rows}

    async def set_dispatch(self, invitation: int, dispatch: int) -> None:
        await self._connection.execute("update invitation set dispatch_id = $2 where id = $1", invitation, dispatch)

    async def end(self, school: int, people: Collection[int], at: datetime) -> None:
        await self._connection.execute(
            """
            update invitation set ended_at = $3
            where school_id = $1 and person_id = any($2::bigint[]) and used_at is null and ended_at is null
            """,
            school,
            list(people),
            at,
        )

    async def get(self, invitation: int) -> KeptInvitation | None:
        row = await self._connection.fetchrow(
            f"select {_INVITATION} from invitation i left join dispatch d on d.id = i.dispatch_id where i.id = $1",
            invitation,
        )
        return row and _kept(row)

    async def find(self, *, token_hash: bytes | None = None, code_hash: bytes | None = None) -> KeptInvitation | None:
        column, wanted = ("token_hash", token_hash) if token_hash is not None else ("code_hash", code_hash)
        row = await self._connection.fetchrow(
            f"""
            select {_INVITATION} from invitation i left join dispatch d on d.id = i.dispatch_id
            where i.{column} = $1
            """,
            wanted,
        )
        return row and _kept(row)

    async def open(self, invitation: int, at: datetime) -> None:
        await self._connection.execute(
            "update invitation set opened_at = $2 where id = $1 and opened_at is null", invitation, at
        )

    async def use(self, invitation: int, at: datetime) -> bool:
        return bool(
            await self._connection.fetchval(
                """
                update invitation set used_at = $2
                where id = $1 and used_at is null and ended_at is null and expires_at > $2 returning true
                """,
                invitation,
                at,
            )
        )

    async def give_account(self, invitee: Invitee, password_hash: str | None) -> GivenAccount:
        login: str | None = await self._connection.fetchval(
            "update account set password_hash = $2, changed_at = now() where person_id = $1 returning name",
            invitee.person,
            password_hash,
        )
        if login is not None:
            await end_passkeys(self._connection, invitee.person)
            await end_portal_accounts(self._connection, invitee.person)
            return GivenAccount(login, await forget_logins(self._connection, invitee.person))
        for wanted in await self._names(invitee):
            login = await self._connection.fetchval(
                """
                insert into account (person_id, name, password_hash) values ($1, $2, $3)
                on conflict ((lower(name))) do nothing returning name
                """,
                invitee.person,
                wanted,
                password_hash,
            )
            if login is not None:
                break
        assert login is not None
        return GivenAccount(login, [])

    async def ask(self, typed: str, at: datetime) -> None:
        await self._connection.execute("insert into invitation_request (typed, asked_at) values ($1, $2)", typed, at)

    async def take_asked(self, limit: int) -> list[str]:
        rows = await self._connection.fetch(
            """
            delete from invitation_request where id in (
                select id from invitation_request order by id limit $1 for update skip locked)
            returning id, typed
            """,
            limit,
        )
        return [row["typed"] for row in sorted(rows, key=lambda row: row["id"])]

    async def reached(self, typed: str) -> list[tuple[int, int]]:
        rows = await self._connection.fetch(
            f"""
            {REACHED}
            select p.id, min(r.school_id) as school_id from reached x
            join person p on p.id = x.id and stands(p.ended_at)
            join role_now r on r.person_id = p.id
            group by p.id order by p.id
            """,
            *typed_keys(typed),
        )
        return [(row["id"], row["school_id"]) for row in rows] if len(rows) <= SHARING else []

    async def sent_to(self, invitation: int) -> str | None:
        address: str | None = await self._connection.fetchval(
            "select d.note ->> 'address' from invitation i join dispatch d on d.id = i.dispatch_id where i.id = $1",
            invitation,
        )
        return address

    async def confirm_phone(self, person: int, phone_key: str, at: datetime) -> None:
        await self._connection.execute(
            """
            insert into confirmed_telephone (person_id, phone_key, confirmed_at) values ($1, $2, $3)
            on conflict (person_id) do update set phone_key = $2, confirmed_at = $3
            """,
            person,
            phone_key,
            at,
        )

    async def free_login(self, invitee: Invitee) -> str:
        return next(iter(await self._names(invitee)))

    async def _names(self, invitee: Invitee) -> Iterator[str]:
        """Returns names for somebody, the best first, without those that are taken."""
        tried = list(itertools.islice(sign_in_names(invitee.name, invitee.username), 50))
        taken = await self._connection.fetch(
            "select lower(name) as name from account where lower(name) = any($1::text[])",
            [one.lower() for one in tried],
        )
        known = {row["name"] for row in taken}
        return (one for one in sign_in_names(invitee.name, invitee.username) if one.lower() not in known)

    async def bounce(self, dispatch: int, at: datetime) -> bool:
        done: str = await self._connection.execute(
            "update invitation set bounced_at = $2 where dispatch_id = $1", dispatch, at
        )
        return not done.endswith(" 0")


def _followed(guardian: str) -> str:
    """Returns a query of the students of the school `$1` whom an adult follows, now or on days to come."""
    return f"""
        select g.student_id from guardianship g
        where g.guardian_id = {guardian} and stands(g.ended_at) and coalesce(g.until_day, 'infinity') > $3
          and not exists (select from restriction_now x
                          where x.student_id = g.student_id and x.guardian_id = g.guardian_id)
          and exists (select from role r
                      where r.person_id = g.student_id and r.school_id = $1 and r.role = 'student' and {_STANDING} $3)
    """


def _invitee(row: asyncpg.Record, latest: KeptInvitation | None) -> Invitee:
    classes, children = _classes(row["classes"]), []
    followed = set()
    for family, given, middle, told in json.loads(row["children"]):
        theirs = _classes(told)
        followed |= {one.id for one in theirs}
        child = InvitedChild(given=given, class_=theirs[0].name if theirs else None)
        children.append((Name(family=family, given=given, middle=middle), child))
    roles = [told.split("@") for told in row["roles"]]
    rights = InviteeRights(
        roles=frozenset((Role(role), int(school)) for role, school in roles),
        classes=frozenset({one.id for one in classes} | followed),
        signs_in=row["login"] is not None,
    )
    return Invitee(
        person=row["id"],
        name=name(row),
        rights=rights,
        classes=classes,
        children=children,
        address=row["address"],
        refuses_mail=row["refuses_mail"],
        phone=row["phone"] if row["phone"] is not None and phone_key(row["phone"]) is not None else None,
        language=row["language"],
        login=row["login"],
        username=row["username"],
        signs_in_since=row["changed_at"],
        latest=latest,
    )


def _classes(told: str) -> list[ClassRef]:
    return [ClassRef(id=number, name=named, grade=grade) for number, named, grade in json.loads(told)]


def _kept(row: asyncpg.Record) -> KeptInvitation:
    return KeptInvitation(
        id=row["id"],
        school=row["school_id"],
        person=row["person_id"],
        medium=Medium(row["medium"]),
        made_at=row["made_at"],
        expires_at=row["expires_at"],
        is_carried=row["is_carried"],
        has_bounced=row["has_bounced"],
        is_asked=row["is_asked"],
        opened_at=row["opened_at"],
        used_at=row["used_at"],
        ended_at=row["ended_at"],
    )
