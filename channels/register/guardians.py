"""Guardians and trusted persons of a student, named and ended by hand."""

from channels.errors import Codes, Refusal, refuse
from channels.people import Role
from channels.register.inputs import EndedGuardian, LiftedRestriction, NewGuardian, Restriction
from channels.register.keeping import begin, ending, known, known_here, require_typed, tell
from channels.register.model import RegisteredPerson, Standing
from channels.register.namesakes import is_namesake
from channels.store import Desk, Tx, not_found


async def name_guardian(
    desk: Desk, person: int, school: int, student: int, asked: NewGuardian, key: str | None
) -> RegisteredPerson:
    """Names who follows a student, and how, or says it anew: what is left out then stays as it was typed before.

    The adult gets the role that goes with it.

    Returns the student. Raises NOT_FOUND for people who do not keep the register, and for people of other schools;
    ROLE_MISSING for somebody who is no student; GUARDIAN_RESTRICTED for an adult who must not follow the child,
    and for one who has that adult's name and no other patronymic; DAYS_END_FIRST.
    """

    async def work(tx: Tx) -> RegisteredPerson:
        today = await begin(desk, tx, person, school)
        before = await known(tx, school, student, today)
        adult = await known_here(tx, school, asked.guardian, today)
        if not any(one.role is Role.STUDENT and one.standing is not Standing.ENDED for one in before.roles):
            raise Refusal(Codes.ROLE_MISSING)
        if adult.id == student or any(one.restricted and is_namesake(adult, one.person) for one in before.guardians):
            raise Refusal(Codes.GUARDIAN_RESTRICTED)
        said = _with_what_stands(asked, before)
        from_day = said.from_day or today
        if said.until_day is not None and said.until_day <= from_day:
            refuse([("until_day", Codes.DAYS_END_FIRST)])
        await tx.register.name_guardian(school, student, said, from_day, desk.clock.now())
        await tell(desk, tx, person, f"name_guardian:{asked.guardian}", student, [student, adult.id])
        return await known(tx, school, student, today)

    return await desk.write(
        RegisteredPerson, work, person=person, key=key, about=("name_guardian", student), body=asked
    )


async def end_guardian(desk: Desk, person: int, school: int, student: int, asked: EndedGuardian) -> RegisteredPerson:
    """Ends a guardian who was typed: from that day they follow the child no more. Returns the student.

    What the family gave ends as well, if the day has come: who gave it can set a day.

    Raises NOT_FOUND as `name_guardian` does, OF_A_ROSTER if only a roster names them, and NOTHING_TO_END.
    """

    async def work(tx: Tx) -> RegisteredPerson:
        today = await begin(desk, tx, person, school)
        before = await known(tx, school, student, today)
        open_ = [one for one in before.guardians if one.person.id == asked.guardian and not one.restricted]
        if not any(one.given and one.standing is not Standing.ENDED for one in open_):
            require_typed(open_)
        day, now = ending(desk, asked.day, today)
        await tx.register.end_guardian(school, student, asked.guardian, day, now)
        await tell(desk, tx, person, f"end_guardian:{asked.guardian}", student, [student, asked.guardian])
        return await known(tx, school, student, today)

    return await desk.write(
        RegisteredPerson, work, person=person, key=None, about=("end_guardian", student), body=asked
    )


async def restrict_guardian(desk: Desk, person: int, school: int, student: int, asked: Restriction) -> RegisteredPerson:
    """Keeps an adult from a student: at once and until it is lifted, whatever a roster or the school says else.

    Returns the student. Raises NOT_FOUND for people who do not keep the register, and for people of other schools.
    """

    async def work(tx: Tx) -> RegisteredPerson:
        today = await begin(desk, tx, person, school)
        await known(tx, school, student, today)
        adult = await known(tx, school, asked.guardian, today)
        if adult.id == student:
            raise not_found()
        await tx.register.restrict_guardian(school, student, asked, today, desk.clock.now())
        await tell(desk, tx, person, f"restrict_guardian:{adult.id}", student, [student, adult.id])
        return await known(tx, school, student, today)

    return await desk.write(
        RegisteredPerson, work, person=person, key=None, about=("restrict_guardian", student), body=asked
    )


async def lift_restriction(
    desk: Desk, person: int, school: int, student: int, asked: LiftedRestriction
) -> RegisteredPerson:
    """Lifts a restriction that the school typed. The adult does not follow the child again before they are named.

    Returns the student. Raises NOT_FOUND as `restrict_guardian` does, OF_A_ROSTER if only a roster restricts the
    adult, and NOTHING_TO_END.
    """

    async def work(tx: Tx) -> RegisteredPerson:
        today = await begin(desk, tx, person, school)
        before = await known(tx, school, student, today)
        if not await tx.register.lift_restriction(student, asked.guardian, today, desk.clock.now()):
            stands = any(one.restricted and one.person.id == asked.guardian for one in before.guardians)
            raise Refusal(Codes.OF_A_ROSTER if stands else Codes.NOTHING_TO_END)
        await tell(desk, tx, person, f"lift_restriction:{asked.guardian}", student, [student, asked.guardian])
        return await known(tx, school, student, today)

    return await desk.write(
        RegisteredPerson, work, person=person, key=None, about=("lift_restriction", student), body=asked
    )


def _with_what_stands(asked: NewGuardian, student: RegisteredPerson) -> NewGuardian:
    """Returns what is asked, with what it leaves out as it was typed of that adult before."""
    of_adult = (one for one in student.guardians if one.person.id == asked.guardian and one.typed)
    stands = next((one for one in of_adult if one.standing is not Standing.ENDED), None)
    if stands is None:
        return asked
    typed = {"diary": stands.diary, "from_day": stands.from_day, "until_day": stands.until_day}
    return asked.model_copy(update={name: kept for name, kept in typed.items() if name not in asked.model_fields_set})
