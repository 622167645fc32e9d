"""People of a school: found, shown, typed, corrected and ended."""

from channels.errors import Codes, Refusal
from channels.register.inputs import CorrectedPerson, Ended, NewPerson, WantedPeople
from channels.register.keeping import begin, known, known_class, require_keeper, tell
from channels.register.model import PeoplePage, RegisteredPerson
from channels.register.roles import require_gives, require_keeper_stays
from channels.store import Desk, Tx


async def people(desk: Desk, person: int, school: int, wanted: WantedPeople) -> PeoplePage:
    """Returns a part of the school's people, by name. Raises NOT_FOUND for people who do not keep its register."""
    async with desk.store.read() as tx:
        await require_keeper(tx, person, school)
        return await tx.register.people(school, wanted, await tx.schools.day(school, desk.clock.now()))


async def one_person(desk: Desk, person: int, school: int, other: int) -> RegisteredPerson:
    """Returns what the register says of somebody.

    Raises NOT_FOUND for people who do not keep it, and for people of other schools.
    """
    async with desk.store.read() as tx:
        await require_keeper(tx, person, school)
        return await known(tx, school, other, await tx.schools.day(school, desk.clock.now()))


async def add_person(desk: Desk, person: int, school: int, asked: NewPerson, key: str | None) -> RegisteredPerson:
    """Adds a person with a first role, and a student's class. No roster ends them.

    Raises NOT_FOUND for people who do not keep the register, and for classes of other schools; LEADERSHIP_ONLY;
    PERSON_AGAIN with the `people` who have that family name, given name and role, unless another one is meant.
    """

    async def work(tx: Tx) -> RegisteredPerson:
        today = await begin(desk, tx, person, school)
        await require_gives(tx, person, school, asked.role, today)
        if asked.class_ is not None:
            await known_class(tx, school, asked.class_, today)
        if not asked.meant and (alike := await tx.register.alike(school, asked, asked.role, today)):
            raise Refusal(Codes.PERSON_AGAIN, {"people": [one.model_dump(mode="json") for one in alike]})
        from_day = asked.from_day or today
        added = await tx.register.add_person(asked)
        await tx.register.give_role(school, added, asked.role, from_day)
        if asked.class_ is not None:
            await tx.register.join_class(asked.class_, added, "student", from_day, of_the_past=from_day < today)
        await tell(desk, tx, person, "add_person", added, [added], begins_only=True)
        return await known(tx, school, added, today)

    return await desk.write(RegisteredPerson, work, person=person, key=key, about=("add_person", school), body=asked)


async def correct_person(
    desk: Desk, person: int, school: int, other: int, asked: CorrectedPerson, key: str | None
) -> RegisteredPerson:
    """Replaces name and contacts of a typed person.

    Raises NOT_FOUND as `one_person` does, OF_A_ROSTER for somebody whom a roster brought, and STALE with the `current`
    person if somebody else has corrected them meanwhile.
    """

    async def work(tx: Tx) -> RegisteredPerson:
        today = await begin(desk, tx, person, school)
        before = await known(tx, school, other, today)
        if not before.typed:
            raise Refusal(Codes.OF_A_ROSTER)
        if not await tx.register.correct_person(other, asked, asked.revision):
            raise Refusal(Codes.STALE, {"current": before.model_dump(mode="json")})
        await tell(desk, tx, person, "correct_person", other)
        return await known(tx, school, other, today)

    return await desk.write(RegisteredPerson, work, person=person, key=key, about=("correct_person", other), body=asked)


async def end_person(desk: Desk, person: int, school: int, other: int, asked: Ended) -> RegisteredPerson:
    """Ends all that was typed of a typed person at the school, today. What they wrote and got stays.

    Raises NOT_FOUND as `one_person` does, OF_A_ROSTER for somebody whom a roster brought, NOTHING_TO_END for somebody
    who has ended, LEADERSHIP_ONLY and LAST_KEEPER.
    """

    async def work(tx: Tx) -> RegisteredPerson:
        today = await begin(desk, tx, person, school)
        before = await known(tx, school, other, today)
        if not before.typed:
            raise Refusal(Codes.OF_A_ROSTER)
        if before.ended:
            raise Refusal(Codes.NOTHING_TO_END)
        for held in before.roles:
            await require_gives(tx, person, school, held.role, today)
        await tx.register.end_person(school, other, today, desk.clock.now())
        await require_keeper_stays(tx, school, today)
        await tell(desk, tx, person, "end_person", other, [other])
        return await known(tx, school, other, today)

    return await desk.write(RegisteredPerson, work, person=person, key=None, about=("end_person", other), body=asked)
