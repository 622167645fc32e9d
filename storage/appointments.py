"""Appointments of staff to offices of their school."""

from datetime import datetime

from channels.people import PersonRef
from channels.policy import Office
from storage.people import person_ref
from storage.pool import Connection


class PostgresAppointments:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def appoint(
        self, school: int, office: Office, person: int, by: int, at: datetime, *, appointed: bool
    ) -> bool:
        if appointed:
            changed = await self._connection.fetch(
                """
                insert into appointment (school_id, office, person_id, appointed_by, appointed_at)
                values ($1, $2, $3, $4, $5)
                on conflict (school_id, office, person_id) where ended_at is null do nothing returning 1
                """,
                school,
                office,
                person,
                by,
                at,
            )
        else:
            changed = await self._connection.fetch(
                """
                update appointment set ended_by = $4, ended_at = $5
                where school_id = $1 and office = $2 and person_id = $3 and ended_at is null returning 1
                """,
                school,
                office,
                person,
                by,
                at,
            )
        return bool(changed)

    async def people(self, school: int, office: Office) -> list[PersonRef]:
        rows = await self._connection.fetch(
            """
            select p.id, p.family_name, p.given_name, p.middle_name
            from appointed_now a join person p on p.id = a.person_id
            where a.school_id = $1 and a.office = $2 order by p.id
            """,
            school,
            office,
        )
        return [person_ref(row) for row in rows]
