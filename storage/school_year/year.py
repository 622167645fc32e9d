"""The year as a school says it."""

from datetime import datetime

from channels.school_year.inputs import NewSchoolYear
from channels.school_year.model import FreeDays, Period, SchoolYear
from storage.pool import Connection
from storage.sources import TYPED

SIX_DAYS = 6  # of a school that has not said how long its week is


class PostgresSchoolYears:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def one(self, school: int) -> SchoolYear:
        said = await self._connection.fetchrow(
            "select weekdays, revision from school_year where school_id = $1", school
        )
        periods = await self._connection.fetch(
            """
            select id, title, from_day, until_day, grade_from, grade_until from academic_session
            where school_id = $1 and ended_at is null order by from_day, grade_from, id
            """,
            school,
        )
        free = await self._connection.fetch(
            """
            select title, from_day, until_day, grade_from, grade_until from free_days
            where school_id = $1 order by from_day, grade_from, id
            """,
            school,
        )
        return SchoolYear(
            revision=said["revision"] if said else 0,
            weekdays=said["weekdays"] if said else SIX_DAYS,
            periods=[Period(**row) for row in periods],
            free=[FreeDays(**row) for row in free],
        )

    async def set(self, school: int, asked: NewSchoolYear, person: int, at: datetime) -> None:
        await self._connection.execute(
            """
            insert into school_year (school_id, weekdays, revision, set_by, set_at) values ($1, $2, 1, $3, $4)
            on conflict (school_id) do update
            set weekdays = excluded.weekdays, revision = school_year.revision + 1, set_by = excluded.set_by,
                set_at = excluded.set_at
            """,
            school,
            asked.weekdays,
            person,
            at,
        )
        periods = asked.periods
        values = (
            school,
            [period.title for period in periods],
            [period.from_day for period in periods],
            [period.until_day for period in periods],
            [period.grade_from for period in periods],
            [period.grade_until for period in periods],
        )
        said = "unnest($2::text[], $3::date[], $4::date[], $5::int[], $6::int[])"
        columns = "title, from_day, until_day, grade_from, grade_until"
        await self._connection.execute(
            f"""
            update academic_session set ended_at = $7 where school_id = $1 and ended_at is null
              and ({columns}) not in (select * from {said})
            """,
            *values,
            at,
        )
        await self._connection.execute(
            f"""
            insert into academic_session (source, source_id, school_id, type, school_year, {columns})
            select '{TYPED}', gen_random_uuid()::text, $1, 'gradingPeriod',
                   extract(year from s.from_day + interval '4 months')::int, s.*
            from {said} s ({columns})
            where not exists (select from academic_session a where a.school_id = $1 and a.ended_at is null
                              and (a.title, a.from_day, a.until_day, a.grade_from, a.grade_until)
                                  = (s.title, s.from_day, s.until_day, s.grade_from, s.grade_until))
            """,
            *values,
        )
        await self._connection.execute("delete from free_days where school_id = $1", school)
        await self._connection.executemany(
            """
            insert into free_days (school_id, title, from_day, until_day, grade_from, grade_until)
            values ($1, $2, $3, $4, $5, $6)
            """,
            [(school, one.title, one.from_day, one.until_day, one.grade_from, one.grade_until) for one in asked.free],
        )
