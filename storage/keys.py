"""Idempotency keys: what a write answered the first time."""

import hashlib
from collections.abc import Mapping, Sequence

from channels.store import Claim
from storage.pool import Connection


class PostgresKeys:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def claim(self, claims: Sequence[Claim]) -> Mapping[tuple[int, str], tuple[bytes, str]]:
        rows = await self._connection.fetch(
            "select person_id, key, body_hash, answer from claim_keys($1::bigint[], $2::bigint[], $3::text[])",
            sorted(map(_number, claims)),
            [claim.person for claim in claims],
            [claim.key for claim in claims],
        )
        return {(row["person_id"], row["key"]): (row["body_hash"], row["answer"]) for row in rows}

    async def keep(self, answers: Sequence[tuple[Claim, str]]) -> None:
        await self._connection.execute(
            """
            insert into idempotency_key (person_id, key, body_hash, answer, at)
            select person_id, key, body_hash, answer::json, now()
            from unnest($1::bigint[], $2::text[], $3::bytea[], $4::text[]) as kept (person_id, key, body_hash, answer)
            """,
            [claim.person for claim, _ in answers],
            [claim.key for claim, _ in answers],
            [claim.body_hash for claim, _ in answers],
            [answer for _, answer in answers],
        )


def _number(claim: Claim) -> int:
    digest = hashlib.blake2s(f"{claim.person}/{claim.key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
