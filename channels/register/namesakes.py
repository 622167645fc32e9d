"""Namesakes of adults who are kept from a child."""

from channels.names import name_key
from channels.people import Name, PersonRef
from channels.register.model import PersonRelative, RegisteredPerson, Standing


def is_namesake(one: PersonRef | RegisteredPerson, other: PersonRef) -> bool:
    """True if these may be one person under two ids: who is kept from a child does not come back under a new one."""
    return one.id == other.id or _alike(one.name, other.name)


def _alike(a: Name, b: Name) -> bool:
    same = (name_key(a.family), name_key(a.given)) == (name_key(b.family), name_key(b.given))
    return same and (not a.middle or not b.middle or name_key(a.middle) == name_key(b.middle))


def with_namesakes(guardians: list[PersonRelative]) -> list[PersonRelative]:
    """Returns the guardians of a child, and of each who follows it whether they are called like one who must not."""
    kept_away = [one.person for one in guardians if one.restricted]
    return [
        one.model_copy(update={"like_restricted": True})
        if not one.restricted
        and one.standing is not Standing.ENDED
        and any(is_namesake(one.person, other) for other in kept_away)
        else one
        for one in guardians
    ]
