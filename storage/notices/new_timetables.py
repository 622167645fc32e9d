"""First days of new timetables, and the students whose timetables they are."""

from collections.abc import Sequence
from datetime import date

from channels.notices.ports import NewTimetable
from channels.publication import ChannelName
from storage.pool import Connection


class PostgresNewTimetables:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def read(self, asked: Sequence[tuple[int, ChannelName, date]]) -> list[NewTimetable]:
        rows = await self._connection.fetch(
            """
            select x.from_day, (x.from_day - interval '1 day') at time zone s.zone as near_from,
                   (x.from_day + interval '1 day') at time zone s.zone as until, i.students
            from unnest($1::bigint[], $2::text[], $3::bigint[], $4::date[]) with ordinality
                as x (person_id, place, number, from_day, n)
            left join class h on x.place = 'class' and h.id = x.number
            left join course c on x.place = 'journal' and c.id = x.number
            join school s on s.id = coalesce(h.school_id, c.school_id)
            cross join lateral (
                select coalesce(array_agg(e.student_id order by e.student_id), '{}') as students
                from (
                    select g.student_id from guardianship_now g
                    where g.guardian_id = x.person_id and has_service(g.scopes, 'diary')
                    union select x.person_id
                    offset 0) o
                join class_enrolment_now e on e.student_id = o.student_id and e.class_id = h.id) i
            order by x.n
            """,
            [person for person, _, _ in asked],
            [channel.partition(":")[0] for _, channel, _ in asked],
            [int(channel.partition(":")[2]) for _, channel, _ in asked],
            [day for _, _, day in asked],
        )
        return [NewTimetable(**row) for row in rows]
