"""Students who come into a class and leave it, and class teachers who take it over, from a day on."""

from channels.errors import Codes, Refusal
from channels.people import Role
from channels.register.inputs import EndedClassRole, NewClassRole
from channels.register.keeping import begin, ending, known, known_class, known_here, refuse_again, require_typed, tell
from channels.register.model import RegisteredPerson, Standing
from channels.store import Desk, Tx

STAFF = frozenset({Role.TEACHER, Role.STAFF, Role.LEADERSHIP, Role.ADMIN})
NEEDED = {"student": frozenset({Role.STUDENT}), "class_teacher": STAFF}
"""Roles of which somebody needs one, or the class gives nothing."""


async def join_class(
    desk: Desk, person: int, school: int, other: int, asked: NewClassRole, key: str | None
) -> RegisteredPerson:
    """Puts a student into a class from a day on, or makes somebody its class teacher.

    A student leaves on that day the class into which they were typed before; what a roster says stays beside it, and
    of two the one begun last counts. The days of both are kept. Raises NOT_FOUND for people who do not keep the
    register, and for people and classes of other schools; ROLE_MISSING; ALREADY_GIVEN;
    OF_A_ROSTER for somebody whom a roster has let go.
    """

    async def work(tx: Tx) -> RegisteredPerson:
        today = await begin(desk, tx, person, school)
        before = await known_here(tx, school, other, today)
        await known_class(tx, school, asked.class_, today)
        roles = {one.role for one in before.roles if one.standing is not Standing.ENDED}
        if roles.isdisjoint(NEEDED[asked.role]):
            raise Refusal(Codes.ROLE_MISSING)
        held = [one for one in before.classes if one.role == asked.role]
        refuse_again([one for one in held if one.class_.id == asked.class_])
        from_day, now = ending(desk, asked.from_day, today)
        if asked.role == "student":
            for class_ in sorted({one.class_.id for one in held if one.typed}):
                await tx.register.leave_class(class_, other, asked.role, from_day, now)
        await tx.register.join_class(asked.class_, other, asked.role, from_day, of_the_past=from_day < today)
        await tell(desk, tx, person, f"join_class:{asked.role}", other, [other])
        return await known(tx, school, other, today)

    return await desk.write(RegisteredPerson, work, person=person, key=key, about=("join_class", other), body=asked)


async def leave_class(desk: Desk, person: int, school: int, other: int, asked: EndedClassRole) -> RegisteredPerson:
    """Takes a student out of a class from a day on, or a class teacher from it. The days until then are kept.

    Raises NOT_FOUND as `join_class` does, OF_A_ROSTER if only a roster says it, and NOTHING_TO_END.
    """

    async def work(tx: Tx) -> RegisteredPerson:
        today = await begin(desk, tx, person, school)
        before = await known(tx, school, other, today)
        require_typed([one for one in before.classes if (one.class_.id, one.role) == (asked.class_, asked.role)])
        day, now = ending(desk, asked.day, today)
        await tx.register.leave_class(asked.class_, other, asked.role, day, now)
        await tell(desk, tx, person, f"leave_class:{asked.role}", other, [other])
        return await known(tx, school, other, today)

    return await desk.write(RegisteredPerson, work, person=person, key=None, about=("leave_class", other), body=asked)
