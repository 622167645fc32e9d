"""Single lessons of a timetable, and their changes."""

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime

import asyncpg

from channels.people import Name, PersonRef
from channels.substitutions.inputs import NewTeacherAbsence
from channels.substitutions.model import ChangedLesson, LessonPlace, TeacherAbsence
from channels.substitutions.ports import LessonApart, LessonOfDay, LessonState
from channels.substitutions.proposals import Colleague
from channels.timetable.clashes import HeldLesson
from channels.timetable.model import DayLesson
from storage.people import person_ref
from storage.pool import Connection

# Those who hold the lesson: who covers it, else who covers its course on that day, else the course's teachers.
_HOLDING = """
    select array_agg(d.teacher_id order by d.rank, d.teacher_id) as ids
    from (
        select t.teacher_id, min(t.rank) as rank,
               dense_rank() over (order by least(min(t.rank), 2)) as place
        from teaching_days t
        where t.course_id = l.course_id and t.from_day <= l.day and l.day < t.until_day
          and coalesce(t.lesson_id, l.id) = l.id
        group by t.teacher_id
    ) d where d.place = 1
"""


_APART = "(l.by_hand or not exists (select from pattern_row r where r.id = l.row_id and l.day < r.until_day))"

# $4: only those that stand apart from the pattern, and $5
_HELD = f"""
    select l.id, l.course_id, l.day, l.number, l.room_id, l.row_id, l.by_hand, {_APART} as is_apart, h.ids as teachers,
           (l.day - $2::date) * 1440 + (extract(epoch from b.starts) / 60)::int as starts,
           (l.day - $2::date) * 1440 + (extract(epoch from b.ends) / 60)::int as ends,
           s.students, array_remove(c.class_id || s.classes, null) as classes, c.group_name,
           coalesce(nullif((select d.word from lesson_deviation d where d.lesson_id = l.id), ''),
                    (select r.word from pattern_row r where r.id = l.row_id), '') as word
    from course c
    join lesson l on l.course_id = c.id
    left join lateral bell_of(l.course_id, l.day, l.number) b on true
    cross join lateral ({_HOLDING}) h
    cross join lateral (
        select array_agg(e.student_id) as students, array_agg(distinct n.class_id) as classes
        from course_enrolment_days e
        left join lateral (
            select n.class_id from class_enrolment_days n
            where n.student_id = e.student_id and n.from_day <= l.day and l.day < n.until_day offset 0) n on true
        where e.course_id = c.id and e.from_day <= l.day and l.day < e.until_day
    ) s
    where c.school_id = $1 and l.day = any($3::date[]) and not l.cancelled
        and c.ended_at is null and l.day < coalesce(c.end_day, 'infinity')
        and (not $4 or l.id = any($5::bigint[]) or {_APART})
"""

_ABSENCE = """
    select a.id, a.from_day, a.until_day, a.reason,
           p.id as teacher_id, p.family_name as teacher_family_name, p.given_name as teacher_given_name,
           p.middle_name as teacher_middle_name
    from teacher_absence a join person p on p.id = a.teacher_id
"""


def _held(row: asyncpg.Record) -> HeldLesson | None:
    """Makes a lesson by the clock; None for one without a bell."""
    if row["starts"] is None:
        return None
    return HeldLesson(
        row["id"],
        row["starts"],
        row["ends"],
        frozenset(row["teachers"] or ()),
        row["room_id"],
        frozenset(row["classes"] or ()),
        frozenset(row["students"] or ()),
        row["group_name"],
    )


def _day_lesson(row: asyncpg.Record) -> DayLesson:
    return DayLesson(id=row["id"], course=row["course_id"], day=row["day"], number=row["number"])


class PostgresLessons:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def lock(self, school: int, lessons: Collection[int]) -> dict[int, LessonState]:
        await self._connection.execute(
            "select from lesson where id = any($1::bigint[]) order by id for update", list(lessons)
        )
        rows = await self._connection.fetch(
            """
            select l.*, coalesce(d.instead, '') as instead, d.replaced_by, coalesce(d.note, '') as note,
                   coalesce(d.origin_day, l.day) as made_day, coalesce(d.origin_number, l.number) as made_number,
                   array(select teacher_id from substitution s where s.lesson_id = l.id) as covers,
                   (select count(*) from mark m
                    where m.course_id = l.course_id and m.lesson_id = l.id and not m.withdrawn) as marks
            from lesson l
            join course c on c.id = l.course_id
            left join lesson_deviation d on d.lesson_id = l.id
            where l.id = any($1::bigint[]) and c.school_id = $2
            """,
            list(lessons),
            school,
        )
        return {
            row["id"]: LessonState(
                id=row["id"],
                course=row["course_id"],
                day=row["day"],
                number=row["number"],
                room=row["room_id"],
                cancelled=row["cancelled"],
                instead=row["instead"],
                replaced_by=row["replaced_by"],
                note=row["note"],
                covers=frozenset(row["covers"]),
                revision=row["revision"],
                marks=row["marks"],
                made_for=None if row["row_id"] is None else (row["made_day"], row["made_number"]),
            )
            for row in rows
        }

    async def add(self, course: int, day: date, number: int) -> int | None:
        added: int | None = await self._connection.fetchval(
            """
            insert into lesson as l (course_id, day, number, by_hand) values ($1, $2, $3, true)
            on conflict (course_id, day, number) do update set cancelled = false
            where l.cancelled and l.row_id is null and l.by_hand
            returning id
            """,
            course,
            day,
            number,
        )
        return added

    async def store(self, lessons: Sequence[LessonState], word: str) -> None:
        # Two lessons of one course may change places: for a moment they are nowhere.
        await self._connection.execute(
            "update lesson set number = -id where id = any($1::bigint[])", [one.id for one in lessons]
        )
        await self._connection.executemany(
            """
            update lesson set day = $2, number = $3, room_id = $4, cancelled = $5,
                by_hand = true, revision = revision + 1
            where id = $1
            """,
            [(one.id, one.day, one.number, one.room, one.cancelled) for one in lessons],
        )
        await self._connection.executemany(
            """
            insert into lesson_deviation (lesson_id, instead, replaced_by, note, word, origin_day, origin_number)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (lesson_id) do update set instead = excluded.instead, replaced_by = excluded.replaced_by,
                note = excluded.note, word = excluded.word, origin_day = excluded.origin_day,
                origin_number = excluded.origin_number
            """,
            [(one.id, one.instead, one.replaced_by, one.note, word, *_moved_from(one)) for one in lessons],
        )
        await self._connection.execute(
            "delete from substitution where lesson_id = any($1::bigint[])", [one.id for one in lessons]
        )
        await self._connection.executemany(
            """
            insert into substitution (course_id, teacher_id, from_day, until_day, lesson_id)
            values ($1, $2, $3::date, $3::date + 1, $4)
            """,
            [(one.course, teacher, one.day, one.id) for one in lessons for teacher in sorted(one.covers)],
        )

    async def places(self, lessons: Collection[int]) -> dict[int, ChangedLesson]:
        rows = await self._connection.fetch(
            f"""
            select l.id, l.course_id, c.subject, l.revision, l.day, l.number, coalesce(r.name, '') as room, l.cancelled,
                   coalesce(d.instead, '') as instead, d.replaced_by, coalesce(d.note, '') as note, t.teachers
            from lesson l
            left join lesson_deviation d on d.lesson_id = l.id
            join course c on c.id = l.course_id
            left join room r on r.id = l.room_id
            cross join lateral ({_HOLDING}) h
            cross join lateral (
                select coalesce(json_agg(json_build_array(p.id, p.family_name, p.given_name, p.middle_name)
                                         order by array_position(h.ids, p.id)), '[]')::text as teachers
                from person p where p.id = any(h.ids)
            ) t
            where l.id = any($1::bigint[])
            """,
            list(lessons),
        )
        return {
            row["id"]: ChangedLesson(
                id=row["id"],
                course=row["course_id"],
                subject=row["subject"],
                revision=row["revision"],
                before=None,
                after=LessonPlace(
                    day=row["day"],
                    number=row["number"],
                    room=row["room"],
                    teachers=[
                        PersonRef(id=number, name=Name(family=family, given=given, middle=middle))
                        for number, family, given, middle in json.loads(row["teachers"])
                    ],
                    cancelled=row["cancelled"],
                    instead=row["instead"],
                    replaced_by=row["replaced_by"],
                    note=row["note"],
                ),
            )
            for row in rows
        }

    async def classes(self, places: Collection[tuple[int, date]]) -> dict[tuple[int, date], set[int]]:
        rows = await self._connection.fetch(
            """
            select p.course_id, p.day, array_remove(c.class_id || s.classes, null) as classes
            from unnest($1::bigint[], $2::date[]) p (course_id, day)
            join course c on c.id = p.course_id
            cross join lateral (
                select array_agg(distinct n.class_id) as classes
                from course_enrolment_days e
                cross join lateral (
                    select n.class_id from class_enrolment_days n
                    where n.student_id = e.student_id and n.from_day <= p.day and n.until_day > p.day offset 0) n
                join class k on k.id = n.class_id and k.school_id = c.school_id
                where e.course_id = p.course_id and e.from_day <= p.day and e.until_day > p.day
            ) s
            """,
            [course for course, _ in places],
            [day for _, day in places],
        )
        return {(row["course_id"], row["day"]): set(row["classes"]) for row in rows}

    async def there(self, places: Collection[tuple[int, date, int]]) -> dict[tuple[int, date, int], int]:
        rows = await self._connection.fetch(
            """
            select l.id, l.course_id, l.day, l.number
            from unnest($1::bigint[], $2::date[], $3::int[]) p (course_id, day, number)
            join lesson l using (course_id, day, number)
            """,
            [course for course, _, _ in places],
            [day for _, day, _ in places],
            [number for _, _, number in places],
        )
        return {(row["course_id"], row["day"], row["number"]): row["id"] for row in rows}

    async def held(self, school: int, days: Collection[date]) -> list[HeldLesson]:
        rows = await self._connection.fetch(_HELD, school, min(days), list(days), False, [])
        return [held for row in rows if (held := _held(row)) is not None]

    async def apart(self, school: int, days: Collection[date], also: Collection[int]) -> list[LessonApart]:
        rows = await self._connection.fetch(_HELD, school, min(days), list(days), True, list(also))
        return [LessonApart(_day_lesson(row), held, row["word"]) for row in rows if (held := _held(row)) is not None]

    async def beside_apart(self, school: int, day: date) -> list[LessonOfDay]:
        days = await self._connection.fetch(
            f"""
            select distinct l.day
            from course c
            cross join lateral (
                select l.day from lesson l
                where l.course_id = c.id and l.day >= $2 and not l.cancelled and {_APART} offset 0) l
            where c.school_id = $1 and c.ended_at is null
            """,
            school,
            day,
        )
        rows = await self._connection.fetch(_HELD, school, day, [row["day"] for row in days], False, [])
        return [
            LessonOfDay(
                _day_lesson(row),
                _held(row),
                row["word"],
                row["row_id"],
                row["is_apart"],
                row["by_hand"] or row["row_id"] is None,
            )
            for row in rows
        ]

    async def say(self, lessons: Collection[int], word: str) -> None:
        await self._connection.execute(
            """
            insert into lesson_deviation (lesson_id, instead, note, word)
            select lesson, '', '', $2 from unnest($1::bigint[]) lesson
            on conflict (lesson_id) do update set word = excluded.word
            """,
            list(lessons),
            word,
        )

    async def teachers_of(self, school: int, teachers: Collection[int]) -> set[int]:
        rows = await self._connection.fetch(
            "select distinct person_id from teacher_now where school_id = $1 and person_id = any($2::bigint[])",
            school,
            list(teachers),
        )
        return {row["person_id"] for row in rows}

    async def away(self, school: int, days: Collection[date]) -> set[tuple[int, date]]:
        rows = await self._connection.fetch(
            """
            select a.teacher_id, d.day
            from unnest($2::date[]) d (day)
            join teacher_absence a on a.from_day <= d.day and d.day < a.until_day and a.ended_at is null
            where a.school_id = $1
            """,
            school,
            list(days),
        )
        return {(row["teacher_id"], row["day"]) for row in rows}

    async def absences(self, school: int, day: date) -> list[TeacherAbsence]:
        rows = await self._connection.fetch(
            f"{_ABSENCE} where a.school_id = $1 and a.ended_at is null and a.until_day > $2 order by a.from_day, a.id",
            school,
            day,
        )
        return [_absence(row) for row in rows]

    async def absence(self, school: int, absence: int) -> TeacherAbsence | None:
        row = await self._connection.fetchrow(
            f"{_ABSENCE} where a.school_id = $1 and a.ended_at is null and a.id = $2", school, absence
        )
        return None if row is None else _absence(row)

    async def add_absence(self, school: int, asked: NewTeacherAbsence, person: int, at: datetime) -> TeacherAbsence:
        added = await self._connection.fetchval(
            """
            insert into teacher_absence (school_id, teacher_id, from_day, until_day, reason, author_id, at)
            values ($1, $2, $3, $4, $5, $6, $7) returning id
            """,
            school,
            asked.teacher,
            asked.from_day,
            asked.until_day,
            asked.reason,
            person,
            at,
        )
        found = await self.absence(school, added)
        assert found is not None
        return found

    async def end_absence(self, school: int, absence: int, at: datetime) -> bool:
        ended = await self._connection.fetchval(
            """
            update teacher_absence set ended_at = $3 where id = $2 and school_id = $1 and ended_at is null
            returning true
            """,
            school,
            absence,
            at,
        )
        return ended is True

    async def colleagues(self, school: int, day: date) -> list[Colleague]:
        rows = await self._connection.fetch(
            """
            select n.person_id,
                   coalesce(array_agg(distinct lower(c.subject)) filter (where c.id is not null), '{}') as subjects,
                   coalesce(array_agg(distinct c.class_id) filter (where c.class_id is not null), '{}') as classes
            from (select distinct person_id from teacher_now where school_id = $1) n
            left join lateral (
                select t.course_id from teaching_days t
                where t.teacher_id = n.person_id and t.rank > 1 and t.until_day > $2 offset 0) t on true
            left join course c on c.id = t.course_id and c.school_id = $1 and c.ended_at is null
            group by n.person_id order by n.person_id
            """,
            school,
            day,
        )
        return [Colleague(row["person_id"], frozenset(row["subjects"]), frozenset(row["classes"])) for row in rows]

    async def covers(self, school: int, day: date) -> dict[int, int]:
        rows = await self._connection.fetch(
            """
            select s.teacher_id, count(*) as covers
            from course c
            cross join lateral (
                select s.teacher_id from substitution s
                where s.course_id = c.id and s.from_day between $2::date - 14 and $2::date + 14 offset 0) s
            where c.school_id = $1 and c.ended_at is null
            group by s.teacher_id
            """,
            school,
            day,
        )
        return {row["teacher_id"]: row["covers"] for row in rows}

    async def keep(self, changed: Sequence[ChangedLesson], reason: str, word: str, person: int, at: datetime) -> None:
        await self._connection.executemany(
            """
            insert into lesson_change (lesson_id, revision, before, after, reason, word, author_id, at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                (
                    one.id,
                    one.revision,
                    None if one.before is None else one.before.json_text,
                    one.after.json_text,
                    reason,
                    word,
                    person,
                    at,
                )
                for one in changed
            ],
        )


def _moved_from(one: LessonState) -> tuple[date, int] | tuple[None, None]:
    """Returns the place for which the pattern made a lesson that stands elsewhere."""
    if one.made_for is None or one.made_for == (one.day, one.number):
        return None, None
    return one.made_for


def _absence(row: asyncpg.Record) -> TeacherAbsence:
    return TeacherAbsence(
        id=row["id"],
        teacher=person_ref(row, "teacher_"),
        from_day=row["from_day"],
        until_day=row["until_day"],
        reason=row["reason"],
    )
