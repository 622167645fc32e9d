"""Rows of what people were told of lessons that were changed."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

import asyncpg

from channels.notices.ports import LessonHour, ToldLesson
from channels.notices.preferences import NoticeKind
from channels.substitutions.model import LessonPlace
from storage.pool import Connection

# A dispatch that was tried and whose outcome is not known may have arrived.
_TOLD = """
    select t.*, exists (
        select from dispatch_notice j join dispatch d on d.id = j.dispatch_id
        where j.notice_id = t.notice_id
          and (d.state = 'accepted' or d.in_doubt)) as is_out
    from told_lesson t
"""
_FIRST = "min((l.day + b.starts) at time zone s.zone) as starts_at"
_HELD = """
    cross join lateral bell_of(l.course_id, l.day, l.number) b
    join course c on c.id = l.course_id
    join school s on s.id = c.school_id
    left join lesson_deviation v on v.lesson_id = l.id
    where (not l.cancelled or v.instead <> '')
"""


class PostgresToldLessons:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def told(
        self, pairs: Collection[tuple[int, int]], *, lock: bool = False
    ) -> dict[tuple[int, int], ToldLesson]:
        asked = sorted(pairs, key=lambda pair: (pair[1], pair[0]))
        persons, lessons = [person for person, _ in asked], [lesson for _, lesson in asked]
        if lock:  # first, so that what is read then is what others have left
            await self._connection.execute(
                """
                select from told_lesson
                where (person_id, lesson_id) in (select * from unnest($1::bigint[], $2::bigint[]))
                order by lesson_id, person_id for update
                """,
                persons,
                lessons,
            )
        rows = await self._connection.fetch(
            f"{_TOLD} join unnest($1::bigint[], $2::bigint[]) x (person_id, lesson_id) using (person_id, lesson_id)",
            persons,
            lessons,
        )
        return {(row["person_id"], row["lesson_id"]): _told(row) for row in rows}

    async def told_by(self, notices: Collection[int]) -> dict[int, list[ToldLesson]]:
        rows = await self._connection.fetch(f"{_TOLD} where t.notice_id = any($1::bigint[])", list(notices))
        by_notice: dict[int, list[ToldLesson]] = defaultdict(list)
        for row in rows:
            by_notice[row["notice_id"]].append(_told(row))
        return by_notice

    async def keep(self, told: Sequence[ToldLesson]) -> None:
        await self._connection.executemany(
            """
            update told_lesson set place = $3, revision = $4, notice_id = $5, was = $6
            where lesson_id = $1 and person_id = $2
            """,
            [
                (one.lesson, one.person, _text(one.place), one.revision, one.notice, _text(one.was))
                for one in sorted(told, key=lambda one: (one.lesson, one.person))
            ],
        )

    async def newest(self, persons: Collection[int], kind: NoticeKind) -> Mapping[int, datetime]:
        rows = await self._connection.fetch(
            """
            select person_id, max(published_at) as newest from notice
            where person_id = any($1::bigint[]) and state = 'waiting' and kind = $2
            group by person_id
            """,
            list(persons),
            kind.value,
        )
        return {row["person_id"]: row["newest"] for row in rows}

    async def students(self, pairs: Collection[tuple[int, int]]) -> Mapping[tuple[int, int], list[int]]:
        rows = await self._connection.fetch(
            """
            with of_person as materialized (
                select p.person_id, s.student_id
                from (select distinct unnest($1::bigint[]) as person_id) p
                cross join lateral (
                    select g.student_id from guardianship_now g
                    where g.guardian_id = p.person_id and has_service(g.scopes, 'diary')
                    union select p.person_id
                    offset 0) s
            )
            select x.person_id, x.lesson_id, s.student_id
            from unnest($1::bigint[], $2::bigint[]) x (person_id, lesson_id)
            join of_person s on s.person_id = x.person_id
            where exists (select from lesson_enrolled i
                          where i.lesson_id = x.lesson_id and i.student_id = s.student_id offset 0)
            order by s.student_id
            """,
            [person for person, _ in pairs],
            [lesson for _, lesson in pairs],
        )
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for row in rows:
            found[row["person_id"], row["lesson_id"]].append(row["student_id"])
        return found

    async def hours(self, places: Sequence[tuple[int, date, int]]) -> list[LessonHour]:
        rows = await self._connection.fetch(
            """
            select b.starts, coalesce(p.day + b.starts, p.day + interval '1 day') at time zone s.zone as begins,
                   (p.day - interval '1 day') at time zone s.zone as near_from
            from unnest($1::bigint[], $2::date[], $3::int[]) with ordinality as p (course, day, number, n)
            join course c on c.id = p.course
            join school s on s.id = c.school_id
            left join lateral bell_of(p.course, p.day, p.number) b on true
            order by p.n
            """,
            [course for course, _, _ in places],
            [day for _, day, _ in places],
            [number for _, _, number in places],
        )
        return [LessonHour(begins=row["begins"], near_from=row["near_from"], clock=row["starts"]) for row in rows]

    async def first_hours(
        self, students: Collection[tuple[int, date]], teachers: Collection[tuple[int, date]]
    ) -> tuple[Mapping[tuple[int, date], datetime], Mapping[tuple[int, date], datetime]]:
        of_students = await self._connection.fetch(
            f"""
            select x.person_id, x.day, {_FIRST}
            from unnest($1::bigint[], $2::date[]) x (person_id, day)
            cross join lateral (
                select distinct e.course_id from course_enrolment_days e
                where e.student_id = x.person_id and e.from_day <= x.day and x.day < e.until_day offset 0) e
            cross join lateral (
                select l.* from lesson l where l.course_id = e.course_id and l.day = x.day offset 0) l
            {_HELD}
              and (select true from lesson_enrolled i
                   where i.lesson_id = l.id and i.student_id = x.person_id limit 1)
            group by x.person_id, x.day
            """,
            [person for person, _ in students],
            [day for _, day in students],
        )
        of_teachers = await self._connection.fetch(
            f"""
            select x.person_id, x.day, {_FIRST}
            from unnest($1::bigint[], $2::date[]) x (person_id, day)
            cross join lateral (
                select d.course_id, d.lesson_id, d.rank from teaching_days d
                where d.teacher_id = x.person_id and d.from_day <= x.day and x.day < d.until_day offset 0) d
            cross join lateral (
                select l.* from lesson l
                where l.course_id = d.course_id and l.day = x.day and coalesce(d.lesson_id, l.id) = l.id offset 0) l
            {_HELD}
              and (d.rank < 2 or not exists (
                  select from substitution u
                  where u.course_id = l.course_id and u.from_day <= l.day and l.day < u.until_day
                    and coalesce(u.lesson_id, l.id) = l.id))
            group by x.person_id, x.day
            """,
            [person for person, _ in teachers],
            [day for _, day in teachers],
        )
        return _by_day(of_students), _by_day(of_teachers)

    async def class_names(self, courses: Collection[int]) -> Mapping[int, str]:
        rows = await self._connection.fetch(
            "select c.id, h.name from course c join class h on h.id = c.class_id where c.id = any($1::bigint[])",
            list(courses),
        )
        return {row["id"]: row["name"] for row in rows}


def _by_day(rows: Sequence[asyncpg.Record]) -> dict[tuple[int, date], datetime]:
    return {(row["person_id"], row["day"]): row["starts_at"] for row in rows}


def _told(row: asyncpg.Record) -> ToldLesson:
    return ToldLesson(
        person=row["person_id"],
        lesson=row["lesson_id"],
        place=_place(row["place"]),
        revision=row["revision"],
        notice=row["notice_id"],
        was=_place(row["was"]),
        is_out=row["is_out"],
    )


def _place(text: str | None) -> LessonPlace | None:
    return None if text is None else LessonPlace.model_validate_json(text)


def _text(place: LessonPlace | None) -> str | None:
    return None if place is None else place.json_text
