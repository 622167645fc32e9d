"""Classes of a school: shown, typed, corrected and ended."""

from datetime import date

from channels.errors import Codes, Refusal
from channels.register.inputs import ClassFields, ClassProfile, CorrectedClass, Ended, WantedClasses
from channels.register.keeping import begin, known_class, require_keeper, tell
from channels.register.model import OneClass, RegisteredClasses
from channels.store import Desk, Tx
from channels.timetable_files.names import class_key

PROFILE_FROM = 10  # the first year of upper secondary school


async def classes(desk: Desk, person: int, school: int, wanted: WantedClasses) -> RegisteredClasses:
    """Returns the classes by year and name. Raises NOT_FOUND for people who do not keep the register."""
    async with desk.store.read() as tx:
        await require_keeper(tx, person, school)
        today = await tx.schools.day(school, desk.clock.now())
        return RegisteredClasses(classes=await tx.register.classes(school, today, ended=wanted.ended))


async def add_class(desk: Desk, person: int, school: int, asked: ClassFields, key: str | None) -> OneClass:
    """Adds a class that no roster ends.

    Raises NOT_FOUND for people who do not keep the register, and CLASS_AGAIN if the school has one of that name, in
    whatever spelling.
    """

    async def work(tx: Tx) -> OneClass:
        today = await begin(desk, tx, person, school)
        await _refuse_again(tx, school, asked, today)
        added = await tx.register.add_class(school, asked)
        await tell(desk, tx, person, "add_class", added)
        return OneClass(class_=await known_class(tx, school, added, today))

    return await desk.write(OneClass, work, person=person, key=key, about=("add_class", school), body=asked)


async def correct_class(
    desk: Desk, person: int, school: int, class_: int, asked: CorrectedClass, key: str | None
) -> OneClass:
    """Replaces name and year of a typed class.

    Raises what `add_class` raises, NOT_FOUND for classes of other schools, OF_A_ROSTER for one that a roster brought,
    and STALE with the `current` class if somebody else has corrected it meanwhile.
    """

    async def work(tx: Tx) -> OneClass:
        today = await begin(desk, tx, person, school)
        before = await known_class(tx, school, class_, today)
        if not before.typed:
            raise Refusal(Codes.OF_A_ROSTER)
        await _refuse_again(tx, school, asked, today, but=class_)
        if not await tx.register.correct_class(class_, asked, asked.revision):
            raise Refusal(Codes.STALE, {"current": before.model_dump(mode="json")})
        await tell(desk, tx, person, "correct_class", class_)
        return OneClass(class_=await known_class(tx, school, class_, today))

    return await desk.write(OneClass, work, person=person, key=key, about=("correct_class", class_), body=asked)


async def set_class_profile(
    desk: Desk, person: int, school: int, class_: int, asked: ClassProfile, key: str | None
) -> OneClass:
    """Gives a class its profile, or takes it back; also one that a roster brought, as no roster says it.

    Raises NOT_FOUND as `correct_class` does, NO_PROFILE for a class before year 10 or without a year, and STALE with
    the `current` class if somebody else has changed it meanwhile.
    """

    async def work(tx: Tx) -> OneClass:
        today = await begin(desk, tx, person, school)
        before = await known_class(tx, school, class_, today)
        if asked.profile and (before.grade is None or before.grade < PROFILE_FROM):
            raise Refusal(Codes.NO_PROFILE)
        if not await tx.register.set_profile(class_, asked.profile, asked.revision):
            raise Refusal(Codes.STALE, {"current": before.model_dump(mode="json")})
        await tell(desk, tx, person, "set_class_profile", class_)
        return OneClass(class_=await known_class(tx, school, class_, today))

    return await desk.write(OneClass, work, person=person, key=key, about=("set_class_profile", class_), body=asked)


async def end_class(desk: Desk, person: int, school: int, class_: int, asked: Ended) -> OneClass:
    """Ends a typed class today, and the days in it of those who were typed into it. Returns the class as it was.

    Raises NOT_FOUND as `correct_class` does, OF_A_ROSTER, and CLASS_HAS_COURSES with the titles of `courses` that are
    held for it and end first.
    """

    async def work(tx: Tx) -> OneClass:
        today = await begin(desk, tx, person, school)
        before = await known_class(tx, school, class_, today)
        if not before.typed:
            raise Refusal(Codes.OF_A_ROSTER)
        if courses := await tx.register.courses_of_class(class_):
            raise Refusal(Codes.CLASS_HAS_COURSES, {"courses": courses})
        await tx.register.end_class(class_, today, desk.clock.now())
        await tell(desk, tx, person, "end_class", class_, classes=[class_])
        return OneClass(class_=before)

    return await desk.write(OneClass, work, person=person, key=None, about=("end_class", class_), body=asked)


async def _refuse_again(tx: Tx, school: int, asked: ClassFields, today: date, but: int | None = None) -> None:
    key = class_key(asked.name)
    for one in await tx.register.classes(school, today, ended=False):
        if one.id != but and class_key(one.name) == key:
            raise Refusal(Codes.CLASS_AGAIN, {"class": str(one.id)})
