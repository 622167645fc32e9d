"""Moving of rows to the survivor of a merge, and back.

Rights are rows that name a person, and hundreds of queries and views read them by that name. So the rows move, and no
query has to know of merges; what it costs is paid once, at the merge. Rows that rosters bring remember whose they are
(`origin_id`): imports find them by that, and new ones of that person join them. Of all other rows `merge_row` keeps
what was changed. Where both have the same row, both stay, and the survivor's says what is true of either; what the
other has written stays under the other's number, which is the same human's (docs/decisions/0031-merged-people.md).
"""

from collections.abc import Sequence

from storage.merging.rows import MOVED, OF_ROSTERS, SAID, Moved, Said
from storage.pool import Connection


async def move(connection: Connection, merge: int, survivor: int, other: int) -> None:
    """Lets the survivor hold the other's rows."""
    for one in SAID:
        await _say_both(connection, merge, survivor, other, one)
    for table, column, origin in OF_ROSTERS:
        await connection.execute(
            f"update {table} set {column} = $1, {origin} = $2 where {column} = $2{_of_rosters(table)}", survivor, other
        )
    for moved in MOVED:
        await _move(connection, merge, survivor, other, moved)
    await _move_conversations(connection, merge, survivor, other)
    await _leave(connection, merge, other)


async def give_back(connection: Connection, merge: int, survivor: int, other: int) -> None:
    """Gives the other back what was moved, unless it has changed since."""
    for table, column, origin in OF_ROSTERS:
        await connection.execute(
            f"update {table} set {column} = $2, {origin} = null where {column} = $1 and {origin} = $2", survivor, other
        )
    await _give_back_conversations(connection, merge)
    for moved in reversed(MOVED):
        await _give_back(connection, merge, survivor, other, moved)
    for one in SAID:
        columns = [name for name, _ in one.values]
        await _restore(connection, merge, one.table, (one.key, "person_id"), columns)


def _of_rosters(table: str) -> str:
    return " and source not like 'trust:%'" if table == "guardianship" else ""


def _same(columns: Sequence[str]) -> str:
    return "".join(f' and x."{name}" is not distinct from t."{name}"' for name in columns)


def _json(columns: Sequence[str], of: str) -> str:
    return "jsonb_build_object(" + ", ".join(f"'{name}', {of}.\"{name}\"" for name in columns) + ")"


async def _move(connection: Connection, merge: int, survivor: int, other: int, moved: Moved) -> None:
    table, column = moved.table, moved.column
    stays = ""
    if moved.alike is not None:
        like_it = f"x.{column} = $2{_same(moved.alike)} and {moved.where.format('x')}"
        stays = f"and not exists (select from {table} x where {like_it})"
    await connection.execute(
        f"""
        with moved as (
            update {table} t set {column} = $2
            where t.{column} = $3 and {moved.where.format("t")} {stays}
            returning {_json(moved.key, "t")} as key
        )
        insert into merge_row (merge_id, of, key, before, after)
        select $1, '{table}.{column}', key, jsonb_build_object('{column}', $3::bigint),
               jsonb_build_object('{column}', $2::bigint)
        from moved
        """,
        merge,
        survivor,
        other,
    )


async def _give_back(connection: Connection, merge: int, survivor: int, other: int, moved: Moved) -> None:
    table, column = moved.table, moved.column
    keys = "".join(
        f' and t."{name}" is not distinct from (jsonb_populate_record(null::{table}, r.key))."{name}"'
        for name in moved.key
    )
    free = ""
    if moved.alike is not None:
        like_it = f"x.{column} = $3{_same(moved.alike)} and {_plain(moved.where)}"
        free = f"and not exists (select from {table} x where {like_it})"
    await connection.execute(
        f"""
        update {table} t set {column} = $3
        from merge_row r
        where r.merge_id = $1 and r.of = '{table}.{column}' and t.{column} = $2{keys} {free}
        """,
        merge,
        survivor,
        other,
    )


def _plain(where: str) -> str:
    """Returns the condition for rows of the other, which meet what is said of the survivor anyway."""
    return "true" if "$2" in where else where.format("x")


async def _say_both(connection: Connection, merge: int, survivor: int, other: int, said: Said) -> None:
    names = [name for name, _ in said.values]
    sets = ", ".join(f"{name} = {value}" for name, value in said.values)
    await connection.execute(
        f"""
        with pairs as (
            select t.{said.key}, {_json(names, "t")} as before
            from {said.table} t join {said.table} x on x.{said.key} = t.{said.key} and x.person_id = $3
            where t.person_id = $2
        ), changed as (
            update {said.table} t set {sets}
            from {said.table} x
            where t.person_id = $2 and x.person_id = $3 and x.{said.key} = t.{said.key}
            returning t.{said.key}, {_json(names, "t")} as after
        )
        insert into merge_row (merge_id, of, key, before, after)
        select $1, '{said.table}', jsonb_build_object('{said.key}', c.{said.key}, 'person_id', $2::bigint), p.before,
               c.after
        from changed c join pairs p using ({said.key}) where p.before <> c.after
        """,
        merge,
        survivor,
        other,
    )


async def _leave(connection: Connection, merge: int, other: int) -> None:
    """Lets the other leave the chats in which both were."""
    await connection.execute(
        """
        with gone as (
            update membership t set left_at = now() where t.person_id = $2 and t.left_at is null
            returning t.chat_id, t.left_at
        )
        insert into merge_row (merge_id, of, key, before, after)
        select $1, 'membership', jsonb_build_object('chat_id', chat_id, 'person_id', $2::bigint),
               jsonb_build_object('left_at', null), jsonb_build_object('left_at', left_at)
        from gone
        """,
        merge,
        other,
    )


async def _move_conversations(connection: Connection, merge: int, survivor: int, other: int) -> None:
    """Makes the survivor one of two in the other's conversations; if there is one with the same person, both stay."""
    await connection.execute(
        """
        with pairs as (
            select c.id,
                   jsonb_build_object('first_id', c.first_id, 'second_id', c.second_id, 'joined', c.joined) as before,
                   case c.first_id when $3 then c.second_id else c.first_id end as partner
            from chat c where $3 in (c.first_id, c.second_id) and $2 not in (c.first_id, c.second_id)
        ), moved as (
            update chat c set first_id = least(p.partner, $2), second_id = greatest(p.partner, $2),
                joined = c.joined or exists (
                    select from chat o
                    where o.first_id = least(p.partner, $2) and o.second_id = greatest(p.partner, $2))
            from pairs p where c.id = p.id
            returning c.id, p.before,
                      jsonb_build_object('first_id', c.first_id, 'second_id', c.second_id, 'joined', c.joined) as after
        )
        insert into merge_row (merge_id, of, key, before, after)
        select $1, 'chat', jsonb_build_object('id', id), before, after from moved
        """,
        merge,
        survivor,
        other,
    )


async def _give_back_conversations(connection: Connection, merge: int) -> None:
    await _restore(connection, merge, "chat", ("id",), ("first_id", "second_id", "joined"))


async def _restore(connection: Connection, merge: int, table: str, key: Sequence[str], columns: Sequence[str]) -> None:
    """Gives rows that a merge changed what they said before; not those that say something else since then."""
    found = " and ".join(f't."{name}" = (jsonb_populate_record(null::{table}, r.key))."{name}"' for name in key)
    sets = ", ".join(f"{name} = (jsonb_populate_record(t, r.before)).{name}" for name in columns)
    unchanged = " and ".join(
        f"(jsonb_populate_record(t, r.after)).{name} is not distinct from t.{name}" for name in columns
    )
    await connection.execute(
        f"""
        update {table} t set {sets}
        from merge_row r
        where r.merge_id = $1 and r.of = '{table}' and {found}
          and {unchanged}
        """,
        merge,
    )
