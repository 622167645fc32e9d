"""Ids of people who were merged into somebody else: links and pages of before go on with the one who stays."""

from dataclasses import replace

from channels.store import Store
from channels.types import Input
from handlers.actions.action_call import Call

OF_PEOPLE = frozenset({"person", "student", "teacher", "guardian", "participant", "invitee"})
"""Names of the ids, in paths and inputs, that are people's."""


async def with_survivors(store: Store, names: tuple[str, ...], call: Call) -> Call | None:
    """Returns the call as it is meant now; None if it names nobody who was merged."""
    given = {name: value for name in OF_PEOPLE if isinstance(value := getattr(call.given, name, None), int)}
    people = {number for name, number in zip(names, call.ids, strict=True) if name in OF_PEOPLE} | set(given.values())
    if not people:
        return None
    async with store.read() as tx:
        survivors = await tx.merges.survivors(people)
    if not survivors:
        return None
    ids = tuple(
        survivors.get(number, number) if name in OF_PEOPLE else number
        for name, number in zip(names, call.ids, strict=True)
    )
    changed = {name: survivors.get(number, number) for name, number in given.items()}
    asked: Input | None = call.given
    return replace(call, ids=ids, given=asked if asked is None else asked.model_copy(update=changed))
