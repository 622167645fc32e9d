"""Activation codes: `channels.activation`."""

from datetime import datetime

from channels.invitations.ports import AppliedSchool, GoodCode
from storage.pool import Connection
from storage.sources import TYPED

# A code `c` that is good at `$2`.
_GOOD = """
    c.code_hash = $1 and c.used_at is null and c.expires_at > $2
    and not (c.is_first and exists (select from school))
"""


class PostgresActivations:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def is_empty(self) -> bool:
        return bool(await self._connection.fetchval("select not exists (select from school)"))

    async def add(self, code_hash: bytes, at: datetime, expires_at: datetime, *, is_first: bool) -> None:
        if is_first:
            await self._connection.execute("delete from activation_code where is_first and used_at is null")
        await self._connection.execute(
            "insert into activation_code (code_hash, is_first, made_at, expires_at) values ($1, $2, $3, $4)",
            code_hash,
            is_first,
            at,
            expires_at,
        )

    async def find(self, code_hash: bytes, at: datetime) -> GoodCode | None:
        row = await self._connection.fetchrow(
            f"""
            select a.school_name, a.zone from activation_code c left join application a on a.id = c.application_id
            where {_GOOD}
            """,
            code_hash,
            at,
        )
        if row is None:
            return None
        return GoodCode(None if row["school_name"] is None else AppliedSchool(row["school_name"], row["zone"]))

    async def use(self, code_hash: bytes, at: datetime) -> int | None:
        # the row is locked: who comes second sees that it was used
        code: int | None = await self._connection.fetchval(
            f"select c.id from activation_code c where {_GOOD} for update", code_hash, at
        )
        return code

    async def open_school(self, code: int, name: str, zone: str) -> int:
        school: int = await self._connection.fetchval(
            """
            insert into school (source, source_id, name, zone) values ($1, gen_random_uuid()::text, $2, $3)
            returning id
            """,
            TYPED,
            name,
            zone,
        )
        await self._connection.execute(
            "update activation_code set used_at = now(), school_id = $2 where id = $1", code, school
        )
        return school
