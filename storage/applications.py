"""Applications for a connection: `channels.applications.ports`."""

from datetime import datetime

import asyncpg

from channels.applications.model import Applicant, KeptApplication
from channels.applications.ports import ApplicationToKeep
from storage.pool import Connection

_COUNTING = 0x4150504C  # the lock of who counts the open ones: any number that nothing else locks

_APPLICATION = """
    select a.*, c.expires_at as code_expires_at, c.used_at as code_used_at
    from application a left join activation_code c on c.application_id = a.id
"""


class PostgresApplications:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def count_open(self, unconfirmed_since: datetime) -> int:
        await self._connection.execute("select pg_advisory_xact_lock($1)", _COUNTING)
        count: int = await self._connection.fetchval(
            """
            select count(*) filter (where confirmed_at is null and made_at > $1)
                 + count(*) filter (where confirmed_at is not null and decided_at is null and forgotten_at is null)
            from application
            """,
            unconfirmed_since,
        )
        return count

    async def add(self, made: ApplicationToKeep, at: datetime) -> int:
        number: int = await self._connection.fetchval(
            """
            insert into application (school_name, zone, language, applicant, position, email, telephone, token_hash,
                                     code_hash, made_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id
            """,
            made.school,
            made.zone,
            made.language,
            made.applicant.name,
            made.applicant.position,
            made.applicant.email,
            made.applicant.telephone,
            made.token_hash,
            made.code_hash,
            at,
        )
        return number

    async def find(self, token_hash: bytes) -> KeptApplication | None:
        number = await self._connection.fetchval("select id from application where token_hash = $1", token_hash)
        return None if number is None else await self.get(number)

    async def get(self, application: int) -> KeptApplication | None:
        # locked by a statement of its own: the next one sees the code that somebody made who was faster
        await self._connection.execute("select from application where id = $1 for update", application)
        row = await self._connection.fetchrow(f"{_APPLICATION} where a.id = $1", application)
        return row and _kept(row)

    async def listed(self, *, decided: bool, limit: int) -> list[KeptApplication]:
        which = "a.decided_at is null and a.forgotten_at is null" if not decided else "true"
        order = "a.confirmed_at desc, a.id desc" if decided else "a.confirmed_at, a.id"
        rows = await self._connection.fetch(
            f"{_APPLICATION} where a.confirmed_at is not null and {which} order by {order} limit $1", limit
        )
        return [_kept(row) for row in rows]

    async def confirm(self, application: int, at: datetime) -> None:
        await self._connection.execute(
            "update application set confirmed_at = $2, code_hash = null where id = $1", application, at
        )

    async def count_wrong_code(self, application: int) -> None:
        await self._connection.execute(
            "update application set wrong_codes = wrong_codes + 1 where id = $1", application
        )

    async def accept(self, application: int, code_hash: bytes, at: datetime, expires_at: datetime) -> None:
        await self._connection.execute("update application set decided_at = $2 where id = $1", application, at)
        await self._connection.execute(
            """
            insert into activation_code (code_hash, is_first, made_at, expires_at, application_id)
            values ($1, false, $2, $3, $4)
            """,
            code_hash,
            at,
            expires_at,
            application,
        )

    async def refuse(self, application: int, reason: str, at: datetime) -> None:
        await self._connection.execute(
            "update application set decided_at = $3, refused_for = $2 where id = $1", application, reason, at
        )

    async def end_code(self, application: int) -> None:
        await self._connection.execute(
            "delete from activation_code where application_id = $1 and used_at is null", application
        )

    async def forget(self, unconfirmed_before: datetime, before: datetime, at: datetime) -> None:
        await self._connection.execute(
            "delete from application where confirmed_at is null and made_at <= $1", unconfirmed_before
        )
        await self._connection.execute(
            """
            update application
            set applicant = null, position = null, email = null, telephone = null, token_hash = null, forgotten_at = $2,
                refused_for = case when refused_for is not null then '' end
            where confirmed_at is not null and forgotten_at is null and coalesce(decided_at, confirmed_at) <= $1
            """,
            before,
            at,
        )


def _kept(row: asyncpg.Record) -> KeptApplication:
    applicant = None
    if row["forgotten_at"] is None:
        applicant = Applicant(row["applicant"], row["position"], row["email"], row["telephone"])
    return KeptApplication(
        id=row["id"],
        school=row["school_name"],
        zone=row["zone"],
        language=row["language"],
        applicant=applicant,
        code_hash=row["code_hash"],
        wrong_codes=row["wrong_codes"],
        made_at=row["made_at"],
        confirmed_at=row["confirmed_at"],
        decided_at=row["decided_at"],
        refused_for=row["refused_for"],
        code_expires_at=row["code_expires_at"],
        code_used_at=row["code_used_at"],
    )
