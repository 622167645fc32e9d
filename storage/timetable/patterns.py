"""Patterns of timetables, and the lessons that are made from them."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time

import asyncpg

from channels.people import ClassRef, Name, PersonRef
from channels.school_year.model import Period
from channels.school_year.school_calendar import Span
from channels.timetable.model import SaidPatternRow, TaughtCourse
from channels.timetable.pattern_rows import Changes, Made, Slot
from storage.people import class_ref
from storage.pool import Connection
from storage.sources import TYPED

ADDED_AT_ONCE = 10_000  # lessons: a year of a large school in one statement would outlast what a statement may take


class PostgresPatterns:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def lock(self, school: int) -> None:
        await self._connection.execute(
            """
            insert into school_timetable (school_id) values ($1)
            on conflict (school_id) do update set made_until = school_timetable.made_until
            """,
            school,
        )

    async def periods(self, school: int) -> list[Period]:
        rows = await self._connection.fetch(
            """
            with own as (
                select id, title, from_day, until_day, grade_from, grade_until
                from academic_session where school_id = $1 and ended_at is null
            )
            select * from own
            union all
            select a.id, a.title, a.from_day, a.until_day, 1, 12
            from academic_session a join school s on s.source = a.source
            where s.id = $1 and a.school_id is null and a.ended_at is null
              and a.type in ('gradingPeriod', 'term', 'semester') and not exists (select from own)
            order by from_day, id
            """,
            school,
        )
        return [Period(**row) for row in rows]

    async def rows(self, school: int, day: date) -> list[SaidPatternRow]:
        rows = await self._connection.fetch(
            """
            select p.*
            from course c
            cross join lateral (
                select p.* from pattern_row p where p.course_id = c.id and p.until_day > greatest($2, p.from_day)
                offset 0) p
            where c.school_id = $1 and c.ended_at is null order by p.id
            """,
            school,
            day,
        )
        return [_said(row) for row in rows]

    async def courses(self, school: int, day: date) -> list[TaughtCourse]:
        rows = await self._connection.fetch(
            """
            select c.id, c.title, c.subject, coalesce(c.grade, h.grade) as grade, c.class_id, c.group_name,
                   c.source, c.revision, t.teachers
            from course c
            left join class h on h.id = c.class_id
            cross join lateral (
                select coalesce(json_agg(json_build_array(p.id, p.family_name, p.given_name, p.middle_name)
                                         order by d.rank, p.id), '[]')::text as teachers
                from (select teacher_id, min(rank) as rank from teaching_days
                      where course_id = c.id and until_day > $2 and rank > 1 group by teacher_id) d
                join person p on p.id = d.teacher_id
            ) t
            where c.school_id = $1 and c.ended_at is null and coalesce(c.end_day, 'infinity') > $2
            order by c.id
            """,
            school,
            day,
        )
        members = await self._members(school, day)
        return [
            TaughtCourse(
                id=row["id"],
                title=row["title"],
                subject=row["subject"],
                grade=row["grade"],
                class_=row["class_id"],
                classes=[class_ for class_, _ in members[row["id"]] if class_ is not None],
                students=sum(students for _, students in members[row["id"]]),
                teachers=[
                    PersonRef(id=number, name=Name(family=family, given=given, middle=middle))
                    for number, family, given, middle in json.loads(row["teachers"])
                ],
                group=row["group_name"],
                typed=row["source"] == TYPED,
                revision=row["revision"],
            )
            for row in rows
        ]

    async def _members(self, school: int, day: date) -> Mapping[int, list[tuple[ClassRef | None, int]]]:
        """Returns how many students of each class are in each course of the school; of no class with None."""
        rows = await self._connection.fetch(
            """
            select i.course_id, m.id as class_id, m.name as class_name, m.grade, count(*) as students
            from (
                select c.id as course_id, e.student_id
                from course c
                cross join lateral (
                    select e.student_id from course_enrolment_days e
                    where e.course_id = c.id and e.until_day > $2 group by e.student_id offset 0) e
                where c.school_id = $1 and c.ended_at is null
            ) i
            -- of each student once, however many courses they have (Memoize)
            left join lateral (
                select min(n.class_id) as id
                from class_enrolment_days n join class k on k.id = n.class_id and k.school_id = $1
                where n.student_id = i.student_id and n.until_day > $2
            ) n on true
            left join class m on m.id = n.id
            group by i.course_id, m.id order by i.course_id, m.name, m.id
            """,
            school,
            day,
        )
        members: dict[int, list[tuple[ClassRef | None, int]]] = defaultdict(list)
        for row in rows:
            members[row["course_id"]].append((class_ref(row), row["students"]))
        return members

    async def students(self, school: int, day: date) -> Mapping[int, frozenset[int]]:
        rows = await self._connection.fetch(
            """
            select c.id as course_id, e.students
            from course c
            cross join lateral (
                select array_agg(distinct e.student_id) as students from course_enrolment_days e
                where e.course_id = c.id and e.until_day > $2) e
            where c.school_id = $1 and c.ended_at is null and e.students is not null
            """,
            school,
            day,
        )
        return {row["course_id"]: frozenset(row["students"]) for row in rows}

    async def bells(self, places: Sequence[tuple[int, date, int]]) -> list[tuple[time, time] | None]:
        rows = await self._connection.fetch(
            """
            select b.starts, b.ends
            from unnest($1::bigint[], $2::date[], $3::int[]) with ordinality as p (course, day, number, n)
            left join lateral bell_of(p.course, p.day, p.number) b on true
            order by p.n
            """,
            [course for course, _, _ in places],
            [day for _, day, _ in places],
            [number for _, _, number in places],
        )
        return [None if row["starts"] is None else (row["starts"], row["ends"]) for row in rows]

    async def lessons(self, courses: Collection[int], span: Span) -> tuple[list[Made], set[Slot]]:
        rows = await self._connection.fetch(
            """
            select l.id, l.course_id, l.day, l.number, l.row_id, l.room_id, d.origin_day, d.origin_number,
                   l.by_hand or l.cancelled or l.topic <> '' or l.homework <> '' or l.kind_id is not null
                   or l.day <= (now() at time zone s.zone)::date as touched
            from lesson l
            join course c on c.id = l.course_id
            join school s on s.id = c.school_id
            left join lesson_deviation d on d.lesson_id = l.id
            where l.course_id = any($1::bigint[])
              and (l.day >= $2 and l.day < $3 or d.origin_day >= $2 and d.origin_day < $3)
            """,
            list(courses),
            span.first,
            span.end,
        )
        made: list[Made] = []
        taken: set[Slot] = set()
        for row in rows:
            here = Slot(row["course_id"], row["day"], row["number"])
            if row["row_id"] is None or row["origin_day"] is not None:
                taken.add(here)
            if row["row_id"] is not None:
                origin = Slot(row["course_id"], row["origin_day"] or row["day"], row["origin_number"] or row["number"])
                if origin.day in span:
                    made.append(Made(origin, row["row_id"], row["room_id"], row["touched"], row["id"]))
        return made, taken

    async def change(
        self, ended: Collection[int], from_day: date, added: Sequence[SaidPatternRow], person: int, at: datetime
    ) -> list[SaidPatternRow]:
        await self._connection.execute(
            "update pattern_row set until_day = greatest($2, from_day) where id = any($1::bigint[])",
            list(ended),
            from_day,
        )
        made = await self._connection.fetch(
            """
            insert into pattern_row (course_id, weekday, number, room_id, cycle, weeks, anchor, from_day, until_day,
                                     word, added_by, added_at)
            select a.course_id, a.weekday, a.number, a.room_id, a.cycle, a.weeks::int[], a.anchor, a.from_day,
                   a.until_day, a.word, $1, $2
            from unnest($3::bigint[], $4::int[], $5::int[], $6::bigint[], $7::int[], $8::text[], $9::date[],
                        $10::date[], $11::date[], $12::text[]) with ordinality
                as a (course_id, weekday, number, room_id, cycle, weeks, anchor, from_day, until_day, word, n)
            order by a.n returning id
            """,
            person,
            at,
            [row.course for row in added],
            [row.weekday for row in added],
            [row.number for row in added],
            [row.room for row in added],
            [row.cycle for row in added],
            [f"{{{','.join(map(str, row.weeks))}}}" for row in added],  # as text: some have more weeks than others
            [row.anchor for row in added],
            [row.from_day for row in added],
            [row.until_day for row in added],
            [row.word for row in added],
        )
        return [row.model_copy(update={"id": one["id"]}) for row, one in zip(added, made, strict=True)]

    async def say(self, rows: Collection[int], word: str) -> None:
        await self._connection.execute(
            "update pattern_row set word = $2 where id = any($1::bigint[])", list(rows), word
        )

    async def apply(self, changes: Changes, rows: Mapping[int, int]) -> None:
        await self._connection.execute(
            "delete from lesson where id = any($1::bigint[])", [made.id for made in changes.drop]
        )
        moved: dict[tuple[int, int | None], list[int]] = defaultdict(list)
        for made, row in changes.move:
            moved[rows.get(row.id, row.id), row.room].append(made.id)
        await self._connection.executemany(
            "update lesson set row_id = $1, room_id = $2, revision = revision + 1 where id = any($3::bigint[])",
            [(row, room, ids) for (row, room), ids in moved.items()],
        )
        for first in range(0, len(changes.add), ADDED_AT_ONCE):
            some = changes.add[first : first + ADDED_AT_ONCE]
            await self._connection.execute(
                """
                insert into lesson (course_id, day, number, row_id, room_id)
                select * from unnest($1::bigint[], $2::date[], $3::int[], $4::bigint[], $5::bigint[])
                """,
                [slot.course for slot, _ in some],
                [slot.day for slot, _ in some],
                [slot.number for slot, _ in some],
                [rows.get(row.id, row.id) for _, row in some],
                [row.room for _, row in some],
            )

    async def made_until(self, school: int) -> date:
        day: date | None = await self._connection.fetchval(
            "select made_until from school_timetable where school_id = $1", school
        )
        return date.min if day is None else day

    async def keep_made_until(self, school: int, day: date) -> None:
        await self._connection.execute("update school_timetable set made_until = $2 where school_id = $1", school, day)

    async def schools(self) -> list[int]:
        rows = await self._connection.fetch(
            """
            select s.id from school s
            where (select true from course c join pattern_row p on p.course_id = c.id
                   where c.school_id = s.id and c.ended_at is null limit 1)
            order by s.id
            """
        )
        return [row["id"] for row in rows]


def _said(row: asyncpg.Record) -> SaidPatternRow:
    return SaidPatternRow(
        id=row["id"],
        course=row["course_id"],
        weekday=row["weekday"],
        number=row["number"],
        room=row["room_id"],
        cycle=row["cycle"],
        weeks=row["weeks"],
        anchor=row["anchor"],
        from_day=row["from_day"],
        until_day=row["until_day"],
        word=row["word"],
    )
