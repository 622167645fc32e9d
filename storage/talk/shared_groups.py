"""Joint groups of several schools."""

from datetime import datetime

from channels.people import SchoolRef
from channels.talk.model import GroupInvitation, JointSchool, JointState
from storage.people import person_ref
from storage.pool import Connection


class PostgresJoint:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def leaders(self, school: int) -> list[int]:
        rows = await self._connection.fetch(
            "select distinct person_id from role_now where school_id = $1 and role = 'leadership' order by 1", school
        )
        return [row["person_id"] for row in rows]

    async def schools(self, chat: int) -> list[JointSchool]:
        rows = await self._connection.fetch(
            """
            select s.id, s.name, s.zone, j.chat_id is not null as invited, j.accepted_at is not null as joined
            from school s
            left join joint_group j on j.school_id = s.id and j.chat_id = $1
            where s.ended_at is null and s.id <> (select school_id from chat where id = $1)
              and (j.chat_id is not null or exists (
                  select from school_rule r
                  where r.school_id = s.id and r.rule = 'groups_span_schools' and r.allowed))
            order by s.name, s.id
            """,
            chat,
        )
        return [
            JointSchool(
                school=SchoolRef(id=row["id"], name=row["name"], zone=row["zone"]),
                state=JointState.JOINED if row["joined"] else JointState.INVITED if row["invited"] else JointState.FREE,
            )
            for row in rows
        ]

    async def invite(self, chat: int, school: int, person: int, at: datetime) -> bool:
        return bool(
            await self._connection.fetch(
                """
                insert into joint_group (chat_id, school_id, invited_by, invited_at) values ($1, $2, $3, $4)
                on conflict do nothing returning 1
                """,
                chat,
                school,
                person,
                at,
            )
        )

    async def invited(self, chat: int, school: int) -> bool:
        return bool(
            await self._connection.fetchval(
                "select exists (select from joint_group where chat_id = $1 and school_id = $2)", chat, school
            )
        )

    async def accept(self, chat: int, school: int, person: int, at: datetime) -> None:
        await self._connection.execute(
            """
            update joint_group set accepted_by = $3, accepted_at = $4
            where chat_id = $1 and school_id = $2 and accepted_at is null
            """,
            chat,
            school,
            person,
            at,
        )

    async def end(self, chat: int, school: int) -> None:
        await self._connection.execute("delete from joint_group where chat_id = $1 and school_id = $2", chat, school)

    async def invitations(self, school: int) -> list[GroupInvitation]:
        rows = await self._connection.fetch(
            """
            select j.chat_id, j.accepted_at is not null as accepted, c.title, c.description, s.id as school_id,
                   s.name as school_name, s.zone, p.id, p.family_name, p.given_name, p.middle_name
            from joint_group j
            join chat c on c.id = j.chat_id
            join school s on s.id = c.school_id
            join person p on p.id = j.invited_by
            where j.school_id = $1 order by j.invited_at desc, j.chat_id
            """,
            school,
        )
        return [
            GroupInvitation(
                group=row["chat_id"],
                title=row["title"],
                description=row["description"],
                school=SchoolRef(id=row["school_id"], name=row["school_name"], zone=row["zone"]),
                invited_by=person_ref(row),
                accepted=row["accepted"],
            )
            for row in rows
        ]

    async def chats_of(self, school: int) -> list[int]:
        rows = await self._connection.fetch(
            """
            select j.chat_id from joint_group j join chat c on c.id = j.chat_id
            where j.accepted_at is not null and (j.school_id = $1 or c.school_id = $1) order by 1
            """,
            school,
        )
        return [row["chat_id"] for row in rows]
