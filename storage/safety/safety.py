"""Reports and their evidence, safeguarding people, silences and blocks."""

from collections.abc import Collection, Sequence
from datetime import datetime

import asyncpg
from pydantic import TypeAdapter

from channels.people import PersonRef
from channels.policy import WATCHED, ChatKind
from channels.safety.inputs import NewDecision, NewReport
from channels.safety.model import Decision, Evidence, Report, Reporter, ReportLine, ReportReason, ReportState
from channels.safety.ports import ReportFacts, Watched
from storage.people import person_ref
from storage.pool import Connection

_REPORTERS = TypeAdapter(list[Reporter])

_LINE = """
    select r.*, c.kind as chat_kind, m.author_id, a.family_name, a.given_name, a.middle_name,
           t.family_name as taker_family_name, t.given_name as taker_given_name, t.middle_name as taker_middle_name,
           t.id as taker_id,
           array(select distinct b.reason from report_by b where b.report_id = r.id order by 1) as reasons,
           (select count(*) from report_by b where b.report_id = r.id) as reporters
    from report r
    join chat c on c.id = r.chat_id
    join message m on m.chat_id = r.chat_id and m."offset" = r.message_offset
    join person a on a.id = m.author_id
    left join person t on t.id = r.taken_by
"""


class PostgresSafety:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def school_of(self, chat: int) -> int:
        school: int = await self._connection.fetchval("select school_id from chat where id = $1", chat)
        return school

    async def under_way(self, chat: int, offset: int) -> int | None:
        report: int | None = await self._connection.fetchval(
            "select id from report where chat_id = $1 and message_offset = $2 and state <> 'closed'", chat, offset
        )
        return report

    async def open(
        self, school: int, chat: int, offset: int, evidence: Evidence, at: datetime, word: str | None = None
    ) -> int:
        number: int = await self._connection.fetchval(
            """
            insert into report (school_id, chat_id, message_offset, evidence, opened_at, word)
            values ($1, $2, $3, $4, $5, $6) returning id
            """,
            school,
            chat,
            offset,
            evidence.model_dump_json(),
            at,
            word,
        )
        await self._connection.execute(
            "insert into report_file (report_id, file_id) select $1, unnest($2::bigint[])",
            number,
            [file.id for file in evidence.message.files],
        )
        return number

    async def add_reporter(self, report: int, person: int, asked: NewReport, at: datetime) -> bool:
        return bool(
            await self._connection.fetch(
                """
                insert into report_by (report_id, person_id, reason, words, at) values ($1, $2, $3, $4, $5)
                on conflict do nothing returning 1
                """,
                report,
                person,
                asked.reason.value,
                asked.words,
                at,
            )
        )

    async def listed(self, school: int, *, closed: bool, before: int | None, limit: int) -> list[ReportLine]:
        rows = await self._connection.fetch(
            f"""
            {_LINE} where r.school_id = $1 and (r.state = 'closed') = $2 and ($3::bigint is null or r.id < $3)
            order by r.id desc limit $4
            """,
            school,
            closed,
            before,
            limit,
        )
        return [ReportLine(**_line(row)) for row in rows]

    async def facts(self, report: int) -> ReportFacts | None:
        row = await self._connection.fetchrow(
            """
            select r.school_id, r.chat_id, r.message_offset, r.state, m.author_id
            from report r join message m on m.chat_id = r.chat_id and m."offset" = r.message_offset
            where r.id = $1
            """,
            report,
        )
        if row is None:
            return None
        return ReportFacts(
            row["school_id"], row["chat_id"], row["message_offset"], row["author_id"], ReportState(row["state"])
        )

    async def one(self, report: int) -> Report | None:
        row = await self._connection.fetchrow(
            f"""
            select l.*, d.family_name as decider_family_name, d.given_name as decider_given_name,
                   d.middle_name as decider_middle_name, d.id as decider_id,
                   (select coalesce(json_agg(json_build_object(
                        'person', json_build_object('id', p.id::text, 'name', json_build_object(
                            'family', p.family_name, 'given', p.given_name, 'middle', p.middle_name)),
                        'reason', b.reason, 'words', b.words, 'at', b.at) order by b.at), '[]')
                    from report_by b join person p on p.id = b.person_id where b.report_id = l.id) as reported_by
            from ({_LINE} where r.id = $1) l
            left join person d on d.id = l.decided_by
            """,
            report,
        )
        if row is None:
            return None
        return Report(
            **_line(row),
            evidence=Evidence.model_validate_json(row["evidence"]),
            reported_by=_REPORTERS.validate_json(row["reported_by"]),
            note=row["note"],
            decided_by=None if row["decider_id"] is None else person_ref(row, "decider_"),
            decided_at=row["decided_at"],
        )

    async def reporters(self, report: int) -> frozenset[int]:
        rows = await self._connection.fetch("select person_id from report_by where report_id = $1", report)
        return frozenset(row["person_id"] for row in rows)

    async def take(self, report: int, person: int, at: datetime) -> None:
        await self._connection.execute(
            "update report set state = 'taken', taken_by = $2, taken_at = $3 where id = $1", report, person, at
        )

    async def decide(self, report: int, person: int, asked: NewDecision, at: datetime) -> None:
        await self._connection.execute(
            """
            update report set state = 'closed', decision = $3, note = $4, decided_by = $2, decided_at = $5 where id = $1
            """,
            report,
            person,
            asked.decision.value,
            asked.note,
            at,
        )

    async def silence(self, chat: int, person: int, until: datetime, by: int, at: datetime) -> None:
        await self._connection.execute(
            """
            insert into silence (chat_id, person_id, until, set_by, set_at) values ($1, $2, $3, $4, $5)
            on conflict (chat_id, person_id) do update set until = greatest(silence.until, $3), set_by = $4, set_at = $5
            """,
            chat,
            person,
            until,
            by,
            at,
        )

    async def block(self, person: int, other: int, at: datetime, *, blocked: bool) -> bool:
        if blocked:
            changed = await self._connection.fetch(
                "insert into block (person_id, blocked_id, at) values ($1, $2, $3) on conflict do nothing returning 1",
                person,
                other,
                at,
            )
        else:
            changed = await self._connection.fetch(
                "delete from block where person_id = $1 and blocked_id = $2 returning 1", person, other
            )
        return bool(changed)

    async def blocked(self, person: int) -> list[PersonRef]:
        rows = await self._connection.fetch(
            """
            select p.id, p.family_name, p.given_name, p.middle_name
            from block b join person p on p.id = b.blocked_id where b.person_id = $1 order by p.family_name, p.id
            """,
            person,
        )
        return [person_ref(row) for row in rows]

    async def shut_out(self, person: int, others: Collection[int]) -> frozenset[int]:
        rows = await self._connection.fetch(
            """
            select blocked_id as other from block where person_id = $1 and blocked_id = any($2::bigint[])
            union select person_id from block where blocked_id = $1 and person_id = any($2::bigint[])
            """,
            person,
            list(others),
        )
        return frozenset(row["other"] for row in rows)

    async def words(self, school: int) -> list[str]:
        rows = await self._connection.fetch("select word from watched_word where school_id = $1 order by word", school)
        return [row["word"] for row in rows]

    async def set_words(self, school: int, words: Sequence[str], by: int, at: datetime) -> None:
        await self._connection.execute(
            "delete from watched_word where school_id = $1 and word <> all($2::text[])", school, list(words)
        )
        await self._connection.execute(
            """
            insert into watched_word (school_id, word, set_by, set_at)
            select $1, word, $3, $4 from unnest($2::text[]) as w (word) on conflict do nothing
            """,
            school,
            list(words),
            by,
            at,
        )
        await self._connection.execute(
            """
            insert into watched_until (school_id, message_id) select $1, coalesce(max(id), 0) from message
            on conflict do nothing
            """,
            school,
        )

    async def watched(self, limit: int) -> list[Watched]:
        rows = await self._connection.fetch(
            """
            with looked as (
                select u.school_id, u.message_id as since, (select coalesce(max(id), 0) from message) as top
                from watched_until u
                where exists (select from watched_word w where w.school_id = u.school_id) for update skip locked
            ), found as (
                select l.school_id, m.id, m.chat_id, m."offset", (
                    select w.word from watched_word w
                    where w.school_id = l.school_id
                      and m.words @@ plainto_tsquery('pg_catalog.russian', translate(w.word, 'ёЁ', 'еЕ'))
                    order by w.word limit 1) as word
                from looked l
                join message m on m.id > l.since and m.id <= l.top and m.withdrawn_at is null
                join chat c on c.id = m.chat_id and c.school_id = l.school_id and c.kind = any($2::text[])
            ), hit as (
                select * from found where word is not null order by id limit $1
            ), moved as (
                update watched_until u
                set message_id = case when (select count(*) from hit h where h.school_id = u.school_id) = $1
                                      then (select max(h.id) from hit h where h.school_id = u.school_id) else l.top end
                from looked l where l.school_id = u.school_id
            )
            select school_id, chat_id, "offset", word from hit order by id
            """,
            limit,
            [kind.value for kind in WATCHED],
        )
        return [Watched(row["school_id"], row["chat_id"], row["offset"], row["word"]) for row in rows]


def _line(row: asyncpg.Record) -> dict[str, object]:
    return {
        "id": row["id"],
        "school": row["school_id"],
        "chat_kind": ChatKind(row["chat_kind"]),
        "author": PersonRef(id=row["author_id"], name=person_ref(row).name),
        "reasons": [ReportReason(reason) for reason in row["reasons"]],
        "reporters": row["reporters"],
        "word": row["word"],
        "state": ReportState(row["state"]),
        "opened_at": row["opened_at"],
        "taken_by": None if row["taker_id"] is None else person_ref(row, "taker_"),
        "decision": None if row["decision"] is None else Decision(row["decision"]),
    }
