"""Keeping of the register: who may, and how everybody concerned learns of a change."""

from collections.abc import Collection
from datetime import date, datetime

from channels import policy
from channels.errors import Codes, Refusal
from channels.register.model import Lasting, RegisteredClass, RegisteredPerson, Standing
from channels.schools import ReadersChanged
from channels.store import Desk, Tx, not_found, viewer_of


async def require_keeper(tx: Tx, person: int, school: int) -> None:
    """Raises NOT_FOUND for people who do not keep the register of the school."""
    if not policy.keeps_register(await viewer_of(tx, person), school):
        raise not_found()


async def begin(desk: Desk, tx: Tx, person: int, school: int) -> date:
    """Returns today, once nobody else changes people, classes or courses of the school. Raises NOT_FOUND."""
    await require_keeper(tx, person, school)
    await tx.patterns.lock(school)
    return await tx.schools.day(school, desk.clock.now())


async def known(tx: Tx, school: int, person: int, today: date) -> RegisteredPerson:
    """Returns a person of the school's register. Raises NOT_FOUND for others."""
    found = await tx.register.person(school, person, today)
    if found is None:
        raise not_found()
    return found


async def known_here(tx: Tx, school: int, person: int, today: date) -> RegisteredPerson:
    """Returns a person of the school's register to whom something may be given; somebody typed who had left is back.

    Raises NOT_FOUND for others, and OF_A_ROSTER for somebody whom a roster has let go: it alone brings them back.
    """
    found = await known(tx, school, person, today)
    if found.ended and not found.typed:
        raise Refusal(Codes.OF_A_ROSTER)
    if found.ended:
        await tx.register.return_person(person)
    return found


async def known_class(tx: Tx, school: int, class_: int, today: date) -> RegisteredClass:
    """Returns a class of the school that has not ended. Raises NOT_FOUND for others."""
    found = next((one for one in await tx.register.classes(school, today, ended=False) if one.id == class_), None)
    if found is None:
        raise not_found()
    return found


def ending(desk: Desk, day: date | None, today: date) -> tuple[date, datetime | None]:
    """Returns the first day without what ends (today if none is said), and now if that day has come."""
    first = day or today
    return first, desk.clock.now() if first <= today else None


def require_typed(held: Collection[Lasting]) -> None:
    """Raises OF_A_ROSTER if only a roster says these, and NOTHING_TO_END if nothing holds or is to come."""
    open_ = [one for one in held if one.standing is not Standing.ENDED]
    if not open_:
        raise Refusal(Codes.NOTHING_TO_END)
    if not any(one.typed for one in open_):
        raise Refusal(Codes.OF_A_ROSTER)


def refuse_again(held: Collection[Lasting]) -> None:
    """Raises ALREADY_GIVEN if one of these was typed and has no end."""
    if any(one.typed and one.standing is not Standing.ENDED and one.until_day is None for one in held):
        raise Refusal(Codes.ALREADY_GIVEN)


async def tell(
    desk: Desk,
    tx: Tx,
    by: int,
    action: str,
    target: int,
    people: Collection[int] = (),
    classes: Collection[int] = (),
    *,
    begins_only: bool = False,
) -> None:
    """Notes who did it, and has the rights of all whose ties changed with these people and classes read anew.

    With `begins_only` nothing ended: the channel of the school, which everybody reads, needs no look at its readers.
    """
    await tx.audit.add(by, action, target, "done", desk.clock.now())
    channels = await tx.register.channels_of(people, classes) if people or classes else []
    if begins_only:
        channels = [channel for channel in channels if not channel.startswith("school:")]
    if channels:
        await tx.append_all(by, [(channel, ReadersChanged()) for channel in channels], changes_readers=True)
