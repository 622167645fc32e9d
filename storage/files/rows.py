"""Rows of files: `channels.files.ports.FileStore`."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import asyncpg

from channels.files.model import Attached
from channels.files.ports import FileRow, Inspected, NewRow, Seal, State, Usage
from storage.counting import alone
from storage.pool import Connection

_COLUMNS = (
    "id, chat_id, person_id, name, type, announced, blob, state, refused, coalesce(size, announced) as size,"
    " width, height, preview, message_offset"
)


def _attached(row: asyncpg.Record) -> Attached:
    return Attached(
        id=row["id"],
        name=row["name"],
        type=row["type"],
        size=row["size"],
        width=row["width"],
        height=row["height"],
        preview=row["preview"],
    )


def _row(row: asyncpg.Record) -> FileRow:
    return FileRow(
        row["chat_id"],
        row["person_id"],
        _attached(row),
        row["announced"],
        row["blob"],
        State(row["state"]),
        row["refused"],
        row["message_offset"],
    )


class PostgresFiles:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def usage(self, person: int, since: datetime) -> Usage:
        await alone(self._connection, person)
        row = await self._connection.fetchrow(
            """
            select count(*) filter (where message_offset is null and state in ('uploading', 'waiting', 'ready'))
                       as unsent,
                   coalesce(sum(announced), 0)::bigint as announced
            from file where person_id = $1 and at > $2 and not forwarded
            """,
            person,
            since,
        )
        assert row is not None
        return Usage(row["unsent"], row["announced"])

    async def announce(self, new: NewRow, at: datetime) -> int:
        number: int = await self._connection.fetchval(
            """
            insert into file (chat_id, person_id, name, type, announced, blob, at)
            values ($1, $2, $3, $4, $5, $6, $7) returning id
            """,
            new.chat,
            new.person,
            new.name,
            new.type,
            new.announced,
            new.blob,
            at,
        )
        return number

    async def row(self, file: int) -> FileRow | None:
        row = await self._connection.fetchrow(f"select {_COLUMNS} from file where id = $1", file)
        return None if row is None else _row(row)

    async def checked(self, file: int, found: Inspected) -> None:
        await self._connection.execute(
            """
            update file set state = 'waiting', size = $2, width = $3, height = $4, preview = $5
            where id = $1 and state = 'uploading'
            """,
            file,
            found.size,
            found.width,
            found.height,
            found.preview is not None,
        )

    async def set_seal(self, blob: str, seal: Seal) -> None:
        await self._connection.execute(
            """
            insert into blob_seal (blob, size, sha256) values ($1, $2, $3)
            on conflict (blob) do update set size = excluded.size, sha256 = excluded.sha256
            """,
            blob,
            seal.size,
            seal.sha256,
        )

    async def seal(self, blob: str) -> Seal | None:
        row = await self._connection.fetchrow("select size, sha256 from blob_seal where blob = $1", blob)
        return None if row is None else Seal(row["size"], row["sha256"])

    async def settle(self, file: int, state: State, refused: str | None = None) -> None:
        await self._connection.execute(
            """
            update file set state = $2, refused = $3
            where id = $1 and state in ('uploading', 'waiting', 'ready') and message_offset is null
            """,
            file,
            state.value,
            refused,
        )

    async def claim(self, files: Collection[int]) -> Mapping[int, FileRow]:
        rows = await self._connection.fetch(
            f"select {_COLUMNS} from file where id = any($1::bigint[]) order by id for update", list(files)
        )
        return {row["id"]: _row(row) for row in rows}

    async def attach(self, uses: Sequence[tuple[int, int]]) -> None:
        await self._connection.execute(
            """
            update file f set message_offset = u.message, position = u.n
            from (select file, message, row_number() over (order by n) as n
                  from unnest($1::bigint[], $2::bigint[]) with ordinality as u (file, message, n)) u
            where f.id = u.file
            """,
            [file for file, _ in uses],
            [message for _, message in uses],
        )

    async def copy(self, files: Sequence[int], chat: int, person: int, at: datetime) -> list[Attached]:
        # Locked, so that a cleanup does not take their bytes for unused before the new rows exist.
        rows = await self._connection.fetch(
            f"""
            with source as (
                select f.*, u.n from unnest($1::bigint[]) with ordinality as u (id, n)
                join file f on f.id = u.id and f.state = 'ready' order by f.id for share of f
            ), made as (
                insert into file (chat_id, person_id, name, type, announced, forwarded, blob, state, size, width,
                                  height, preview, at)
                select $2, $3, name, type, announced, true, blob, 'ready', size, width, height, preview, $4
                from source order by n
                returning *
            )
            select {_COLUMNS} from made order by id
            """,
            list(files),
            chat,
            person,
            at,
        )
        return [_attached(row) for row in rows]

    async def give_up(self, before: datetime) -> None:
        await self._connection.execute(
            """
            update file set state = 'taken'
            where at < $1 and message_offset is null and state in ('uploading', 'waiting', 'ready')
            """,
            before,
        )

    async def removable(self, limit: int) -> list[str]:
        rows = await self._connection.fetch(
            """
            select distinct f.blob from file f
            where f.state in ('refused', 'taken') and not f.bytes_removed
              and not exists (select from file o where o.blob = f.blob and o.state in ('uploading', 'waiting', 'ready'))
              and not exists (select from file o join report_file e on e.file_id = o.id
                              join report r on r.id = e.report_id and r.state <> 'closed' where o.blob = f.blob)
            limit $1
            """,
            limit,
        )
        return [row["blob"] for row in rows]

    async def removed(self, blobs: Collection[str]) -> None:
        await self._connection.execute(
            """
            update file set bytes_removed = true
            where blob = any($1::text[]) and state in ('refused', 'taken')
            """,
            list(blobs),
        )
