"""Rooms of schools."""

from collections.abc import Collection
from datetime import datetime

from channels.timetable.inputs import NewRooms
from channels.timetable.model import Room, Rooms
from storage.pool import Connection


class PostgresRooms:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def of_school(self, school: int) -> Rooms:
        revision = await self._connection.fetchval("select revision from school_rooms where school_id = $1", school)
        rows = await self._connection.fetch(
            "select id, building, name from room where school_id = $1 and ended_at is null order by building, name, id",
            school,
        )
        return Rooms(
            revision=revision or 0,
            rooms=[Room(id=row["id"], building=row["building"], name=row["name"]) for row in rows],
        )

    async def school(self, room: int) -> int | None:
        found: int | None = await self._connection.fetchval(
            "select school_id from room where id = $1 and ended_at is null", room
        )
        return found

    async def are_of(self, school: int, rooms: Collection[int]) -> bool:
        found: int = await self._connection.fetchval(
            "select count(*) from room where id = any($1::bigint[]) and school_id = $2 and ended_at is null",
            list(rooms),
            school,
        )
        return found == len(set(rooms))

    async def set(self, school: int, asked: NewRooms, person: int, at: datetime) -> None:
        await self._connection.execute(
            """
            insert into school_rooms (school_id, revision, set_by, set_at) values ($1, 1, $2, $3)
            on conflict (school_id) do update
            set revision = school_rooms.revision + 1, set_by = excluded.set_by, set_at = excluded.set_at
            """,
            school,
            person,
            at,
        )
        kept = [room for room in asked.rooms if room.id is not None]
        await self._connection.execute(
            "update room set ended_at = $3 where school_id = $1 and ended_at is null and not id = any($2::bigint[])",
            school,
            [room.id for room in kept],
            at,
        )
        await self._connection.executemany(
            "update room set building = $2, name = $3 where id = $1",
            [(room.id, room.building, room.name) for room in kept],
        )
        await self._connection.executemany(
            "insert into room (school_id, building, name) values ($1, $2, $3)",
            [(school, room.building, room.name) for room in asked.rooms if room.id is None],
        )
