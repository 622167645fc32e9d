"""Bells of schools, and the classes that have them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time

from channels.school_year.bells import BreakKind
from channels.school_year.inputs import NewBells, NewBellsOfDay
from channels.school_year.model import Bells, BellSchedule, BellTimes, SaidBellRule
from channels.school_year.ports import BellChanges
from channels.school_year.school_calendar import Span
from storage.pool import Connection


async def add_bells(
    connection: Connection, school: int, bells: Sequence[tuple[time, time]], first: int = 1, name: str = "Звонки"
) -> None:
    """Adds bells, numbered from `first`, to a schedule of the whole school, which is made if there is none."""
    await connection.execute(
        """
        with made as (
            insert into bell_schedule (school_id, name)
            select $1, $2 where not exists (select from bell_schedule where school_id = $1 and name = $2) returning id
        )
        insert into bell_rule (schedule_id) select id from made
        """,
        school,
        name,
    )
    await connection.executemany(
        """
        insert into bell (schedule_id, number, starts, ends)
        select id, $3, $4, $5 from bell_schedule where school_id = $1 and name = $2
        on conflict (schedule_id, number) do nothing
        """,
        [(school, name, number, starts, ends) for number, (starts, ends) in enumerate(bells, first)],
    )


async def name_course_classes(connection: Connection, source: str) -> None:
    """Keeps on each course of a roster the class whose bells it has: that of most of its students.

    A course that has a timetable keeps its class as long as anybody of that class is in it: nobody who imports could
    answer for lessons that are at another time then.
    """
    await connection.execute(
        """
        with counted as (
            select c.id as course_id, h.id as class_id, count(*) as students
            from course c
            join course_enrolment e on e.course_id = c.id and e.ended_at is null
            join class_enrolment m on m.student_id = e.student_id and m.ended_at is null
            join class h on h.id = m.class_id and h.school_id = c.school_id
            where c.source = $1
            group by c.id, h.id
        ), most as (
            select distinct on (course_id) course_id, class_id from counted order by course_id, students desc, class_id
        )
        update course c set class_id = most.class_id
        from most where most.course_id = c.id and c.class_id is distinct from most.class_id
          and not (exists (select from pattern_row p where p.course_id = c.id)
                   and exists (select from counted k where k.course_id = c.id and k.class_id = c.class_id))
        """,
        source,
    )


class PostgresBells:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def changes(self, school: int, day: date) -> BellChanges:
        schedules = await self._connection.fetch(
            "select distinct from_day, until_day from bell_schedule where school_id = $1 and until_day > $2",
            school,
            day,
        )
        # there may be days without any bells between those of two schedules
        cuts = sorted({day, date.max, *(cut for row in schedules for cut in row if cut > day)})
        days = await self._connection.fetch(
            """
            select distinct r.day from bell_schedule s join bell_rule r on r.schedule_id = s.id
            where s.school_id = $1 and r.day >= greatest($2, s.from_day) and r.day < s.until_day
            """,
            school,
            day,
        )
        return BellChanges(list(map(Span, cuts, cuts[1:])), {row["day"] for row in days})

    async def on(self, school: int, day: date) -> Bells:
        revision = await self._connection.fetchval("select revision from school_bells where school_id = $1", school)
        schedules = await self._connection.fetch(
            """
            select id, name, nullif(from_day, '-infinity') as from_day, nullif(until_day, 'infinity') as until_day
            from bell_schedule where school_id = $1 and from_day <= $2 and $2 < until_day order by id
            """,
            school,
            day,
        )
        ids = [row["id"] for row in schedules]
        bells: dict[int, list[BellTimes]] = defaultdict(list)
        for row in await self._connection.fetch(
            """
            select schedule_id, number, starts, ends, break_after from bell
            where schedule_id = any($1::bigint[]) order by schedule_id, starts
            """,
            ids,
        ):
            bells[row["schedule_id"]].append(
                BellTimes(
                    number=row["number"], starts=row["starts"], ends=row["ends"], then=BreakKind(row["break_after"])
                )
            )
        rules = await self._connection.fetch(
            """
            select s.name, r.class_id, r.weekday, r.day
            from bell_rule r join bell_schedule s on s.id = r.schedule_id
            where s.id = any($1::bigint[]) order by r.id
            """,
            ids,
        )
        return Bells(
            revision=revision or 0,
            from_day=schedules[0]["from_day"] if schedules else None,
            until_day=schedules[0]["until_day"] if schedules else None,
            schedules=[BellSchedule(name=row["name"], bells=bells[row["id"]]) for row in schedules],
            rules=[
                SaidBellRule(schedule=row["name"], class_=row["class_id"], weekday=row["weekday"], day=row["day"])
                for row in rules
            ],
        )

    async def set_day(self, school: int, asked: NewBellsOfDay, person: int, at: datetime) -> None:
        await self._raise_revision(school, person, at)
        holding = await self._connection.fetch(
            "select id, name from bell_schedule where school_id = $1 and from_day <= $2 and $2 < until_day",
            school,
            asked.day,
        )
        ids = {row["name"]: row["id"] for row in holding}
        await self._connection.execute(
            "delete from bell_rule where schedule_id = any($1::bigint[]) and day = $2", list(ids.values()), asked.day
        )
        await self._connection.executemany(
            "insert into bell_rule (schedule_id, class_id, day) values ($1, $2, $3)",
            [(ids[rule.schedule], rule.class_, asked.day) for rule in asked.rules],
        )

    async def set(self, school: int, asked: NewBells, person: int, at: datetime) -> None:
        await self._raise_revision(school, person, at)
        # what was planned from that day on is planned anew; what holds until then ends then
        await self._connection.execute(
            "delete from bell_schedule where school_id = $1 and from_day >= $2", school, asked.from_day
        )
        await self._connection.execute(
            "update bell_schedule set until_day = $2 where school_id = $1 and until_day > $2", school, asked.from_day
        )
        rows = await self._connection.fetch(
            """
            insert into bell_schedule (school_id, name, from_day)
            select $1, name, $3 from unnest($2::text[]) with ordinality as said (name, n) order by n
            returning id, name
            """,
            school,
            [schedule.name for schedule in asked.schedules],
            asked.from_day,
        )
        ids = {row["name"]: row["id"] for row in rows}
        await self._connection.executemany(
            "insert into bell (schedule_id, number, starts, ends, break_after) values ($1, $2, $3, $4, $5)",
            [
                (ids[schedule.name], bell.number, bell.starts, bell.ends, bell.then.value)
                for schedule in asked.schedules
                for bell in schedule.bells
            ],
        )
        await self._connection.executemany(
            "insert into bell_rule (schedule_id, class_id, weekday, day) values ($1, $2, $3, $4)",
            [(ids[rule.schedule], rule.class_, rule.weekday, rule.day) for rule in asked.rules],
        )

    async def _raise_revision(self, school: int, person: int, at: datetime) -> None:
        await self._connection.execute(
            """
            insert into school_bells (school_id, revision, set_by, set_at) values ($1, 1, $2, $3)
            on conflict (school_id) do update
            set revision = school_bells.revision + 1, set_by = excluded.set_by, set_at = excluded.set_at
            """,
            school,
            person,
            at,
        )
