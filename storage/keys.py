"""Idempotency keys: what a write answered the first time."""

import hashlib

from channels.errors import Codes, Refusal
from storage.pool import Connection


class PostgresKeys:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def claim(self, person: int, key: str, body_hash: bytes) -> str | None:
        # The lock and the look are two statements: the second must see what the holder of the lock committed.
        number = int.from_bytes(hashlib.blake2s(f"{person}/{key}".encode(), digest_size=8).digest(), signed=True)
        await self._connection.execute("select pg_advisory_xact_lock($1)", number)
        row = await self._connection.fetchrow(
            "select body_hash, answer from idempotency_key where person_id = $1 and key = $2", person, key
        )
        if row is None:
            return None
        if row["body_hash"] != body_hash:
            raise Refusal(Codes.KEY_REUSED)
        answer: str = row["answer"]
        return answer

    async def keep(self, person: int, key: str, body_hash: bytes, answer: str) -> None:
        await self._connection.execute(
            "insert into idempotency_key (person_id, key, body_hash, answer, at) values ($1, $2, $3, $4, now())",
            person,
            key,
            body_hash,
            answer,
        )
