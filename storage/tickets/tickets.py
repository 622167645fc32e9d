"""Tickets, their entries, and how many of them guests have opened."""

from collections.abc import Collection
from datetime import datetime

import asyncpg

from channels.people import PersonRef, Role, SchoolRef
from channels.tickets.inputs import NewTicket
from channels.tickets.model import (
    WAITING,
    NamedSchool,
    Ticket,
    TicketEntry,
    TicketKind,
    TicketLine,
    TicketStatus,
)
from channels.tickets.ports import GuestsLately, TicketFacts
from storage.counting import alone
from storage.people import name, person_ref
from storage.pool import Connection

GUESTS = 0x7469636B  # "tick"; advisory lock of those who write without a sign-in

_LINE = """
    select t.*, w.family_name, w.given_name, w.middle_name,
           h.family_name as taker_family_name, h.given_name as taker_given_name, h.middle_name as taker_middle_name,
           h.id as taker_id
    from ticket t
    left join person w on w.id = t.writer_id
    left join person h on h.id = t.taken_by
"""


class PostgresTickets:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def schools(self) -> list[NamedSchool]:
        rows = await self._connection.fetch("select id, name from school where ended_at is null order by name, id")
        return [NamedSchool(id=row["id"], name=row["name"]) for row in rows]

    async def school(self, school: int) -> SchoolRef:
        row = await self._connection.fetchrow("select id, name, zone from school where id = $1", school)
        assert row is not None
        return SchoolRef(id=row["id"], name=row["name"], zone=row["zone"])

    async def answering(self, school: int, roles: Collection[Role]) -> list[int]:
        rows = await self._connection.fetch(
            "select distinct person_id from role_now where school_id = $1 and role::text = any($2::text[])",
            school,
            [role.value for role in roles],
        )
        return [row["person_id"] for row in rows]

    async def one_guest_at_a_time(self) -> None:
        await self._connection.execute("select pg_advisory_xact_lock($1)", GUESTS)

    async def forget_origins(self, before: datetime) -> None:
        await self._connection.execute(
            "update ticket set origin = null where origin is not null and opened_at <= $1", before
        )

    async def guests_since(self, moment: datetime, origin: str, address: str) -> GuestsLately:
        row = await self._connection.fetchrow(
            r"""
            select count(*) filter (where origin = $2) as of_origin,
                   count(*) filter (where regexp_replace(lower(address), '\+[^@]*', '')
                                          = regexp_replace(lower($3), '\+[^@]*', '')) as of_address,
                   count(*) as in_all
            from ticket where origin is not null and opened_at > $1
            """,
            moment,
            origin,
            address,
        )
        assert row is not None
        return GuestsLately(row["of_origin"], row["of_address"], row["in_all"])

    async def repeated(self, moment: datetime, origin: str, asked: NewTicket) -> str | None:
        number: str | None = await self._connection.fetchval(
            """
            select t.number::text
            from ticket t join ticket_entry e on e.ticket_id = t.id and e.number = 1
            where t.origin = $2 and t.opened_at > $1 and t.school_id = $3 and t.kind = $4
              and t.address = $5 and t.subject = $6 and e.text = $7
            limit 1
            """,
            moment,
            origin,
            asked.school,
            asked.kind.value,
            asked.address,
            asked.subject,
            asked.text,
        )
        return number

    async def opened_since(self, moment: datetime, person: int) -> int:
        await alone(self._connection, person)
        count: int = await self._connection.fetchval(
            "select count(*) from ticket where writer_id = $1 and opened_at > $2", person, moment
        )
        return count

    async def said_since(self, moment: datetime, ticket: int) -> int:
        count: int = await self._connection.fetchval(
            "select count(*) from ticket_entry where ticket_id = $1 and at > $2 and not of_school and number > 1",
            ticket,
            moment,
        )
        return count

    async def open(self, asked: NewTicket, writer: int | None, origin: str | None, at: datetime) -> tuple[int, str]:
        row = await self._connection.fetchrow(
            """
            with numbered as (
                insert into ticket_number as n (school_id, last) values ($1, 1)
                on conflict (school_id) do update set last = n.last + 1 returning last
            ), made as (
                insert into ticket (school_id, number, kind, status, writer_id, origin, address, phone, language,
                                    subject, opened_at, changed_at)
                select $1, last, $2, 'new', $3::bigint, $4, $5, $6, $7, $8, $10, $10 from numbered
                returning id, number
            ), said as (
                insert into ticket_entry (ticket_id, number, at, person_id, of_school, status, text)
                select id, 1, $10, $3::bigint, false, 'new', $9 from made
            )
            select id, number::text from made
            """,
            asked.school,
            asked.kind.value,
            writer,
            origin,
            asked.address,
            asked.phone,
            asked.language,
            asked.subject,
            asked.text,
            at,
        )
        assert row is not None
        return row["id"], row["number"]

    async def facts(self, ticket: int, *, locked: bool = False) -> TicketFacts | None:
        if locked:  # in a statement of its own, so that the reads below come after the wait
            await self._connection.execute("select from ticket where id = $1 for update", ticket)
        row = await self._connection.fetchrow(
            """
            select t.school_id, t.number::text, t.writer_id, t.status, t.address, t.language,
                   (select max(e.number) from ticket_entry e where e.ticket_id = t.id) as last
            from ticket t where t.id = $1
            """,
            ticket,
        )
        if row is None:
            return None
        return TicketFacts(
            school=row["school_id"],
            number=row["number"],
            writer=row["writer_id"],
            status=TicketStatus(row["status"]),
            address=row["address"],
            language=row["language"],
            last=row["last"],
        )

    async def add(
        self, ticket: int, by: int | None, status: TicketStatus, text: str, at: datetime, *, of_school: bool
    ) -> None:
        await self._connection.execute(
            """
            with changed as (
                update ticket
                set status = $3, changed_at = $5, taken_by = case when $6 then $2::bigint else taken_by end
                where id = $1
            )
            insert into ticket_entry (ticket_id, number, at, person_id, of_school, status, text)
            select $1, max(number) + 1, $5, $2::bigint, $6, $3, $4 from ticket_entry where ticket_id = $1
            """,
            ticket,
            by,
            status.value,
            text,
            at,
            of_school,
        )

    async def own(self, person: int, last: int | None, limit: int) -> list[TicketLine]:
        rows = await self._connection.fetch(
            f"{_LINE} where t.writer_id = $1 and ($2::bigint is null or t.id < $2) order by t.id desc limit $3",
            person,
            last,
            limit,
        )
        return [TicketLine(**_line(row)) for row in rows]

    async def queue(self, school: int, *, done: bool, last: int | None, limit: int) -> list[TicketLine]:
        after, order = ("<", "desc") if done else (">", "asc")
        rows = await self._connection.fetch(
            f"""
            {_LINE} where t.school_id = $1 and (t.status <> all($2::text[])) = $3
                      and ($4::bigint is null or t.id {after} $4)
            order by t.id {order} limit $5
            """,
            school,
            [status.value for status in WAITING],
            done,
            last,
            limit,
        )
        return [TicketLine(**_line(row)) for row in rows]

    async def one(self, ticket: int) -> Ticket | None:
        row = await self._connection.fetchrow(f"{_LINE} where t.id = $1", ticket)
        if row is None:
            return None
        entries = await self._connection.fetch(
            """
            select e.at, e.of_school, e.status, e.text, p.id, p.family_name, p.given_name, p.middle_name
            from ticket_entry e left join person p on p.id = e.person_id
            where e.ticket_id = $1 order by e.number
            """,
            ticket,
        )
        return Ticket(
            **_line(row), address=row["address"], phone=row["phone"], entries=[_entry(entry) for entry in entries]
        )


def _line(row: asyncpg.Record) -> dict[str, object]:
    return {
        "id": row["id"],
        "school": row["school_id"],
        "number": str(row["number"]),
        "kind": TicketKind(row["kind"]),
        "status": TicketStatus(row["status"]),
        "subject": row["subject"],
        "writer": None if row["writer_id"] is None else PersonRef(id=row["writer_id"], name=name(row)),
        "taken_by": None if row["taker_id"] is None else person_ref(row, "taker_"),
        "opened_at": row["opened_at"],
        "changed_at": row["changed_at"],
    }


def _entry(row: asyncpg.Record) -> TicketEntry:
    return TicketEntry(
        at=row["at"],
        by=None if row["id"] is None else person_ref(row),
        of_school=row["of_school"],
        status=TicketStatus(row["status"]),
        text=row["text"],
    )
