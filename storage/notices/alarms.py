"""Rows of alarms, which become louder step by step."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from channels.notices.ports import PATIENCE, Alarm, Notice
from channels.notices.preferences import NoticeKind
from storage.notices.rows import NOTICE, notice_of
from storage.pool import Connection


class PostgresAlarms:
    _connection: Connection

    async def raise_alarms(self, outbox: Sequence[int], at: datetime) -> None:
        """Raises alarms for urgent publications and for absences."""
        await self._connection.execute(
            """
            insert into alarm (channel_id, "offset", is_absence, due_at)
            select channel_id, "offset", kind = $3, $2::timestamptz from outbox
            where id = any($1::bigint[]) and (urgent or kind = $3)
            on conflict do nothing
            """,
            outbox,
            at + PATIENCE,
            NoticeKind.ABSENCE.value,
        )

    async def alarms(self, at: datetime, lately: timedelta, limit: int) -> list[Alarm]:
        rows = await self._connection.fetch(
            """
            select a.id, a.step, a.is_absence,
                   not a.is_absence and exists (
                       select from notice n where n.channel_id = a.channel_id and n."offset" = a."offset"
                       and n.acted_at is not null)
                   or a.is_absence and exists (
                       select from alarm o
                       where o.channel_id = a.channel_id and o.is_absence
                         and o.closed_at > $1::timestamptz - $2::interval and o.why in ('acted', 'told_staff')
                   ) as is_known
            from alarm a where a.due_at <= $1 and a.closed_at is null
            order by a.due_at, a.id limit $3 for update skip locked
            """,
            at,
            lately,
            limit,
        )
        notices = await self._connection.fetch(
            f"""
            select a.id as alarm_id, {NOTICE}
            from alarm a
            join notice n on n.channel_id = a.channel_id and n."offset" = a."offset" and n.acted_at is null
            join channel c on c.id = n.channel_id
            where a.id = any($1::bigint[]) order by n.id
            """,
            [row["id"] for row in rows],
        )
        of: dict[int, list[Notice]] = defaultdict(list)
        for row in notices:
            of[row["alarm_id"]].append(notice_of(row))
        return [Alarm(**row, notices=of[row["id"]]) for row in rows]

    async def waiting_for(self, person: int) -> list[Notice]:
        rows = await self._connection.fetch(
            f"""
            select {NOTICE}
            from notice n
            join alarm a on a.channel_id = n.channel_id and a."offset" = n."offset" and a.closed_at is null
            join channel c on c.id = n.channel_id
            where n.person_id = $1 and n.acted_at is null and n.kind <> $2 order by n.id desc limit 20
            """,
            person,
            NoticeKind.UNANSWERED.value,
        )
        return [notice_of(row) for row in rows]

    async def act(self, notice: Notice, at: datetime, *, for_family: bool) -> None:
        await self._connection.execute(
            "update notice set acted_at = coalesce(acted_at, $2) where id = $1", notice.id, at
        )
        if not for_family:
            return
        await self._connection.execute(
            """
            update alarm a set closed_at = $2, why = 'acted'
            from notice n
            where n.id = $1 and a.channel_id = n.channel_id and a.closed_at is null and a.is_absence
            """,
            notice.id,
            at,
        )

    async def close_alarms(self, alarms: Sequence[Alarm], why: str, at: datetime) -> None:
        await self._connection.execute(
            "update alarm set closed_at = $2, why = $3 where id = any($1::bigint[])",
            [alarm.id for alarm in alarms],
            at,
            why,
        )

    async def step_on(self, alarms: Sequence[Alarm], due_at: datetime) -> None:
        await self._connection.execute(
            "update alarm set step = step + 1, due_at = $2 where id = any($1::bigint[])",
            [alarm.id for alarm in alarms],
            due_at,
        )

    async def raise_(self, notices: Sequence[Notice], at: datetime) -> None:
        await self._connection.execute(
            """
            update notice set urgent = true, state = 'handed_on', why = null, settled_at = $2
            where id = any($1::bigint[])
            """,
            [notice.id for notice in notices],
            at,
        )

    async def tell_staff(self, alarms: Sequence[Alarm], at: datetime) -> None:
        await self._connection.execute(
            """
            insert into notice (person_id, channel_id, "offset", kind, urgent, published_at, due_at)
            select distinct t.teacher_id, a.channel_id, a."offset", $3, false, p.at, $2::timestamptz
            from alarm a
            join channel c on c.id = a.channel_id
            join publication p on p.channel_id = a.channel_id and p."offset" = a."offset"
            cross join lateral (
                select e.class_id from class_enrolment_now e
                where e.student_id = split_part(c.name, ':', 2)::bigint offset 0) e
            cross join lateral (
                select t.teacher_id from class_teacher_now t where t.class_id = e.class_id offset 0) t
            where a.id = any($1::bigint[]) and a.is_absence
            on conflict do nothing
            """,
            [alarm.id for alarm in alarms],
            at,
            NoticeKind.UNANSWERED.value,
        )
        await self.close_alarms(alarms, "told_staff", at)
