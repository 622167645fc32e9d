"""Chats, their members and standings, and what each member keeps of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from channels.gradebook.model import StatePosition
from channels.people import ClassRef
from channels.policy import ChatKind, ChatRole, Posting, Relationship, Standing
from channels.publication import ChannelName
from channels.talk.model import MOST_UNREAD, About, Chat, Member, Mine
from channels.talk.ports import InChat, NewChat, RelatedContact
from storage.archive import channel_epoch, database_epoch
from storage.people import name
from storage.pool import Connection
from storage.schools import rules
from storage.talk.groups import group
from storage.talk.messages import columns, message
from storage.talk.relations_between import relationships
from storage.talk.relations_of import related


class PostgresChats:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def related(self, person: int, other: int | None = None) -> Sequence[RelatedContact]:
        return await related(self._connection, person, other)

    async def open(self, new: NewChat, at: datetime) -> tuple[int, bool]:
        first, second = sorted(new.pair) if new.pair else (None, None)
        if first is not None and second is not None and (known := await self.of_two(first, second)) is not None:
            return known, False
        opened = await self._connection.fetchval(
            """
            insert into chat (kind, school_id, first_id, second_id, class_id, audience, title, description, openness,
                              posting, opened_at, event_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            on conflict do nothing returning id
            """,
            new.kind.value,
            new.school,
            first,
            second,
            new.class_,
            new.audience and new.audience.value,
            new.group and new.group.title,
            new.group.description if new.group else "",
            new.group and new.group.openness and new.group.openness.value,
            new.group.posting.value if new.group else Posting.ALL.value,
            at,
            new.event,
        )
        if opened is None:
            there: int = await self._connection.fetchval(
                """
                select id from chat
                where (first_id = $1 and second_id = $2 and not joined) or (class_id = $3 and audience = $4)
                    or event_id = $5
                """,
                first,
                second,
                new.class_,
                new.audience and new.audience.value,
                new.event,
            )
            return there, False
        await self.seat(opened, new.members, at)
        return opened, True

    async def relationships(
        self, pairs: Collection[tuple[int, int]]
    ) -> Mapping[tuple[int, int], frozenset[Relationship]]:
        return await relationships(self._connection, pairs)

    async def of_two(self, first: int, second: int) -> int | None:
        chat: int | None = await self._connection.fetchval(
            """
            select id from chat where first_id = least($1::bigint, $2) and second_id = greatest($1::bigint, $2)
            order by joined, id limit 1
            """,
            first,
            second,
        )
        return chat

    async def seat(self, chat: int, members: Mapping[int, ChatRole], at: datetime) -> None:
        await self._connection.execute(
            """
            insert into membership (chat_id, person_id, role, joined_at)
            select $1, person_id, role, $4 from unnest($2::bigint[], $3::text[]) as m (person_id, role)
            on conflict (chat_id, person_id) do update set role = excluded.role, joined_at = $4, left_at = null
            """,
            chat,
            list(members),
            [role.value for role in members.values()],
            at,
        )
        await self._connection.execute(
            "delete from join_request where chat_id = $1 and person_id = any($2::bigint[])", chat, list(members)
        )

    async def unseat(self, chat: int, person: int, at: datetime) -> None:
        await self._connection.execute(
            "update membership set left_at = $3 where chat_id = $1 and person_id = $2 and left_at is null",
            chat,
            person,
            at,
        )

    async def members(self, chats: Collection[int]) -> Mapping[int, frozenset[int]]:
        rows = await self._connection.fetch(
            "select chat_id, array_agg(person_id) as persons from member_now"
            " where chat_id = any($1::bigint[]) group by chat_id",
            list(chats),
        )
        return {row["chat_id"]: frozenset(row["persons"]) for row in rows}

    async def zone(self, chat: int) -> str:
        zone: str = await self._connection.fetchval(
            "select s.zone from chat c join school s on s.id = c.school_id where c.id = $1", chat
        )
        return zone

    async def seated(self, chat: int) -> Mapping[int, ChatRole]:
        rows = await self._connection.fetch(
            "select person_id, role from membership where chat_id = $1 and left_at is null", chat
        )
        return {row["person_id"]: ChatRole(row["role"]) for row in rows}

    async def standings(self, asked: Collection[InChat]) -> Mapping[InChat, Standing]:
        """Returns the standings. Needed for every message, so it reads the seats of those who have one; only for the
        others it asks `member_now`, which knows all ways into a chat and costs three times as much. A test compares the
        two.
        """
        rows = await self._connection.fetch(
            """
            select a.person_id, a.chat_id, m.role, c.kind, c.posting,
                   case a.person_id when c.first_id then c.second_id else c.first_id end as other_id,
                   (select array_agg(r.rule || '=' || r.allowed) from school_rule r where r.school_id = c.school_id)
                       as rules,
                   exists (select from silence s where s.chat_id = a.chat_id and s.person_id = a.person_id
                           and s.until > now()) as silenced,
                   c.first_id is not null and exists (
                       select from block b where (b.person_id, b.blocked_id) in
                           ((c.first_id, c.second_id), (c.second_id, c.first_id))) as shut_out,
                   m.person_id is not null and (c.kind in ('private', 'supervised') or exists (
                       select from role_now r where r.person_id = a.person_id and r.school_id = c.school_id)) as seated
            from unnest($1::bigint[], $2::bigint[]) as a (person_id, chat_id)
            join person p on p.id = a.person_id and p.ended_at is null
            join chat c on c.id = a.chat_id
            left join membership m on m.chat_id = a.chat_id and m.person_id = a.person_id and m.left_at is null
            """,
            [person for person, _ in asked],
            [chat for _, chat in asked],
        )
        roles = {(row["person_id"], row["chat_id"]): {row["role"]} for row in rows if row["seated"]}
        others = [(row["person_id"], row["chat_id"]) for row in rows if not row["seated"]]
        roles |= await self._roles(others) if others else {}
        in_it = [row for row in rows if (row["person_id"], row["chat_id"]) in roles]
        pairs = {(row["person_id"], row["other_id"]) for row in in_it if row["other_id"] is not None}
        tied = await relationships(self._connection, pairs) if pairs else {}
        return {
            (row["person_id"], row["chat_id"]): Standing(
                ChatKind(row["kind"]),
                frozenset(map(ChatRole, roles[row["person_id"], row["chat_id"]])),
                Posting(row["posting"]),
                tied.get((row["person_id"], row["other_id"]), frozenset()),
                rules(row["rules"] or ()),
                silenced=row["silenced"],
                shut_out=row["shut_out"],
            )
            for row in in_it
        }

    async def _roles(self, asked: Collection[InChat]) -> dict[InChat, set[str]]:
        rows = await self._connection.fetch(
            """
            select m.person_id, m.chat_id, array_agg(m.role) as roles
            from unnest($1::bigint[], $2::bigint[]) as a (person_id, chat_id)
            cross join lateral (
                select m.person_id, m.chat_id, m.role from member_now m
                where m.chat_id = a.chat_id and m.person_id = a.person_id offset 0) m
            group by m.person_id, m.chat_id
            """,
            [person for person, _ in asked],
            [chat for _, chat in asked],
        )
        return {(row["person_id"], row["chat_id"]): set(row["roles"]) for row in rows}

    async def listed(self, person: int, chat: int | None = None) -> list[Chat]:
        rows = await self._connection.fetch(
            f"""
            select c.*, k.name as class_name, k.grade,
                   coalesce(me.seen_offset, 0) as seen, coalesce(me.muted, false) as muted,
                   coalesce(me.archived, false) as archived, coalesce(me.draft, '') as draft,
                   n.top_offset, n.epoch,
                   (select count(*) from (
                       select from message m
                       where m.chat_id = c.id and m."offset" > coalesce(me.seen_offset, 0) and m.author_id <> $1
                         and m.withdrawn_at is null
                       order by m."offset" limit {MOST_UNREAD}) counted) as unread,
                   array(select p."offset" from pin p where p.chat_id = c.id order by p.at, p."offset") as pinned,
                   l.*
            from chat c
            join channel n on n.name = 'chat:' || c.id
            left join class k on k.id = c.class_id
            left join chat_state me on me.chat_id = c.id and me.person_id = $1
            left join lateral (
                select {columns("last_")} from message_shown m where m.chat_id = c.id order by m."offset" desc limit 1
            ) l on true
            where c.id in (select m.chat_id from member_now m where m.person_id = $1
                           and ($2::bigint is null or m.chat_id = $2))
            order by coalesce(l.last_sent_at, c.opened_at) desc, c.id desc
            """,
            person,
            chat,
        )
        members = await self._members(person, [row["id"] for row in rows])
        database = await database_epoch(self._connection)
        return [_chat(row, members[row["id"]], database) for row in rows]

    async def _members(self, person: int, chats: Sequence[int]) -> dict[int, list[Member]]:
        known: dict[int, list[About]] = {}
        for one in await self.related(person) if chats else ():
            known.setdefault(one.contact.person.id, []).extend(one.contact.about)
        rows = await self._connection.fetch(
            """
            select m.chat_id, m.roles, s.seen_offset, s.seen_at, p.id, p.family_name, p.given_name, p.middle_name
            from (select chat_id, person_id, array_agg(role) as roles
                  from (select chat_id, person_id, role from member_now where chat_id = any($1::bigint[])
                        union all  -- a chat of two is called after the other, also when that person is gone
                        select id, unnest(array[first_id, second_id]), 'member' from chat
                        where id = any($1::bigint[]) and first_id is not null) seat
                  group by chat_id, person_id) m
            join person p on p.id = m.person_id
            left join chat_state s on s.chat_id = m.chat_id and s.person_id = m.person_id
            order by m.chat_id, p.id
            """,
            chats,
        )
        members: dict[int, list[Member]] = {chat: [] for chat in chats}
        for row in rows:
            members[row["chat_id"]].append(
                Member(
                    id=row["id"],
                    name=name(row),
                    role=next(role for role in ChatRole if role in row["roles"]),
                    about=known.get(row["id"], []),
                    seen=row["seen_offset"] or 0,
                    seen_at=row["seen_at"],
                )
            )
        return members

    async def keep_mine(self, chat: int, person: int, mine: Mine) -> None:
        await self._connection.execute(
            """
            insert into chat_state (chat_id, person_id, muted, archived, draft) values ($1, $2, $3, $4, $5)
            on conflict (chat_id, person_id) do update
            set muted = excluded.muted, archived = excluded.archived, draft = excluded.draft
            """,
            chat,
            person,
            mine.muted,
            mine.archived,
            mine.draft,
        )

    async def mine(self, chat: int, person: int) -> Mine:
        row = await self._connection.fetchrow(
            "select muted, archived, draft from chat_state where chat_id = $1 and person_id = $2", chat, person
        )
        return Mine(**row) if row else Mine(muted=False, archived=False, draft="")


def _chat(row: Any, members: list[Member], database: str) -> Chat:
    channel = ChannelName(f"chat:{row['id']}")
    in_class = None
    if row["class_id"] is not None:
        in_class = ClassRef(id=row["class_id"], name=row["class_name"], grade=row["grade"])
    return Chat(
        id=row["id"],
        kind=ChatKind(row["kind"]),
        school=row["school_id"],
        group=group(row),
        class_=in_class,
        audience=row["audience"],
        channel=channel,
        members=members,
        position=StatePosition(channel=channel, offset=row["top_offset"], epoch=channel_epoch(database, row["epoch"])),
        unread=row["unread"],
        seen=row["seen"],
        last=None if row["last_id"] is None else message(row["id"], row, "last_"),
        pinned=row["pinned"],
        mine=Mine(muted=row["muted"], archived=row["archived"], draft=row["draft"]),
        writes=False,
    )
