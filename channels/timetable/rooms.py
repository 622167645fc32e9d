"""Shows and sets the rooms of a school."""

from collections.abc import Iterator

from channels import policy
from channels.appointments import require_timetable_keeper
from channels.errors import Code, Codes, Refusal, refuse
from channels.publication import ChannelName
from channels.store import Desk, Store, Tx, not_found, viewer_of
from channels.timetable.inputs import NewRooms
from channels.timetable.model import Rooms


async def rooms(store: Store, person: int, school: int) -> Rooms:
    """Returns the school's rooms. Raises NOT_FOUND for others than its staff."""
    async with store.read() as tx:
        if not policy.is_staff_of(await viewer_of(tx, person), school):
            raise not_found()
        return await tx.rooms.of_school(school)


async def set_rooms(desk: Desk, person: int, school: int, asked: NewRooms, key: str | None) -> Rooms:
    """Sets all rooms anew: those with an id keep it under their new name, those left out end.

    Lessons of the past keep rooms that have ended. Raises NOT_FOUND for people who do not keep the timetable, and for
    rooms of other schools; STALE, with the present rooms, if they were changed since; ROOM_TWICE for each room whose
    name another one of the building has, all in `errors`.
    """
    refuse(list(_faults(asked)))

    async def work(tx: Tx) -> Rooms:
        await require_timetable_keeper(tx, person, school)
        now = desk.clock.now()
        await tx.lock([ChannelName(f"school:{school}")])
        present = await tx.rooms.of_school(school)
        if present.revision != asked.revision:
            raise Refusal(Codes.STALE, {"current": present.model_dump(mode="json")})
        if not {room.id for room in asked.rooms if room.id is not None} <= {room.id for room in present.rooms}:
            raise not_found()
        await tx.rooms.set(school, asked, person, now)
        await tx.audit.add(person, "set_rooms", school, "done", now)
        return await tx.rooms.of_school(school)

    return await desk.write(Rooms, work, person=person, key=key, about=("set_rooms", school), body=asked)


def _faults(asked: NewRooms) -> Iterator[tuple[str, Code]]:
    names: set[tuple[str, str]] = set()
    ids: set[int] = set()
    for n, room in enumerate(asked.rooms):
        name = (room.building.casefold(), room.name.casefold())
        if name in names or room.id in ids:
            yield f"rooms.{n}.name", Codes.ROOM_TWICE
        names.add(name)
        if room.id is not None:
            ids.add(room.id)
