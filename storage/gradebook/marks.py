"""Marks and their history."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg

from channels.gradebook.model import AnyMark, AtLesson, Mark, MarkRevision, MarkState, WithdrawnMark
from channels.gradebook.ports import LockedMark, MarkDraft
from channels.people import PersonRef
from storage.people import person_ref
from storage.pool import Connection

# A mark as it is shown, with `was`: the state before the last correction. Each reader adds a WHERE.
SHOWN = """
    select m.id, m.student_id, m.course_id, m.lesson_id, m.revision, m.value, m.kind_id, m.weight, m.comment,
           m.posted_at, m.changed_at, m.withdrawn, m.reason,
           a.id as author_id, a.family_name as author_family_name, a.given_name as author_given_name,
           a.middle_name as author_middle_name,
           l.day, l.number, c.subject,
           w.value as was_value, w.kind_id as was_kind_id, w.weight as was_weight, w.comment as was_comment
    from mark m
    join person a on a.id = m.author_id
    join lesson l on l.id = m.lesson_id
    join course c on c.id = m.course_id
    left join mark_revision w on w.mark_id = m.id and w.revision = m.revision - 1
"""


def shown(row: asyncpg.Record, author: PersonRef | None = None) -> AnyMark:
    """Makes a mark from a row; a given `author` is not read from the row."""
    common = {
        "id": row["id"],
        "student": row["student_id"],
        "course": row["course_id"],
        "lesson": row["lesson_id"],
        "at_lesson": at_lesson(row),
        "author": author or person_ref(row, "author_"),
        "changed_at": row["changed_at"],
        "revision": row["revision"],
        "reason": row["reason"],
    }
    if row["withdrawn"]:
        return WithdrawnMark(**common)
    was = None
    if row["was_value"] is not None:
        was = MarkState(
            value=row["was_value"],
            kind=row["was_kind_id"],
            weight=row["was_weight"],
            comment=row["was_comment"],
        )
    return Mark(
        **common,
        kind=row["kind_id"],
        value=row["value"],
        weight=row["weight"],
        comment=row["comment"],
        posted_at=row["posted_at"],
        was=was,
    )


def at_lesson(row: asyncpg.Record) -> AtLesson:
    return AtLesson(id=row["lesson_id"], day=row["day"], number=row["number"], subject=row["subject"])


class PostgresMarks:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, course: int, author: int, at: datetime, drafts: Sequence[MarkDraft]) -> list[Mark]:
        rows = await self._connection.fetch(
            """
            with posted as (
                insert into mark (lesson_id, course_id, student_id, revision, value, kind_id, weight, comment,
                                  author_id, posted_at, changed_at)
                select lesson, $1, student, 1, value, kind, weight, comment, $2, $3, $3
                from unnest($4::bigint[], $5::bigint[], $6::int[], $7::bigint[], $8::int[], $9::text[])
                    with ordinality as draft (lesson, student, value, kind, weight, comment, n)
                order by n
                returning *
            ), kept as (
                insert into mark_revision (mark_id, revision, value, kind_id, weight, comment, withdrawn, reason,
                                           author_id, at)
                select id, 1, value, kind_id, weight, comment, false, '', author_id, posted_at from posted
            )
            select m.*, a.family_name as author_family_name, a.given_name as author_given_name,
                   a.middle_name as author_middle_name, l.day, l.number, c.subject, null as was_value
            from posted m
            join person a on a.id = m.author_id
            join lesson l on l.id = m.lesson_id
            join course c on c.id = m.course_id
            order by m.id
            """,
            course,
            author,
            at,
            [draft.lesson for draft in drafts],
            [draft.student for draft in drafts],
            [draft.state.value for draft in drafts],
            [draft.state.kind for draft in drafts],
            [draft.state.weight for draft in drafts],
            [draft.state.comment for draft in drafts],
        )
        poster = person_ref(rows[0], "author_")
        return [mark for row in rows if isinstance(mark := shown(row, poster), Mark)]

    async def lock(self, mark: int) -> LockedMark | None:
        row = await self._connection.fetchrow(f"{SHOWN} where m.id = $1 for update of m", mark)
        if row is None:
            return None
        state = MarkState(value=row["value"], kind=row["kind_id"], weight=row["weight"], comment=row["comment"])
        return LockedMark(shown(row), state, row["course_id"], row["student_id"], row["revision"])

    async def revise(
        self, mark: LockedMark, state: MarkState, *, author: int, at: datetime, reason: str, withdrawn: bool
    ) -> AnyMark:
        await self._connection.execute(
            """
            with revised as (
                update mark set revision = revision + 1, value = $2, kind_id = $3, weight = $4, comment = $5,
                    author_id = $6, changed_at = $7, reason = $8, withdrawn = $9
                where id = $1 returning *
            )
            insert into mark_revision
                (mark_id, revision, value, kind_id, weight, comment, withdrawn, reason, author_id, at)
            select id, revision, value, kind_id, weight, comment, withdrawn, reason, author_id, changed_at from revised
            """,
            mark.shown.id,
            state.value,
            state.kind,
            state.weight,
            state.comment,
            author,
            at,
            reason,
            withdrawn,
        )
        found = await self.shown(mark.shown.id)
        assert found is not None
        return found[1]

    async def history(self, mark: int) -> list[MarkRevision]:
        rows = await self._connection.fetch(
            """
            select r.*, a.family_name as author_family_name, a.given_name as author_given_name,
                   a.middle_name as author_middle_name
            from mark_revision r join person a on a.id = r.author_id
            where r.mark_id = $1 order by r.revision
            """,
            mark,
        )
        return [
            MarkRevision(
                revision=row["revision"],
                value=row["value"],
                kind=row["kind_id"],
                weight=row["weight"],
                comment=row["comment"],
                withdrawn=row["withdrawn"],
                reason=row["reason"],
                author=person_ref(row, "author_"),
                at=row["at"],
            )
            for row in rows
        ]

    async def shown(self, mark: int) -> tuple[int, AnyMark] | None:
        row = await self._connection.fetchrow(f"{SHOWN} where m.id = $1", mark)
        return None if row is None else (row["course_id"], shown(row))
