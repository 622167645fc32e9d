"""Roles that are given and ended by hand."""

from datetime import date

from channels import policy
from channels.errors import Codes, Refusal
from channels.register.inputs import EndedRole, NewRole
from channels.register.keeping import begin, ending, known, known_here, refuse_again, require_typed, tell
from channels.register.model import RegisteredPerson
from channels.store import Desk, Tx, viewer_of


async def give_role(
    desk: Desk, person: int, school: int, other: int, asked: NewRole, key: str | None
) -> RegisteredPerson:
    """Gives a person of the school a role from a day on, beside what rosters say; a typed person who had left is back.

    Raises NOT_FOUND for people who do not keep the register, and for people of other schools; LEADERSHIP_ONLY;
    ALREADY_GIVEN if it was typed before and has no end; OF_A_ROSTER for somebody whom a roster has let go.
    """

    async def work(tx: Tx) -> RegisteredPerson:
        today = await begin(desk, tx, person, school)
        await require_gives(tx, person, school, asked.role, today)
        before = await known_here(tx, school, other, today)
        refuse_again([one for one in before.roles if one.role == asked.role])
        await tx.register.give_role(school, other, asked.role, asked.from_day or today)
        await tell(desk, tx, person, f"give_role:{asked.role}", other, [other], begins_only=True)
        return await known(tx, school, other, today)

    return await desk.write(RegisteredPerson, work, person=person, key=key, about=("give_role", other), body=asked)


async def end_role(desk: Desk, person: int, school: int, other: int, asked: EndedRole) -> RegisteredPerson:
    """Ends a role that was typed. Who is no student any more leaves the classes into which they were typed.

    Raises what `give_role` raises for strangers, LEADERSHIP_ONLY, OF_A_ROSTER if only a roster gives the role,
    NOTHING_TO_END, and LAST_KEEPER if nobody would keep the register any more.
    """

    async def work(tx: Tx) -> RegisteredPerson:
        today = await begin(desk, tx, person, school)
        before = await known(tx, school, other, today)
        await require_gives(tx, person, school, asked.role, today)
        require_typed([one for one in before.roles if one.role == asked.role])
        day, now = ending(desk, asked.day, today)
        await tx.register.end_role(school, other, asked.role, day, now)
        for class_ in sorted({one.class_.id for one in before.classes if one.typed and one.role == asked.role}):
            await tx.register.leave_class(class_, other, "student", day, now)
        await require_keeper_stays(tx, school, max(day, today))
        await tell(desk, tx, person, f"end_role:{asked.role}", other, [other])
        return await known(tx, school, other, today)

    return await desk.write(RegisteredPerson, work, person=person, key=None, about=("end_role", other), body=asked)


async def require_gives(tx: Tx, person: int, school: int, role: str, today: date) -> None:
    """Raises LEADERSHIP_ONLY if that role is given and ended by leadership, and the person is none."""
    led = await tx.register.has_keeper(school, today, leadership=True)
    if not policy.gives_school_role(await viewer_of(tx, person), school, role, led=led):
        raise Refusal(Codes.LEADERSHIP_ONLY)


async def require_keeper_stays(tx: Tx, school: int, day: date) -> None:
    """Raises LAST_KEEPER if nobody keeps the register of the school on that day."""
    if not await tx.register.has_keeper(school, day):
        raise Refusal(Codes.LAST_KEEPER)
