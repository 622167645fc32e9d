"""Idempotency keys: the answers that writes gave the first time."""

import hashlib
from collections.abc import Mapping, Sequence

from channels.store import Claim
from storage.archive import Answer
from storage.pool import Connection


class PostgresKeys:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.kept: list[Answer] = []  # stored with the transaction's publications

    async def claim(self, claims: Sequence[Claim]) -> Mapping[tuple[int, str], tuple[bytes, str]]:
        rows = await self._connection.fetch(
            "select person_id, key, body_hash, answer from claim_keys($1::bigint[], $2::bigint[], $3::text[])",
            sorted(map(_number, claims)),
            [claim.person for claim in claims],
            [claim.key for claim in claims],
        )
        return {(row["person_id"], row["key"]): (row["body_hash"], row["answer"]) for row in rows}

    def keep(self, claim: Claim, answer: str) -> None:
        self.kept.append((claim.person, claim.key, claim.body_hash, answer))


def _number(claim: Claim) -> int:
    digest = hashlib.blake2s(f"{claim.person}/{claim.key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
