"""Passkeys and challenges: `channels.passkeys.ports`."""

from datetime import datetime

import asyncpg

from channels.passkeys.ports import KeptPasskey, NewPasskey, Purpose
from storage.pool import Connection

# A passkey that opens: of somebody who has not left and has a sign-in.
_OPENING = """
    select k.id, k.person_id, coalesce(k.origin_id, k.person_id) as made_for, k.credential_id, k.public_key,
           k.transports, k.agent, k.made_at, k.used_at
    from passkey k
    join person p on p.id = k.person_id and p.ended_at is null
    join account a on a.person_id = k.person_id
    where k.ended_at is null
"""


class PostgresPasskeys:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def keep_challenge(self, challenge: bytes, purpose: Purpose, about: int | None, until: datetime) -> None:
        await self._connection.execute(
            """
            insert into passkey_challenge (challenge, purpose, about, expires_at) values ($1, $2, $3, $4)
            on conflict (purpose, about) do update
                set challenge = excluded.challenge, expires_at = excluded.expires_at
            """,
            challenge,
            purpose,
            about,
            until,
        )

    async def take_challenge(self, challenge: bytes, purpose: Purpose, about: int | None, now: datetime) -> bool:
        return bool(
            await self._connection.fetchval(
                """
                delete from passkey_challenge
                where challenge = $1 and purpose = $2 and about is not distinct from $3 and expires_at > $4
                returning true
                """,
                challenge,
                purpose,
                about,
                now,
            )
        )

    async def forget_challenges(self, now: datetime) -> None:
        await self._connection.execute("delete from passkey_challenge where expires_at <= $1", now)

    async def of_person(self, person: int) -> list[KeptPasskey]:
        rows = await self._connection.fetch(f"{_OPENING} and k.person_id = $1 order by k.id", person)
        return [_kept(row) for row in rows]

    async def find(self, credential_id: bytes) -> KeptPasskey | None:
        row = await self._connection.fetchrow(f"{_OPENING} and k.credential_id = $1", credential_id)
        return None if row is None else _kept(row)

    async def lock(self, person: int) -> None:
        await self._connection.execute("select from account where person_id = $1 for update", person)

    async def add(self, person: int, new: NewPasskey, at: datetime) -> int | None:
        number: int | None = await self._connection.fetchval(
            """
            insert into passkey (person_id, credential_id, public_key, sign_count, transports, agent, made_at, verifies)
            values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (credential_id) do nothing returning id
            """,
            person,
            new.credential_id,
            new.public_key,
            new.sign_count,
            list(new.transports),
            new.agent.encode(errors="replace").decode()[:200],
            at,
            new.verifies,
        )
        return number

    async def use(self, passkey: int, sign_count: int, at: datetime, *, verified: bool) -> bool:
        # one that never counts stays at 0
        return bool(
            await self._connection.fetchval(
                """
                update passkey set sign_count = $2, used_at = $3, verifies = verifies or $4
                where id = $1 and ended_at is null and (sign_count < $2 or (sign_count = 0 and $2 = 0))
                returning true
                """,
                passkey,
                sign_count,
                at,
                verified,
            )
        )

    async def end(self, person: int, passkey: int, at: datetime) -> bool:
        row = await self._connection.fetchrow(
            """
            update passkey set ended_at = $3
            where id = $2 and person_id = $1 and ended_at is null returning verifies
            """,
            person,
            passkey,
            at,
        )
        if row is not None and row["verifies"]:
            # who removes the second factor that is asked from them has no new days to go on without
            await self._connection.execute(
                "update account set second_factor_due_at = now() where person_id = $1 and lacks_second_factor($1)",
                person,
            )
        return row is not None


async def end_passkeys(connection: Connection, person: int) -> None:
    """Ends all passkeys of somebody whose way in the school has made anew."""
    await connection.execute("update passkey set ended_at = now() where person_id = $1 and ended_at is null", person)


def _kept(row: asyncpg.Record) -> KeptPasskey:
    return KeptPasskey(
        id=row["id"],
        person=row["person_id"],
        made_for=row["made_for"],
        credential_id=row["credential_id"],
        public_key=row["public_key"],
        transports=row["transports"],
        agent=row["agent"],
        made_at=row["made_at"],
        used_at=row["used_at"],
    )
