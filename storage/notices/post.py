"""Notices and dispatches as postmen work on them: rows that one postman holds, the others skip."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from channels.notices.ports import (
    Claimed,
    Correspondent,
    Dispatching,
    Endpoint,
    Held,
    Note,
    NoteKind,
    Notice,
    Settled,
)
from channels.notices.preferences import CarrierName, NoticeKind
from storage.notices.addressees import PostgresAddressees
from storage.notices.backlog import PostgresBacklog
from storage.notices.recipients import PostgresRecipients
from storage.notices.rows import NOTICE, notice_of
from storage.people import name
from storage.pool import Connection


class PostgresPost(PostgresAddressees, PostgresRecipients, PostgresBacklog):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def look(self, at: datetime, until: datetime, limit: int) -> list[Notice]:
        rows = await self._connection.fetch(
            f"""
            with due as (
                select id from notice where state = 'waiting' and due_at <= $1 order by due_at, id limit $3
                for update skip locked
            ), held as (
                update notice n set due_at = $2 from due where n.id = due.id
                returning n.*
            )
            select {NOTICE} from held n join channel c on c.id = n.channel_id order by n.id
            """,
            at,
            until,
            limit,
        )
        return [notice_of(row) for row in rows]

    async def seen(self, notices: Sequence[Notice]) -> frozenset[int]:
        rows = await self._connection.fetch(
            """
            select n.id from notice n
            join channel c on c.id = n.channel_id and c.name like 'chat:%'
            join chat_state s on s.chat_id = split_part(c.name, ':', 2)::bigint and s.person_id = n.person_id
            where n.id = any($1::bigint[]) and s.seen_offset >= n."offset"
            """,
            [notice.id for notice in notices],
        )
        return frozenset(row["id"] for row in rows)

    async def settle(self, settled: Sequence[Settled], at: datetime) -> None:
        await self._connection.execute(
            """
            update notice n set state = s.state, why = s.why, settled_at = $5, due_at = coalesce(s.due_at, n.due_at)
            from unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[]) as s (id, state, why, due_at)
            where n.id = s.id and n.state = 'waiting'
            """,
            [one.notice for one in settled],
            ["dropped" if one.dropped else "gathered" if one.gathered_until else "handed_on" for one in settled],
            [one.dropped for one in settled],
            [one.gathered_until for one in settled],
            at,
        )
        await self.hand_on([dispatch for one in settled for dispatch in one.dispatches], at)

    async def hand_on(self, made: Sequence[Dispatching], at: datetime) -> None:
        if made:
            # The rows are numbered first, so that each notice is joined to its dispatch; the number is not used if
            # there was a dispatch already. What is told of timetables to one person at once goes together.
            await self._connection.execute(
                """
                with wanted as (
                    select n.id as notice_id, n.person_id, m.carrier, m.target,
                           case when n.urgent or n.kind = 'absence' then 0
                                when n.kind = 'announcement' then 2 else 1 end as rank,
                           case n.kind when 'timetable' then -1 when 'new_timetable' then -2 else n.id end as part
                    from unnest($1::bigint[], $2::text[], $3::bigint[]) as m (notice_id, carrier, target)
                    join notice n on n.id = m.notice_id
                ), made as (
                    select nextval(pg_get_serial_sequence('dispatch', 'id')) as id, g.*
                    from (select person_id, carrier, target, part, min(rank) as rank
                          from wanted group by person_id, carrier, target, part) g
                ), joined as (
                    insert into dispatch_notice (dispatch_id, notice_id, carrier, target)
                    select made.id, w.notice_id, w.carrier, w.target
                    from made
                    join wanted w on w.person_id = made.person_id and w.carrier = made.carrier
                        and w.target = made.target and w.part = made.part
                    on conflict do nothing returning dispatch_id
                )
                insert into dispatch (id, person_id, carrier, target, rank, due_at, made_at) overriding system value
                select made.id, made.person_id, made.carrier, made.target, made.rank, $4, $4
                from made where made.id in (select dispatch_id from joined)
                """,
                [one.notice for one in made],
                [one.carrier.value for one in made],
                [one.target for one in made],
                at,
            )

    async def hold(self, held: Sequence[Held]) -> None:
        await self._connection.execute(
            """
            update notice n set due_at = h.until, held_until = case when h.is_quiet then h.until else n.held_until end,
                   sent_at = coalesce(h.sent_at, n.sent_at)
            from unnest($1::bigint[], $2::timestamptz[], $3::boolean[], $4::timestamptz[])
                as h (id, until, is_quiet, sent_at)
            where n.id = h.id and n.state = 'waiting'
            """,
            [one.notice for one in held],
            [one.until for one in held],
            [one.is_quiet for one in held],
            [one.sent_at for one in held],
        )

    async def gather(self, at: datetime, limit: int) -> int:
        persons = await self._connection.fetch(
            """
            select person_id, array_agg(id) as notices from (
                select id, person_id from notice where state = 'gathered' and due_at <= $1 order by due_at limit $2
                for update skip locked
            ) due group by person_id
            """,
            at,
            limit,
        )
        for row in persons:
            await self._connection.execute(
                """
                with made as (
                    insert into dispatch (person_id, carrier, target, is_digest, rank, due_at, made_at)
                    values ($1, 'mail', 0, true, 3, $3, $3) returning id
                ), joined as (
                    insert into dispatch_notice (dispatch_id, notice_id, carrier, target)
                    select made.id, n, 'mail', 0 from made, unnest($2::bigint[]) as n
                    on conflict do nothing
                )
                update notice set state = 'handed_on' where id = any($2::bigint[])
                """,
                row["person_id"],
                row["notices"],
                at,
            )
        return len(persons)

    async def claim(self, carrier: CarrierName, at: datetime, until: datetime, limit: int) -> list[Claimed]:
        rows = await self._connection.fetch(
            """
            with due as (
                select id from dispatch where carrier = $1 and state = 'due' and due_at <= $2
                order by rank, due_at, id limit $4 for update skip locked
            )
            update dispatch d set due_at = $3, attempts = d.attempts + 1 from due where d.id = due.id
            returning d.id, d.person_id, d.target, d.is_digest, d.attempts, d.made_at, d.note, d.in_doubt
            """,
            carrier.value,
            at,
            until,
            limit,
        )
        notices = await self._connection.fetch(
            f"""
            select j.dispatch_id, {NOTICE}
            from dispatch_notice j
            join notice n on n.id = j.notice_id
            join channel c on c.id = n.channel_id
            where j.dispatch_id = any($1::bigint[]) order by n.published_at, n.id
            """,
            [row["id"] for row in rows],
        )
        of: dict[int, list[Notice]] = {row["id"]: [] for row in rows}
        for row in notices:
            of[row["dispatch_id"]].append(notice_of(row))
        return [
            Claimed(
                id=row["id"],
                person=row["person_id"],
                carrier=carrier,
                target=row["target"],
                is_digest=row["is_digest"],
                attempt=row["attempts"],
                made_at=row["made_at"],
                notices=of[row["id"]],
                note=_note(row["note"]),
                in_doubt=row["in_doubt"],
            )
            for row in rows
        ]

    async def attempt(self, dispatches: Collection[int]) -> None:
        await self._connection.execute(
            "update dispatch set in_doubt = true where id = any($1::bigint[])", list(dispatches)
        )

    async def accepted(self, dispatches: Collection[int], at: datetime) -> None:
        await self._settle_dispatches("accepted", dict.fromkeys(dispatches, ""), at)

    async def failed(self, dispatch: int, problem: str, at: datetime, *, in_doubt: bool = False) -> None:
        await self._settle_dispatches("failed", {dispatch: problem}, at)
        await self._connection.execute("update dispatch set in_doubt = $2 where id = $1", dispatch, in_doubt)

    async def dropped(self, dispatches: Mapping[int, str], at: datetime) -> None:
        await self._settle_dispatches("dropped", dispatches, at)

    async def _settle_dispatches(self, state: str, problems: Mapping[int, str], at: datetime) -> None:
        await self._connection.execute(
            """
            update dispatch d
            set state = $1, problem = s.problem, settled_at = $4, note = (d.note::jsonb #- '{about,token}')::json
            from unnest($2::bigint[], $3::text[]) as s (id, problem)
            where d.id = s.id and d.state = 'due'
            """,
            state,
            list(problems),
            list(problems.values()),
            at,
        )

    async def again(
        self, dispatch: int, due_at: datetime, problem: str, *, counts: bool = True, in_doubt: bool = False
    ) -> None:
        await self._connection.execute(
            """
            update dispatch
            set due_at = $2, problem = $3, attempts = attempts - case when $4 then 0 else 1 end, in_doubt = $5
            where id = $1 and state = 'due'
            """,
            dispatch,
            due_at,
            problem,
            counts,
            in_doubt,
        )

    async def unpushed(self, dispatch: int) -> list[Notice]:
        rows = await self._connection.fetch(
            f"""
            select {NOTICE}
            from dispatch_notice j
            join notice n on n.id = j.notice_id
            join channel c on c.id = n.channel_id
            where j.dispatch_id = $1 and not exists (
                select from dispatch_notice o join dispatch d on d.id = o.dispatch_id
                where o.notice_id = n.id and o.carrier = 'push' and d.state in ('due', 'accepted'))
            """,
            dispatch,
        )
        return [notice_of(row) for row in rows]

    async def one(self, notice: int) -> Notice | None:
        row = await self._connection.fetchrow(
            f"select {NOTICE} from notice n join channel c on c.id = n.channel_id where n.id = $1", notice
        )
        return None if row is None else notice_of(row)

    async def publications(self, notices: Collection[int]) -> Mapping[int, bytes]:
        rows = await self._connection.fetch(
            """
            select n.id, p.data from notice n
            join publication p on p.channel_id = n.channel_id and p."offset" = n."offset"
            where n.id = any($1::bigint[])
            """,
            list(notices),
        )
        return {row["id"]: row["data"].encode() for row in rows}

    async def mark_revisions(self, marks: Collection[int]) -> Mapping[int, int]:
        rows = await self._connection.fetch("select id, revision from mark where id = any($1::bigint[])", list(marks))
        return {row["id"]: row["revision"] for row in rows}

    async def attendance_revisions(self, cells: Collection[tuple[int, int]]) -> Mapping[tuple[int, int], int]:
        rows = await self._connection.fetch(
            """
            select a.lesson_id, a.student_id, a.revision
            from unnest($1::bigint[], $2::bigint[]) as x (lesson_id, student_id)
            join attendance a using (lesson_id, student_id)
            join lesson l on l.id = a.lesson_id and not l.cancelled
            """,
            [lesson for lesson, _ in cells],
            [student for _, student in cells],
        )
        return {(row["lesson_id"], row["student_id"]): row["revision"] for row in rows}

    async def correspondents(self, persons: Collection[int]) -> Mapping[int, Correspondent]:
        rows = await self._connection.fetch(
            """
            select p.id, p.family_name, p.given_name, p.middle_name, coalesce(s.language, 'ru') as language,
                   coalesce(s.zone, (select k.zone from belongs_now b join school k on k.id = b.school_id
                                     where b.person_id = p.id order by k.id limit 1), 'UTC') as zone,
                   coalesce(m.address, p.email) as address, m.confirmed_at is not null as confirmed, p.phone
            from person p
            left join notice_setting s on s.person_id = p.id
            left join mailbox m on m.person_id = p.id
            where p.id = any($1::bigint[])
            """,
            list(persons),
        )
        return {
            row["id"]: Correspondent(
                person=row["id"],
                name=name(row),
                language=row["language"],
                zone=row["zone"],
                address=row["address"],
                confirmed=row["confirmed"],
                phone=row["phone"],
            )
            for row in rows
        }

    async def endpoints(self, numbers: Collection[int]) -> Mapping[int, Endpoint]:
        rows = await self._connection.fetch(
            "select id, url, p256dh, auth from endpoint where id = any($1::bigint[])", list(numbers)
        )
        return {row["id"]: Endpoint(**row) for row in rows}

    async def forget_endpoint(self, number: int) -> None:
        await self._connection.execute("delete from endpoint where id = $1", number)

    async def addressee(self, dispatch: int) -> int | None:
        person: int | None = await self._connection.fetchval(
            """
            select d.person_id from dispatch d left join mailbox m on m.person_id = d.person_id
            where d.id = $1 and d.carrier = 'mail' and d.note is null and d.attempts > 0
              and (m.confirmed_at is null or m.confirmed_at < d.made_at)
            """,
            dispatch,
        )
        return person

    async def refuse_mailbox(self, person: int, problem: str, at: datetime) -> None:
        await self._connection.execute(
            """
            insert into mailbox (person_id, address, refused_at, problem)
            select p.id, coalesce(m.address, p.email), $3, $2 from person p left join mailbox m on m.person_id = p.id
            where p.id = $1 and coalesce(m.address, p.email) is not null
            on conflict (person_id) do update set refused_at = $3, problem = $2
            """,
            person,
            problem,
            at,
        )

    async def forget(self, before: datetime, limit: int) -> int:
        rows = await self._connection.fetch(
            "select id from notice where settled_at < $1 and state in ('handed_on', 'dropped') limit $2", before, limit
        )
        notices = [row["id"] for row in rows]
        await self._connection.execute("delete from dispatch_notice where notice_id = any($1::bigint[])", notices)
        await self._connection.execute("delete from notice where id = any($1::bigint[])", notices)
        dispatches: str = await self._connection.execute(
            """
            delete from dispatch where id in (
                select d.id from dispatch d
                where d.settled_at < $1 and not exists (select from dispatch_notice j where j.dispatch_id = d.id)
                limit $2)
            """,
            before,
            limit,
        )
        await self._connection.execute("delete from alarm where closed_at < $1", before)
        await self._connection.execute(
            "delete from told_lesson t using lesson l where l.id = t.lesson_id and l.day < $1::date", before
        )
        return len(notices) + int(dispatches.split()[1])

    async def no_mail(self, person: int, kind: NoticeKind | None) -> None:
        await self._connection.execute(
            """
            insert into notice_mode (person_id, kind, carrier, mode) select $1, unnest($2::text[]), 'mail', 'off'
            on conflict (person_id, kind, carrier) do update set mode = 'off'
            """,
            person,
            [] if kind is None else [kind.value],
        )
        if kind is None:
            await self._connection.execute(
                "update notice_mode set mode = 'off' where person_id = $1 and carrier = 'mail'"
                " and mode in ('daily', 'weekly')",
                person,
            )


def _note(text: str | None) -> Note | None:
    if text is None:
        return None
    said = json.loads(text)
    return Note(**{**said, "kind": NoteKind(said["kind"]), "carrier": CarrierName(said["carrier"])})
