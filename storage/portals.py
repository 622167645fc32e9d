"""Portals, whom they know, and visits to them: `channels.portals.ports`."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

import asyncpg

from channels.matching.model import Known
from channels.portals.ports import Detail, KeptPortal, PortalAccount, PortalSettings, Visit
from storage.known_people import RECORDS, known_of
from storage.pool import Connection

_PORTAL = """
    select id, school_id, name_ru, name_en, issuer, client_id, client_secret, scopes, claims, roles::text[] as roles,
           contacts_verified, matches, is_on, away_since, changed_subjects_at
    from portal where ended_at is null
"""
_ACCOUNT = """
    select a.id, a.portal_id, a.subject, coalesce(p.merged_into, a.person_id) as person_id, a.bound_at, a.used_at
    from portal_account a
    join portal o on o.id = a.portal_id and o.ended_at is null
    join person p on p.id = a.person_id and stands(p.ended_at)
    where a.ended_at is null
"""
# The roles in force of a person for which the portal `o` is.
_FOR = "r.role = any(o.roles) and (o.school_id is null or r.school_id = o.school_id)"
LOGOUTS = 10_000  # orders kept of one portal; a flood of them is one of the portal's own


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


class PostgresPortals:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def all_on(self) -> list[KeptPortal]:
        rows = await self._connection.fetch(f"{_PORTAL} and is_on order by name_ru, id")
        return [_kept(row) for row in rows]

    async def of_school(self, school: int) -> list[KeptPortal]:
        rows = await self._connection.fetch(f"{_PORTAL} and (school_id is null or school_id = $1) order by id", school)
        return [_kept(row) for row in rows]

    async def get(self, portal: int) -> KeptPortal | None:
        row = await self._connection.fetchrow(f"{_PORTAL} and id = $1", portal)
        return None if row is None else _kept(row)

    async def add(self, school: int | None, issuer: str, new: PortalSettings, at: datetime) -> int | None:
        number: int | None = await self._connection.fetchval(
            """
            insert into portal (school_id, issuer, made_at, name_ru, name_en, client_id, client_secret, scopes, claims,
                                roles, contacts_verified, matches, is_on)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9::json, $10::text[]::role_name[], $11, $12, $13)
            on conflict do nothing returning id
            """,
            school,
            issuer,
            at,
            *_columns(new),
        )
        return number

    async def change(self, portal: int, new: PortalSettings) -> None:
        await self._connection.execute(
            """
            update portal set name_ru = $2, name_en = $3, client_id = $4, client_secret = $5, scopes = $6,
                claims = $7::json, roles = $8::text[]::role_name[], contacts_verified = $9, matches = $10, is_on = $11
            where id = $1
            """,
            portal,
            *_columns(new),
        )

    async def end(self, portal: int, at: datetime) -> None:
        await self._connection.execute("update portal set ended_at = $2, client_secret = '' where id = $1", portal, at)
        await self._connection.execute(
            "update portal_account set ended_at = $2 where portal_id = $1 and ended_at is null", portal, at
        )
        await self._connection.execute("delete from portal_visit where portal_id = $1", portal)

    async def set_away(self, portal: int, since: datetime | None) -> None:
        await self._connection.execute(
            """
            update portal set away_since = case when $2::timestamptz is null then null else coalesce(away_since, $2) end
            where id = $1 and (away_since is null) <> ($2::timestamptz is null)
            """,
            portal,
            since,
        )

    async def note_changed_subjects(self, portal: int, at: datetime | None) -> None:
        await self._connection.execute("update portal set changed_subjects_at = $2 where id = $1", portal, at)

    async def keep_visit(self, state: str, browser: str, visit: Visit, until: datetime) -> None:
        await self._connection.execute(
            """
            insert into portal_visit (state_hash, browser_hash, expires_at, portal_id, purpose, about, by_link, shared,
                                      next, nonce, verifier, redirect_uri)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            _hash(state),
            _hash(browser),
            until,
            visit.portal,
            visit.purpose,
            visit.about,
            visit.by_link,
            visit.shared,
            visit.next,
            visit.nonce,
            visit.verifier,
            visit.redirect_uri,
        )

    async def take_visit(self, state: str, browser: str, now: datetime) -> Visit | None:
        row = await self._connection.fetchrow(
            """
            delete from portal_visit where state_hash = $1 and browser_hash = $2 and expires_at > $3
            returning portal_id, purpose, about, by_link, shared, next, nonce, verifier, redirect_uri
            """,
            _hash(state),
            _hash(browser),
            now,
        )
        return None if row is None else Visit(row["portal_id"], *tuple(row)[1:])

    async def forget(self, now: datetime) -> None:
        await self._connection.execute("delete from portal_visit where expires_at <= $1", now)
        await self._connection.execute("delete from portal_logout where expires_at <= $1", now)

    async def account(self, portal: int, subject: str) -> PortalAccount | None:
        row = await self._connection.fetchrow(f"{_ACCOUNT} and a.portal_id = $1 and a.subject = $2", portal, subject)
        return None if row is None else _account(row)

    async def accounts_of(self, person: int) -> list[PortalAccount]:
        rows = await self._connection.fetch(f"{_ACCOUNT} and a.person_id = $1 order by a.id", person)
        return [_account(row) for row in rows]

    async def bind(self, portal: int, subject: str, person: int, at: datetime) -> int | None:
        number: int | None = await self._connection.fetchval(
            """
            insert into portal_account (portal_id, subject, person_id, bound_at, used_at) values ($1, $2, $3, $4, $4)
            on conflict do nothing returning id
            """,
            portal,
            subject,
            person,
            at,
        )
        return number

    async def use(self, account: int, at: datetime) -> None:
        await self._connection.execute("update portal_account set used_at = $2 where id = $1", account, at)

    async def unbind(self, person: int, portal: int, at: datetime) -> bool:
        return bool(
            await self._connection.fetchval(
                """
                update portal_account set ended_at = $3
                where person_id = $1 and portal_id = $2 and ended_at is null returning true
                """,
                person,
                portal,
                at,
            )
        )

    async def lets_in(self, portal: int, person: int) -> bool:
        return bool(
            await self._connection.fetchval(
                f"""
                select true from portal o join role_now r on r.person_id = $2 and {_FOR}
                where o.id = $1 and o.ended_at is null limit 1
                """,
                portal,
                person,
            )
        )

    async def sharing(self, portal: int, addresses: Collection[str], phones: Collection[str]) -> list[Known]:
        rows = await self._connection.fetch(
            f"""
            with reached as (
                select coalesce(merged_into, id) as id from person where lower(email) = any($2::text[])
                union select coalesce(merged_into, id) from person
                      where phone is not null and right(regexp_replace(phone, '\\D', '', 'g'), 10) = any($3::text[])
                union select person_id from mailbox
                      where lower(address) = any($2::text[]) and confirmed_at is not null
                union select o.merged_into from mailbox m join person o on o.id = m.person_id
                      where lower(m.address) = any($2::text[]) and m.confirmed_at is not null
            )
            select p.id, c.children,
                   {RECORDS},
                   exists (select from role_now r where r.person_id = p.id and r.role = 'student') as is_student
            from reached x
            join person p on p.id = x.id and stands(p.ended_at)
            cross join lateral (
                select array(select distinct g.student_id from guardianship g
                             where g.guardian_id = p.id and stands(g.ended_at)) as children) c
            where exists (select from portal o join role_now r on r.person_id = p.id
                              and (o.school_id is null or r.school_id = o.school_id)
                          where o.id = $1 and o.ended_at is null)
            order by p.id
            """,
            portal,
            list(addresses),
            list(phones),
        )
        return [
            replace(
                known_of(row, is_pupil=row["is_student"] and not row["children"], children=row["children"]), snils=None
            )
            for row in rows
        ]

    async def may_match(self, portal: int, person: int) -> bool:
        return bool(
            await self._connection.fetchval(
                f"""
                select true from portal o join role_now r on r.person_id = $2 and {_FOR}
                where o.id = $1 and o.ended_at is null
                  and (o.school_id is null or not exists (
                      select from role_now x where x.person_id = $2 and x.school_id <> o.school_id))
                limit 1
                """,
                portal,
                person,
            )
        )

    async def school_of(self, portal: int, person: int) -> int:
        school: int = await self._connection.fetchval(
            f"select min(r.school_id) from portal o join role_now r on r.person_id = $2 and {_FOR} where o.id = $1",
            portal,
            person,
        )
        return school

    async def has_account(self, person: int) -> bool:
        return bool(await self._connection.fetchval("select exists (select from account where person_id = $1)", person))

    async def session_of(self, login: int) -> PortalAccount | None:
        row = await self._connection.fetchrow(
            f"{_ACCOUNT} and a.id = (select l.portal_account_id from portal_login l where l.login_id = $1)", login
        )
        return None if row is None else _account(row)

    async def take_logout(self, portal: int, token: str, until: datetime) -> bool:
        return bool(
            await self._connection.fetchval(
                """
                insert into portal_logout (portal_id, token_hash, expires_at) select $1, $2, $3
                where (select count(*) from portal_logout where portal_id = $1) < $4
                on conflict do nothing returning true
                """,
                portal,
                _hash(token),
                until,
                LOGOUTS,
            )
        )

    async def end_logins(self, portal: int, subject: str | None, session_id: str | None) -> list[int]:
        rows = await self._connection.fetch(
            """
            update login l set ended_at = now()
            from portal_login s join portal_account a on a.id = s.portal_account_id
            where s.login_id = l.id and l.ended_at is null and a.portal_id = $1
              and ($2::text is null or a.subject = $2) and ($3::text is null or s.session_id = $3)
              and ($2::text is not null or $3::text is not null)
            returning l.id
            """,
            portal,
            subject,
            session_id,
        )
        return [row["id"] for row in rows]

    async def passwords_off(self, school: int) -> list[str]:
        rows = await self._connection.fetch(
            "select role::text from password_off where school_id = $1 order by role", school
        )
        return [row["role"] for row in rows]

    async def takes_password(self, person: int) -> bool:
        return not await self._connection.fetchval("select signs_in_without_password($1)", person)

    async def takes_passwords(self) -> bool:
        return bool(
            await self._connection.fetchval(
                """
                select count(*) = 0 or bool_or(exists (
                    select unnest(enum_range(null::role_name))
                    except select f.role from password_off f where f.school_id = s.id))
                from school s where stands(s.ended_at)
                """
            )
        )

    async def set_passwords_off(self, school: int, roles: Collection[str], by: int, at: datetime) -> None:
        await self._connection.execute("delete from password_off where school_id = $1", school)
        await self._connection.execute(
            """
            insert into password_off (school_id, role, set_by, set_at)
            select $1, unnest($2::text[])::role_name, $3, $4
            """,
            school,
            sorted(set(roles)),
            by,
            at,
        )

    async def lets_admin_in(self, school: int) -> bool:
        return bool(
            await self._connection.fetchval(
                """
                select true from role_now r
                join portal_account a on a.person_id = r.person_id and a.ended_at is null
                join portal o on o.id = a.portal_id and o.ended_at is null and o.is_on
                    and r.role = any(o.roles) and (o.school_id is null or o.school_id = r.school_id)
                where r.school_id = $1 and r.role = 'admin' limit 1
                """,
                school,
            )
        )

    async def administers_all(self, person: int) -> bool:
        return bool(
            await self._connection.fetchval(
                """
                select not exists (
                    select from school s where stands(s.ended_at) and not exists (
                        select from role_now r
                        where r.person_id = $1 and r.school_id = s.id and r.role = 'admin'))
                """,
                person,
            )
        )


async def end_portal_accounts(connection: Connection, person: int) -> None:
    """Ends what portals know somebody by whose way in the school has made anew."""
    await connection.execute(
        "update portal_account set ended_at = now() where person_id = $1 and ended_at is null", person
    )


def _columns(new: PortalSettings) -> tuple[object, ...]:
    return (
        new.name_ru,
        new.name_en,
        new.client_id,
        new.client_secret,
        list(new.scopes),
        json.dumps({detail.value: name for detail, name in new.claims.items()}),
        list(new.roles),
        new.contacts_verified,
        new.matches,
        new.is_on,
    )


def _kept(row: asyncpg.Record) -> KeptPortal:
    return KeptPortal(
        id=row["id"],
        school=row["school_id"],
        issuer=row["issuer"],
        settings=PortalSettings(
            row["name_ru"],
            row["name_en"],
            row["client_id"],
            row["client_secret"],
            row["scopes"],
            {Detail(detail): name for detail, name in json.loads(row["claims"]).items()},
            row["roles"],
            row["contacts_verified"],
            row["matches"],
            row["is_on"],
        ),
        away_since=row["away_since"],
        changed_subjects_at=row["changed_subjects_at"],
    )


def _account(row: asyncpg.Record) -> PortalAccount:
    return PortalAccount(row["id"], row["portal_id"], row["subject"], row["person_id"], row["bound_at"], row["used_at"])
