"""Rights to one trust, put together from what is stored at this moment."""

from dataclasses import dataclass, replace
from typing import Self

from channels import policy
from channels.contact_details import phone_key
from channels.invitations.names import is_family_name
from channels.people import Viewer
from channels.policy import TrustRights
from channels.register.namesakes import is_namesake
from channels.store import Tx, not_found, viewer_of
from channels.trust.life import Trust
from channels.trust.ports import FamilyMember, StudentAt


@dataclass(frozen=True, slots=True)
class Held:
    """A trust with all that decides about it: its child at its school, the child's family, and who may what."""

    trust: Trust
    at: StudentAt
    family: list[FamilyMember]
    rights: TrustRights

    @property
    def giver_has(self) -> bool:
        """True if who gave it has all of it, so that it is worth something."""
        return self.trust.services <= frozenset(self.rights.family.get(self.trust.giver, ()))

    def after(self, trust: Trust) -> Self:
        """Returns the same, of the trust as it has become."""
        return replace(self, trust=trust)


async def hold(tx: Tx, trust: Trust, *, look_up: bool = False) -> Held:
    """Returns a trust with what decides about it. With `look_up` whoever an offer is for is looked for.

    Not when its giver asks: whether there is anybody would show in the time that this takes.
    """
    at = await tx.trusts.student(trust.student, trust.school)
    assert at is not None  # rows that are referred to stay
    family = await tx.trusts.family(trust.student, trust.school)
    rights = TrustRights(
        school=trust.school,
        giver=trust.giver,
        invitee=trust.invitee,
        family={member.person.id: member.services for member in family},
        addressed=await _addressee(tx, trust, family) if look_up else None,
    )
    return Held(trust, at, family, rights)


async def held_by(tx: Tx, person: int, trust: int) -> tuple[Viewer, Held]:
    """Returns a trust that somebody may see, locked with all others of the child. Raises NOT_FOUND."""
    found = await tx.trusts.one(trust)
    if found is None:
        raise not_found()
    await tx.trusts.lock(found.student)
    found = await tx.trusts.one(trust)
    assert found is not None
    return await seen_by(tx, person, found)


async def seen_by(tx: Tx, person: int, trust: Trust) -> tuple[Viewer, Held]:
    """Returns a trust that somebody may see. Raises NOT_FOUND."""
    viewer, own = await viewer_of(tx, person), await tx.trusts.contact(person)
    held = await hold(tx, trust, look_up=own.phone_key == phone_key(trust.phone))
    if not policy.sees_trust(viewer, held.rights):
        raise not_found()
    return viewer, held


async def may_be(tx: Tx, person: int, trust: Trust, family: list[FamilyMember]) -> bool:
    """True if somebody may be trusted with that child: no student, none of the family, not kept away, nor called so."""
    viewer = await viewer_of(tx, person)
    held = {member.person.id: member.services for member in family}
    if not policy.may_be_trusted(viewer, trust.student, trust.giver, held):
        return False
    own = await tx.trusts.contact(person)
    kept_away = await tx.trusts.kept_away(trust.student)
    return not own.has_left and not any(is_namesake(own.person, one.person) for one in kept_away)


async def _addressee(tx: Tx, trust: Trust, family: list[FamilyMember]) -> int | None:
    """Returns whom an offer is for: the one person of that family name and number, if that person may be trusted."""
    key = phone_key(trust.phone)
    if trust.accepted_at is not None or trust.ended_at is not None or key is None:
        return None
    called = [one for one in await tx.trusts.sharing(key) if is_family_name(trust.family, one.name.family)]
    if len(called) != 1 or not await may_be(tx, called[0].id, trust, family):
        return None
    return called[0].id
