"""Codes that were sent to telephones: `channels.invitations.ports`."""

from datetime import datetime

from channels.invitations.ports import NewTelephoneCode, ShownTelephone
from storage.counting import alone
from storage.pool import Connection


class PostgresTelephoneCodes:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def sent_since(self, person: int, moment: datetime) -> int:
        await alone(self._connection, person)
        number: int = await self._connection.fetchval(
            "select count(*) from telephone_code where person_id = $1 and made_at > $2", person, moment
        )
        return number

    async def add(self, code: NewTelephoneCode) -> None:
        await self._connection.execute(
            "update telephone_code set expires_at = $2 where person_id = $1 and expires_at > $2",
            code.person,
            code.made_at,
        )
        await self._connection.execute(
            """
            insert into telephone_code (asked_hash, code_hash, person_id, school_id, phone_key, made_at, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7)
            """,
            code.asked_hash,
            code.code_hash,
            code.person,
            code.school,
            code.phone_key,
            code.made_at,
            code.expires_at,
        )

    async def attempt(
        self, asked_hash: bytes, code_hash: bytes, at: datetime, most_wrong: int
    ) -> ShownTelephone | None:
        # locked: a thousand tries at once are a thousand, one after the other
        rows = await self._connection.fetch(
            """
            select id, code_hash, person_id, school_id, phone_key from telephone_code
            where asked_hash = $1 and expires_at > $2 and wrong_codes < $3 order by id for update
            """,
            asked_hash,
            at,
            most_wrong,
        )
        shown = next((row for row in rows if row["code_hash"] == code_hash and row["person_id"] is not None), None)
        if shown is None:
            await self._connection.execute(
                "update telephone_code set wrong_codes = wrong_codes + 1 where id = any($1::bigint[])",
                [row["id"] for row in rows],
            )
            return None
        await self._connection.execute("update telephone_code set expires_at = $2 where id = $1", shown["id"], at)
        return ShownTelephone(shown["person_id"], shown["school_id"], shown["phone_key"])

    async def confirmed(self, person: int) -> str | None:
        number: str | None = await self._connection.fetchval(
            "select phone_key from confirmed_telephone where person_id = $1", person
        )
        return number

    async def forget(self, before: datetime) -> None:
        await self._connection.execute("delete from telephone_code where made_at < $1", before)
