"""Scheduled messages, and office hours."""

from datetime import datetime

import asyncpg

from channels.talk.inputs import NewMessage
from channels.talk.model import HoursOf, OfficeHours, ScheduledMessage
from storage.counting import alone
from storage.people import person_ref
from storage.pool import Connection

_NONE = OfficeHours(hours=[], note="")


class PostgresScheduled:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def count(self, person: int) -> int:
        await alone(self._connection, person)
        number: int = await self._connection.fetchval("select count(*) from later_message where person_id = $1", person)
        return number

    async def add(self, chat: int, person: int, body: NewMessage, send_at: datetime, at: datetime) -> int:
        number: int = await self._connection.fetchval(
            """
            insert into later_message (chat_id, person_id, body, send_at, made_at) values ($1, $2, $3, $4, $5)
            returning id
            """,
            chat,
            person,
            body.model_dump_json(),
            send_at,
            at,
        )
        return number

    async def one(self, number: int) -> ScheduledMessage:
        row = await self._connection.fetchrow("select * from later_message where id = $1", number)
        assert row is not None
        return _scheduled(row)

    async def listed(self, person: int, chat: int) -> list[ScheduledMessage]:
        rows = await self._connection.fetch(
            "select * from later_message where person_id = $1 and chat_id = $2 order by send_at, id", person, chat
        )
        return [_scheduled(row) for row in rows]

    async def drop(self, number: int, person: int) -> int | None:
        chat: int | None = await self._connection.fetchval(
            "delete from later_message where id = $1 and person_id = $2 returning chat_id", number, person
        )
        return chat

    async def due(self, at: datetime, limit: int) -> list[tuple[int, int, int, NewMessage]]:
        rows = await self._connection.fetch(
            """
            select id, person_id, chat_id, body from later_message where refused is null and send_at <= $1
            order by send_at, id limit $2
            """,
            at,
            limit,
        )
        return [
            (row["id"], row["person_id"], row["chat_id"], NewMessage.model_validate_json(row["body"])) for row in rows
        ]

    async def settle(self, number: int, refused: str | None) -> None:
        if refused is None:
            await self._connection.execute("delete from later_message where id = $1", number)
        else:
            await self._connection.execute("update later_message set refused = $2 where id = $1", number, refused)

    async def hours(self, person: int) -> OfficeHours:
        kept = await self._connection.fetchval("select hours from office_hours where person_id = $1", person)
        return _NONE if kept is None else OfficeHours.model_validate_json(kept)

    async def set_hours(self, person: int, hours: OfficeHours, at: datetime) -> None:
        if not hours.hours and not hours.note:
            await self._connection.execute("delete from office_hours where person_id = $1", person)
            return
        await self._connection.execute(
            """
            insert into office_hours (person_id, hours, changed_at) values ($1, $2, $3)
            on conflict (person_id) do update set hours = $2, changed_at = $3
            """,
            person,
            hours.model_dump_json(),
            at,
        )

    async def hours_in(self, chat: int) -> list[HoursOf]:
        rows = await self._connection.fetch(
            """
            select h.hours, p.id, p.family_name, p.given_name, p.middle_name
            from office_hours h
            join person p on p.id = h.person_id
            where (select true from member_now m where m.chat_id = $1 and m.person_id = h.person_id limit 1)
              and (select true from role_now r where r.person_id = h.person_id
                   and is_staff(r.role) limit 1)
            order by p.id limit 20
            """,
            chat,
        )
        found = [(person_ref(row), OfficeHours.model_validate_json(row["hours"])) for row in rows]
        return [HoursOf(person=person, hours=kept.hours, note=kept.note) for person, kept in found]


def _scheduled(row: asyncpg.Record) -> ScheduledMessage:
    return ScheduledMessage(
        id=row["id"],
        chat=row["chat_id"],
        text=NewMessage.model_validate_json(row["body"]).text,
        at=row["send_at"],
        refused=row["refused"],
    )
