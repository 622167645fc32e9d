"""Groups, and requests to join them."""

from collections.abc import Collection
from datetime import datetime

import asyncpg

from channels.policy import ChatKind, Openness, Posting
from channels.talk.model import FoundGroup, Group, JoinRequest
from channels.talk.ports import GroupFacts
from storage.people import person_ref
from storage.pool import Connection


def group(row: asyncpg.Record) -> Group | None:
    """Makes a group from the columns of a chat; None for other chats."""
    if row["title"] is None:
        return None
    return Group(
        title=row["title"],
        description=row["description"],
        posting=Posting(row["posting"]),
        openness=None if row["openness"] is None else Openness(row["openness"]),
    )


class PostgresGroups:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def facts(self, chat: int) -> GroupFacts | None:
        row = await self._connection.fetchrow(
            "select kind, school_id, title, description, posting, openness from chat where id = $1", chat
        )
        return None if row is None else GroupFacts(ChatKind(row["kind"]), row["school_id"], group(row))

    async def change(self, chat: int, group: Group) -> None:
        await self._connection.execute(
            "update chat set title = $2, description = $3, posting = $4, openness = $5 where id = $1",
            chat,
            group.title,
            group.description,
            group.posting.value,
            group.openness and group.openness.value,
        )

    async def found(self, person: int, schools: Collection[int]) -> list[FoundGroup]:
        rows = await self._connection.fetch(
            """
            select c.id, c.school_id, c.title, c.description, c.posting, c.openness,
                   (select count(*) from member_by_row_now m where m.chat_id = c.id) as members,
                   exists (select from member_by_row_now m where m.chat_id = c.id and m.person_id = $1) as joined,
                   exists (select from join_request r where r.chat_id = c.id and r.person_id = $1) as asked
            from chat c
            where c.kind = 'interest' and c.school_id = any($2::bigint[])
            order by lower(replace(replace(c.title, 'ё', 'е'), 'Ё', 'Е')), c.id
            """,
            person,
            list(schools),
        )
        return [
            FoundGroup(
                id=row["id"],
                school=row["school_id"],
                group=shown,
                members=row["members"],
                joined=row["joined"],
                asked=row["asked"],
            )
            for row in rows
            if (shown := group(row)) is not None
        ]

    async def ask(self, chat: int, person: int, words: str, at: datetime) -> bool:
        return bool(
            await self._connection.fetch(
                """
                insert into join_request (chat_id, person_id, words, at) values ($1, $2, $3, $4)
                on conflict do nothing returning 1
                """,
                chat,
                person,
                words,
                at,
            )
        )

    async def forget(self, chat: int, person: int) -> bool:
        return bool(
            await self._connection.fetch(
                "delete from join_request where chat_id = $1 and person_id = $2 returning 1", chat, person
            )
        )

    async def requests(self, chat: int) -> list[JoinRequest]:
        rows = await self._connection.fetch(
            """
            select r.words, r.at, p.id, p.family_name, p.given_name, p.middle_name
            from join_request r join person p on p.id = r.person_id and p.ended_at is null
            where r.chat_id = $1 order by r.at, p.id
            """,
            chat,
        )
        return [JoinRequest(person=person_ref(row), words=row["words"], at=row["at"]) for row in rows]

    async def school_of_class(self, class_: int) -> int | None:
        school: int | None = await self._connection.fetchval(
            "select school_id from class where id = $1 and ended_at is null", class_
        )
        return school
