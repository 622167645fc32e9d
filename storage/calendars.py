"""Addresses of calendars: whose they are, by the hash of their secret."""

from datetime import datetime

from storage.pool import Connection


class PostgresCalendars:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def set(self, person: int, student: int | None, secret_hash: bytes | None, at: datetime) -> None:
        await self._connection.execute(
            "delete from calendar_address where person_id = $1 and student_id is not distinct from $2", person, student
        )
        if secret_hash is not None:
            await self._connection.execute(
                "insert into calendar_address (person_id, student_id, secret_hash, made_at) values ($1, $2, $3, $4)",
                person,
                student,
                secret_hash,
                at,
            )

    async def owner(self, secret_hash: bytes) -> tuple[int, int | None] | None:
        row = await self._connection.fetchrow(
            "select c.person_id, c.student_id"
            " from calendar_address c join person p on p.id = c.person_id and p.ended_at is null"
            " where c.secret_hash = $1",
            secret_hash,
        )
        return None if row is None else (row["person_id"], row["student_id"])
