"""Audit of what was refused, or done in somebody else's name: rows that are only added."""

from datetime import datetime

from storage.pool import Connection


class PostgresAudit:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, person: int, action: str, target: int, outcome: str, at: datetime) -> None:
        await self._connection.execute(
            "insert into audit (at, person_id, action, target, outcome) values ($1, $2, $3, $4, $5)",
            at,
            person,
            action,
            target,
            outcome,
        )
