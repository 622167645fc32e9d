"""Accounts (names and passwords to sign in with) and logins (one sign-in on one device)."""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg

from channels.people import Name
from channels.portals.ports import PortalSession
from storage.contact_details import REACHED, SHARING, typed_keys
from storage.people import name
from storage.pool import Connection
from storage.second_factors import notice_due

LIFE = timedelta(days=30)  # a login unused for so long ends: the device forgets it after 30 days as well
STAFF_LIFE = timedelta(days=14)  # of who works at a school, and sees more than their own
SHARED_LIFE = timedelta(hours=1)  # on a shared computer
LONGEST, STAFF_LONGEST = timedelta(days=365), timedelta(days=90)  # however often it is used
# A token is good for so long after the next one was made: other tabs have sent requests with it.
OVERLAP = timedelta(minutes=1)
SEEN_EVERY = timedelta(minutes=10)  # precision of `seen_at`: a write for each request would be waste


@dataclass(frozen=True, slots=True)
class Login:
    """A live login. `is_limited`: its person may do nothing before a second factor is set up.

    `is_outdated`: rights or proofs of its person have changed since its token was made.
    """

    id: int
    person: int
    is_limited: bool = False
    is_outdated: bool = False


@dataclass(frozen=True, slots=True)
class RenewedToken:
    """The new token of a login. `shared`: on a shared computer."""

    token: str
    shared: bool


@dataclass(frozen=True, slots=True)
class LiveLogin:
    """One sign-in on one device. `agent` is the `User-Agent` it began with; `shared`: on a shared computer."""

    id: int
    agent: str
    started_at: datetime
    seen_at: datetime
    shared: bool


@dataclass(frozen=True, slots=True)
class Account:
    """A sign-in of somebody; without a password hash they have passkeys only."""

    person: int
    password_hash: str | None
    name: Name


@dataclass(frozen=True, slots=True)
class OwnAccount(Account):
    """Account with what a password of it must not be made of: the names of the person and the account."""

    changed_at: datetime
    names: list[str]


# When a login of the person `$1` ends that is used at `at` and was begun at `begun`; `shared`: on a shared computer.
_EXPIRES = """
    (select least(
        {at} + case when {shared} then $2::interval when staff then $3::interval else $4::interval end,
        {begun} + case when staff then $5::interval else $6::interval end)
    from (select exists (select from role_now r where r.person_id = $1 and is_staff(r.role)) as staff) s)
"""
# Whether the person of a login `l` may do nothing before a second factor is set up.
_IS_LIMITED = """
    coalesce((select case when a.second_factor_due_at <= now() then lacks_second_factor(a.person_id) end
              from account a where a.person_id = l.person_id), false)
"""
_LIVES = (SHARED_LIFE, STAFF_LIFE, LIFE, STAFF_LONGEST, LONGEST)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


async def forget_logins(connection: Connection, person: int, *, but: int | None = None) -> list[int]:
    """Ends the logins of a person, `but` one, and forgets the person's known devices; returns those that ended."""
    await connection.execute("delete from known_device where person_id = $1", person)
    return await end_logins(connection, person, but)


async def end_logins(connection: Connection, person: int, but: int | None = None) -> list[int]:
    """Ends the logins of a person, `but` one; returns those that ended."""
    rows = await connection.fetch(
        """
        update login set ended_at = now()
        where person_id = $1 and ended_at is null and id is distinct from $2 returning id
        """,
        person,
        but,
    )
    return [row["id"] for row in rows]


class PostgresLogins:
    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def accounts(self, typed: str) -> list[Account]:
        """Returns the account with this name, in any case; or those whose people have this address or number.

        At most `SHARING`: a contact that more people have is nobody's. People who have left have none. Whose schools
        let nobody of their roles in by a password has none that counts.
        """
        rows = await self._pool.fetch(
            f"""
            {REACHED}
            select a.person_id,
                   case when not signs_in_without_password(a.person_id) then a.password_hash end as password_hash,
                   p.family_name, p.given_name, p.middle_name
            from reached r
            join account a on a.person_id = r.id
            join person p on p.id = r.id and p.ended_at is null
            order by a.person_id
            """,
            *typed_keys(typed),
        )
        if len(rows) > SHARING:
            return []
        return [Account(row["person_id"], row["password_hash"], name(row)) for row in rows]

    async def own_account(self, person: int) -> OwnAccount | None:
        row = await self._pool.fetchrow(
            """
            select a.password_hash, a.changed_at, p.family_name, p.given_name, p.middle_name,
                   array[a.name, p.family_name, p.given_name, p.middle_name, coalesce(p.email, '')] as names
            from account a join person p on p.id = a.person_id where a.person_id = $1
            """,
            person,
        )
        if row is None:
            return None
        known = [word for word in row["names"] if word]
        return OwnAccount(person, row["password_hash"], name(row), row["changed_at"], known)

    async def is_fresh(self, login: int, life: timedelta) -> bool:
        """True if a login began within the last `life`."""
        return bool(
            await self._pool.fetchval("select started_at > now() - $2::interval from login where id = $1", login, life)
        )

    async def change_password(self, login: Login, before: str | None, password_hash: str) -> list[int] | None:
        """Replaces the password hash `before`, None if there was none; ends the person's other logins and returns them.

        None if the hash is another one meanwhile.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            done = await connection.fetchval(
                """
                update account set password_hash = $3, changed_at = now()
                where person_id = $1 and password_hash is not distinct from $2 returning true
                """,
                login.person,
                before,
                password_hash,
            )
            return await forget_logins(connection, login.person, but=login.id) if done else None

    async def has_any(self, person: int) -> bool:
        """True if somebody has ever signed in."""
        return bool(await self._pool.fetchval("select exists (select from login where person_id = $1)", person))

    async def start(
        self,
        person: int,
        agent: str,
        now: datetime | None = None,
        *,
        shared: bool = False,
        portal: PortalSession | None = None,
    ) -> str:
        """Starts a login, maybe on a shared computer; returns its token, which is not stored.

        `now` replaces the database's time. `portal`: where it begins, and what will end it as well.
        """
        token = secrets.token_urlsafe(32)
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(
                f"""
                with begun as (
                    insert into login
                        (person_id, token_hash, started_at, seen_at, agent, shared, rights_changes, expires_at)
                    select $1, $7, at, at, $9, $10,
                           coalesce((select changes from rights_change where person_id = $1), 0),
                           {_EXPIRES.format(at="at", begun="at", shared="$10")}
                    from (select coalesce($8, now()) as at)
                    returning id
                )
                insert into portal_login (login_id, portal_account_id, session_id)
                select id, $11, $12 from begun where $11::bigint is not null
                """,
                person,
                *_LIVES,
                _hash(token),
                now,
                agent.encode(errors="replace").decode()[:200],
                shared,
                None if portal is None else portal.account,
                None if portal is None else portal.session_id,
            )
            await notice_due(connection, person)
        return token

    async def renew(self, login: int, *, outdated_only: bool = False) -> RenewedToken | None:
        """Gives a live login a new token; the one before is good for `OVERLAP` more, earlier ones no longer.

        None if it has ended, or with `outdated_only` if another request was faster.
        """
        token = secrets.token_urlsafe(32)
        async with self._pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow(
                """
                update login l
                set token_hash = $2, earlier_hash = token_hash, renewed_at = now(), rights_changes = c.changes
                from (select coalesce((select r.changes from login l join rights_change r on r.person_id = l.person_id
                                       where l.id = $1), 0) as changes) c
                where l.id = $1 and l.ended_at is null and not ($3 and l.rights_changes >= c.changes)
                returning l.shared, l.person_id
                """,
                login,
                _hash(token),
                outdated_only,
            )
            if row is None:
                return None
            await notice_due(connection, row["person_id"])
        return RenewedToken(token, row["shared"])

    # The end of a login is compared with the database's clock, the same for all processes: one whose own clock
    # is an hour behind would take an ended login for a live one, and prolong it.

    async def by_token(self, token: str) -> Login | None:
        """Returns the live login behind a token, and prolongs it."""
        row = await self._pool.fetchrow(
            f"""
            select l.id, l.person_id, now() - l.seen_at > $2 as unseen, {_IS_LIMITED} as is_limited,
                   l.token_hash = $1 and l.rights_changes < coalesce(
                       (select c.changes from rights_change c where c.person_id = l.person_id), 0) as is_outdated
            from login l
            join person p on p.id = l.person_id and p.ended_at is null
            where l.ended_at is null and l.expires_at > now()
              and l.id = (select id from login where token_hash = $1
                          union all
                          select id from login where earlier_hash = $1 and renewed_at > now() - $3::interval limit 1)
            """,
            _hash(token),
            SEEN_EVERY,
            OVERLAP,
        )
        if row is None:
            return None
        if row["unseen"]:
            await self._pool.execute(
                f"""
                update login set seen_at = now(),
                    expires_at = {_EXPIRES.format(at="now()", begun="started_at", shared="shared")}
                where id = $7
                """,
                row["person_id"],
                *_LIVES,
                row["id"],
            )
            async with self._pool.acquire() as connection:
                await notice_due(connection, row["person_id"])
        return Login(row["id"], row["person_id"], row["is_limited"], row["is_outdated"])

    async def is_live(self, login: int, person: int) -> bool:
        """True if the login is live and its person may do something with it."""
        return bool(
            await self._pool.fetchval(
                f"""
                select true from login l join person p on p.id = l.person_id and p.ended_at is null
                where l.id = $1 and l.person_id = $2 and l.ended_at is null and l.expires_at > now()
                  and not {_IS_LIMITED}
                """,
                login,
                person,
            )
        )

    async def live(self, logins: Collection[int]) -> dict[int, int]:
        """Returns login -> person for those of the logins that are live, and good for more than setting up."""
        rows = await self._pool.fetch(
            f"""
            select l.id, l.person_id from login l join person p on p.id = l.person_id and p.ended_at is null
            where l.id = any($1::bigint[]) and l.ended_at is null and l.expires_at > now() and not {_IS_LIMITED}
            """,
            list(logins),
        )
        return {row["id"]: row["person_id"] for row in rows}

    async def end_all(self) -> int:
        """Ends every sign-in of everybody, on every device; returns how many. Known devices are forgotten, too."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("delete from known_device")
            done: str = await connection.execute(
                "update login set ended_at = now() where ended_at is null and expires_at > now()"
            )
        return int(done.rpartition(" ")[2])

    async def end(self, login: int) -> None:
        await self._pool.execute("update login set ended_at = now() where id = $1 and ended_at is null", login)

    async def live_of(self, person: int) -> list[LiveLogin]:
        """Returns the live logins of a person, the last seen first."""
        rows = await self._pool.fetch(
            """
            select id, agent, started_at, seen_at, shared from login
            where person_id = $1 and ended_at is null and expires_at > now() order by seen_at desc, id desc limit 100
            """,
            person,
        )
        return [LiveLogin(**row) for row in rows]

    async def end_own(self, person: int, login: int) -> bool:
        """Ends a live login of a person. False if there is none."""
        return bool(
            await self._pool.fetchval(
                """
                update login set ended_at = now()
                where id = $2 and person_id = $1 and ended_at is null and expires_at > now() returning true
                """,
                person,
                login,
            )
        )

    async def end_others(self, login: Login) -> list[int]:
        """Ends all logins of a person but this one; returns them."""
        async with self._pool.acquire() as connection:
            return await end_logins(connection, login.person, login.id)

    async def ended_in(self, lately: timedelta) -> Sequence[int]:
        """Returns logins that ended, and those whose people may do nothing before a second factor is set up."""
        rows = await self._pool.fetch(
            """
            select id from login where ended_at > now() - $1::interval
            union all
            select l.id from account a
            join login l on l.person_id = a.person_id and l.ended_at is null and l.expires_at > now()
            where a.second_factor_due_at <= now() and lacks_second_factor(a.person_id)
            """,
            lately,
        )
        return [row["id"] for row in rows]

    async def secret(self, name: str) -> bytes:
        """Returns a random key that all server processes share; made on first use."""
        # `do nothing` would return nothing if another process has just made it, unseen by our snapshot.
        value: bytes = await self._pool.fetchval(
            """
            insert into secret (name, value) values ($1, $2)
            on conflict (name) do update set name = excluded.name
            returning value
            """,
            name,
            secrets.token_bytes(32),
        )
        return value
