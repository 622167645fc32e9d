"""Accounts (what one signs in with), logins (one sign-in on one device) and the brake on guessing."""

import hashlib
import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg

LIFE = timedelta(days=30)  # a login unused for so long is over: the device forgets after 30 days as well
SEEN_EVERY = timedelta(minutes=10)  # how exactly `seen_at` is kept: a write for each request would be waste


class NameTaken(Exception):
    """Another person signs in with this name."""


Wait = Callable[[int, int, datetime], float]


@dataclass(frozen=True, slots=True)
class Login:
    id: int
    person: int


@dataclass(frozen=True, slots=True)
class Account:
    person: int
    password_hash: str


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


class PostgresLogins:
    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def account(self, name: str) -> Account | None:
        """The account with this name, in any case, unless its person has left."""
        row = await self._pool.fetchrow(
            """
            select a.person_id, a.password_hash from account a
            join person p on p.id = a.person_id and p.ended_at is null
            where lower(a.name) = lower($1)
            """,
            name,
        )
        return None if row is None else Account(row["person_id"], row["password_hash"])

    async def give_account(self, source: str, source_id: str, name: str | None, password_hash: str) -> str | None:
        """A sign-in for a rostered person, or a new password; ends the person's logins. Returns its name.

        Without a name the account keeps the one it has, or takes the roster's. None when there is no such
        person or nothing to call the account. Raises `NameTaken` when somebody else signs in with it.
        """
        try:
            async with self._pool.acquire() as connection, connection.transaction():
                row = await connection.fetchrow(
                    """
                    insert into account (person_id, name, password_hash)
                    select p.id, coalesce($3, a.name, p.username), $4
                    from person p left join account a on a.person_id = p.id
                    where p.source = $1 and p.source_id = $2 and coalesce($3, a.name, p.username) is not null
                    on conflict (person_id) do update
                        set name = excluded.name, password_hash = excluded.password_hash, changed_at = now()
                    returning person_id, name
                    """,
                    source,
                    source_id,
                    name,
                    password_hash,
                )
                if row is None:
                    return None
                await connection.execute(
                    "update login set ended_at = now() where person_id = $1 and ended_at is null", row["person_id"]
                )
        except asyncpg.UniqueViolationError:
            raise NameTaken(name) from None
        given: str = row["name"]
        return given

    async def start(self, person: int, agent: str, now: datetime) -> str:
        """A new login; returns its token, which is nowhere stored."""
        token = secrets.token_urlsafe(32)
        await self._pool.execute(
            """
            insert into login (person_id, token_hash, started_at, seen_at, expires_at, agent)
            values ($1, $2, $3, $3, $4, $5)
            """,
            person,
            _hash(token),
            now,
            now + LIFE,
            agent[:200],
        )
        return token

    # Whether a login lives is told by the database's clock, which is one for all processes: one whose own clock is
    # an hour behind would take an old login for a live one, and prolong it.

    async def by_token(self, token: str) -> Login | None:
        """The live login behind a token. Using it keeps it alive."""
        row = await self._pool.fetchrow(
            """
            select l.id, l.person_id, now() - l.seen_at > $2 as unseen from login l
            join person p on p.id = l.person_id and p.ended_at is null
            where l.token_hash = $1 and l.ended_at is null and l.expires_at > now()
            """,
            _hash(token),
            SEEN_EVERY,
        )
        if row is None:
            return None
        if row["unseen"]:
            await self._pool.execute(
                "update login set seen_at = now(), expires_at = now() + $2::interval where id = $1", row["id"], LIFE
            )
        return Login(row["id"], row["person_id"])

    async def is_live(self, login: int, person: int) -> bool:
        return bool(
            await self._pool.fetchval(
                """
                select true from login l join person p on p.id = l.person_id and p.ended_at is null
                where l.id = $1 and l.person_id = $2 and l.ended_at is null and l.expires_at > now()
                """,
                login,
                person,
            )
        )

    async def live(self, logins: Collection[int]) -> dict[int, int]:
        """Those of the logins that are live, and their persons."""
        rows = await self._pool.fetch(
            """
            select l.id, l.person_id from login l join person p on p.id = l.person_id and p.ended_at is null
            where l.id = any($1::bigint[]) and l.ended_at is null and l.expires_at > now()
            """,
            list(logins),
        )
        return {row["id"]: row["person_id"] for row in rows}

    async def end(self, login: int) -> None:
        await self._pool.execute("update login set ended_at = now() where id = $1 and ended_at is null", login)

    async def ended_in(self, lately: timedelta) -> Sequence[int]:
        rows = await self._pool.fetch("select id from login where ended_at > now() - $1::interval", lately)
        return [row["id"] for row in rows]

    async def attempt(self, keys: Sequence[str], now: datetime, forget: timedelta, wait: Wait) -> float:
        """Counts one attempt against every key, unless one of them has to wait; returns how many seconds.

        `wait` says it from a key's number in `keys`, its failures in a row and the last one's time. Looking
        and counting are one step: a thousand attempts at once are a thousand, not one.
        """
        hashes = {_hash(key): n for n, key in enumerate(keys)}
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(
                """
                insert into sign_in_failure (key, failures, last_at) select unnest($1::bytea[]), 0, $2
                on conflict (key) do nothing
                """,
                sorted(hashes),
                now,
            )
            rows = await connection.fetch(
                """
                select key, case when last_at < $2 then 0 else failures end as failures, last_at
                from sign_in_failure where key = any($1::bytea[]) order by key for update
                """,
                list(hashes),
                now - forget,
            )
            left = max(wait(hashes[row["key"]], row["failures"], row["last_at"]) for row in rows)
            if left <= 0:
                await connection.executemany(
                    "update sign_in_failure set failures = $2, last_at = $3 where key = $1",
                    [(row["key"], row["failures"] + 1, now) for row in rows],
                )
            return left

    async def forgive(self, account_key: str, address_key: str) -> None:
        """After a success: the account starts anew, and the address gets back the one that was counted."""
        await self._pool.execute("delete from sign_in_failure where key = $1", _hash(account_key))
        await self._pool.execute(
            "update sign_in_failure set failures = greatest(failures - 1, 0) where key = $1", _hash(address_key)
        )

    async def secret(self, name: str) -> bytes:
        """A random key all server processes share, made at first use."""
        # A `do nothing` would return nothing when another process has just made it, unseen by our snapshot.
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
