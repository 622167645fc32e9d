"""Rights to trust somebody with a child, and to end that."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from channels.people import Role, Viewer
from channels.policy.schools import keeps_register

Held = Mapping[int, Collection[str]]
"""Services of the family: those of each guardian who follows the child now, of the guardians' role and unrestricted."""


@dataclass(frozen=True, slots=True)
class TrustRights:
    """The facts that decide who may do what with one trust. `addressed`: to whom an offer is, if to anybody."""

    school: int
    giver: int
    invitee: int | None
    family: Held
    addressed: int | None = None


def gives_trust(viewer: Viewer, family: Held, services: Collection[str]) -> bool:
    """True for a guardian who has all of these services. Who is only trusted gives nothing on."""
    return viewer.person in family and bool(services) and set(services) <= set(family[viewer.person])


def is_of_trust_family(viewer: Viewer, rights: TrustRights) -> bool:
    return viewer.person in rights.family


def knows_for_family(children: Collection[int], student: int) -> bool:
    """True if a guardian of these children answers for the family that the student's absence is known."""
    return student in children


def sees_trust(viewer: Viewer, rights: TrustRights) -> bool:
    """True for the child's guardians, for whom it is for, and for who keeps the school's register."""
    return (
        is_of_trust_family(viewer, rights)
        or viewer.person in (rights.invitee, rights.addressed)
        or keeps_register(viewer, rights.school)
    )


def accepts_trust(viewer: Viewer, rights: TrustRights) -> bool:
    return rights.invitee is None and viewer.person == rights.addressed


def ends_trust(viewer: Viewer, rights: TrustRights) -> bool:
    """True for whoever sees it: one refusal is enough, and nobody asks for a reason."""
    return sees_trust(viewer, rights)


def changes_trust(viewer: Viewer, rights: TrustRights, services: Collection[str]) -> bool:
    """True for a guardian of the child who has what it shall be."""
    return gives_trust(viewer, rights.family, services)


def may_be_trusted(viewer: Viewer, student: int, giver: int, family: Held) -> bool:
    """True for an adult who is not of the child's family, and not kept from the child."""
    return (
        not viewer.has(Role.STUDENT)
        and viewer.person not in (student, giver, *family)
        and student not in viewer.restricted
    )


def sets_trust_delay(viewer: Viewer, school: int) -> bool:
    return keeps_register(viewer, school)
