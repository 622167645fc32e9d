"""Merges: `channels.merging.ports`."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import asyncpg

from channels.matching.matching import snils_digits
from channels.merging.model import Follows, KeptMerge, Proof, Side
from channels.people import Name, Role, SchoolRef
from storage.logins import end_logins
from storage.merging.moving import give_back, move
from storage.people import person_ref
from storage.pool import Connection
from storage.second_factors import count_rights_change

_MERGE = """
    id, survivor_id, other_id, proof, school_id, proposed_by, proposed_at, expires_at, merged_by, merged_at,
    declined_at, undone_at
"""
# A row of now or to come, of today's date anywhere: a day more or less changes nothing here.
_STANDS = "stands({0}.ended_at) and coalesce({0}.until_day, 'infinity') >= (now() - interval '14 hours')::date"
_SIDES = f"""
    select p.id, p.family_name, p.given_name, p.middle_name, p.ended_at is not null as ended, p.identifier,
           p.merged_into, a.name as login,
           coalesce((select true from second_factor f where f.person_id = p.id and f.salt is not null), false)
               as has_second_factor,
           exists (select from person o where o.merged_into = p.id) as holds_others,
           array(select distinct r.role::text || '@' || r.school_id from role r
                 where r.person_id = p.id and {_STANDS.format("r")}) as roles,
           (select coalesce(json_agg(json_build_array(s.id, s.name, s.zone) order by s.name, s.id), '[]')::text
            from school s where s.id in (select r.school_id from role r
                                         where r.person_id = p.id and {_STANDS.format("r")})) as schools,
           (select coalesce(json_agg(json_build_array(
                       g.student_id, c.family_name, c.given_name, c.middle_name, g.relation, g.restricted,
                       array(select r.school_id from role r
                             where r.person_id = g.student_id and r.role = 'student' and {_STANDS.format("r")}))
                       order by g.student_id, g.id), '[]')::text
            from guardianship g join person c on c.id = g.student_id
            where g.guardian_id = p.id and stands(g.ended_at)
              and (g.restricted or coalesce(g.until_day, 'infinity') >= (now() - interval '14 hours')::date)
           ) as follows,
           (select count(*) from membership m join chat c on c.id = m.chat_id and c.first_id is not null
            where m.person_id = p.id and m.left_at is null) as chats,
           (select coalesce(json_agg(json_build_array(c.school_id, c.title) order by c.title, c.id), '[]')::text
            from membership m join chat c on c.id = m.chat_id and c.title is not null
            where m.person_id = p.id and m.left_at is null) as groups,
           (select count(*) from school_event_seat s where p.id in (s.answered_by, s.participant_id))
               + (select count(*) from announcement_reader n where n.person_id = p.id and n.confirmed_at is not null)
               + (select count(*) from consent c where c.person_id = p.id and c.agreed and c.withdrawn_at is null)
               as consents
    from person p left join account a on a.person_id = p.id
    where p.id = any($1::bigint[])
"""


async def survivors_of(connection: Connection, people: Collection[int]) -> Mapping[int, int]:
    """Returns, of these people, those who were merged into somebody else, with that one."""
    rows = await connection.fetch(
        "select id, merged_into from person where id = any($1::bigint[]) and merged_into is not null", list(people)
    )
    return {row["id"]: row["merged_into"] for row in rows}


class PostgresMerges:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def lock(self, people: Collection[int]) -> None:
        await self._connection.execute(
            "select from person where id = any($1::bigint[]) order by id for update", list(people)
        )

    async def sides(self, people: Collection[int]) -> Mapping[int, Side]:
        rows = await self._connection.fetch(_SIDES, list(people))
        return {row["id"]: _side(row) for row in rows}

    async def propose(
        self,
        survivor: int,
        other: int,
        proof: Proof,
        school: int | None,
        by: int,
        at: datetime,
        expires_at: datetime,
    ) -> int:
        await self._connection.execute(
            """
            delete from merge where least(survivor_id, other_id) = least($1::bigint, $2)
                and greatest(survivor_id, other_id) = greatest($1::bigint, $2) and $1 in (survivor_id, other_id)
                and (proof = $3 or proof = 'import' and $3 = 'office') and merged_at is null and declined_at is null
            """,
            survivor,
            other,
            proof,
        )
        added: int = await self._connection.fetchval(
            """
            insert into merge (survivor_id, other_id, proof, school_id, proposed_by, proposed_at, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7) returning id
            """,
            survivor,
            other,
            proof,
            school,
            by,
            at,
            expires_at,
        )
        return added

    async def find(self, merge: int) -> KeptMerge | None:
        row = await self._connection.fetchrow(f"select {_MERGE} from merge where id = $1 for update", merge)
        return None if row is None else _kept(row)

    async def of_person(self, person: int, since: datetime) -> list[KeptMerge]:
        rows = await self._connection.fetch(
            f"""
            select {_MERGE} from merge where survivor_id = $1 and merged_at > $2 and undone_at is null
            order by merged_at desc, id desc
            """,
            person,
            since,
        )
        return [_kept(row) for row in rows]

    async def of_school(self, school: int, since: datetime, now: datetime) -> list[KeptMerge]:
        rows = await self._connection.fetch(
            f"""
            select {_MERGE} from merge m
            where (m.merged_at > $2 and m.undone_at is null
                   or m.proof <> 'sign_ins' and m.merged_at is null and m.declined_at is null and m.expires_at > $3)
              and (m.proof <> 'import' or not exists (
                  select from person p where p.id in (m.survivor_id, m.other_id)
                    and (p.merged_into is not null or not stands(p.ended_at))))
              and exists (select from role r where r.person_id in (m.survivor_id, m.other_id) and r.school_id = $1)
            order by m.merged_at desc nulls first, m.id desc limit 200
            """,
            school,
            since,
            now,
        )
        return [_kept(row) for row in rows]

    async def make(self, merge: KeptMerge, by: int, at: datetime) -> Sequence[int]:
        await move(self._connection, merge.id, merge.survivor, merge.other)
        await self._connection.execute("update person set merged_into = $1 where id = $2", merge.survivor, merge.other)
        await self._connection.execute(
            "update invitation set ended_at = $2 where person_id = $1 and used_at is null and ended_at is null",
            merge.other,
            at,
        )
        await self._connection.execute(
            "update merge set merged_by = $2, merged_at = $3 where id = $1", merge.id, by, at
        )
        await count_rights_change(self._connection, merge.survivor)
        return await end_logins(self._connection, merge.other)

    async def undo(self, merge: KeptMerge, by: int, at: datetime) -> None:
        await self._connection.execute("update person set merged_into = null where id = $1", merge.other)
        await give_back(self._connection, merge.id, merge.survivor, merge.other)
        await self._connection.execute(
            "update merge set undone_by = $2, undone_at = $3 where id = $1", merge.id, by, at
        )
        await count_rights_change(self._connection, merge.survivor)

    async def decline(self, merge: int, by: int, at: datetime) -> None:
        await self._connection.execute(
            "update merge set declined_by = $2, declined_at = $3 where id = $1", merge, by, at
        )


def _kept(row: asyncpg.Record) -> KeptMerge:
    return KeptMerge(
        id=row["id"],
        survivor=row["survivor_id"],
        other=row["other_id"],
        proof=row["proof"],
        school=row["school_id"],
        proposed_by=row["proposed_by"],
        proposed_at=row["proposed_at"],
        expires_at=row["expires_at"],
        merged_by=row["merged_by"],
        merged_at=row["merged_at"],
        declined_at=row["declined_at"],
        undone_at=row["undone_at"],
    )


def _side(row: asyncpg.Record) -> Side:
    follows = [
        Follows(
            student,
            Name(family=family, given=given, middle=middle),
            relation,
            restricted,
            frozenset(schools),
        )
        for student, family, given, middle, relation, restricted, schools in json.loads(row["follows"])
    ]
    return Side(
        person=person_ref(row),
        ended=row["ended"],
        roles=frozenset((Role(role), int(school)) for role, _, school in (one.partition("@") for one in row["roles"])),
        schools=tuple(
            SchoolRef(id=number, name=title, zone=zone) for number, title, zone in json.loads(row["schools"])
        ),
        follows=tuple(follows),
        snils=None if row["identifier"] is None else snils_digits(row["identifier"]),
        login=row["login"],
        has_second_factor=row["has_second_factor"],
        merged_into=row["merged_into"],
        holds_others=row["holds_others"],
        chats=row["chats"],
        groups=tuple((school, title) for school, title in json.loads(row["groups"])),
        consents=row["consents"],
    )
