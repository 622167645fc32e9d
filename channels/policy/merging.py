"""Rights to make two people one, and to undo it."""

from collections.abc import Collection

from channels.people import Role, Viewer
from channels.policy.schools import gives_school_role, keeps_register

Roles = Collection[tuple[Role, int]]
"""Roles of now or to come, each with its school."""


def merges_at(viewer: Viewer, school: int, pair: Collection[int], roles: Roles, *, led: bool) -> bool:
    """True if the viewer may propose, confirm and undo a merge of these two for this school.

    As for an invitation: who keeps the register, and of leadership only leadership; never about oneself. `roles`: those
    of both.
    """
    if viewer.person in pair or not keeps_register(viewer, school):
        return False
    if (Role.LEADERSHIP, school) in roles:
        return gives_school_role(viewer, school, Role.LEADERSHIP, led=led)
    return any(at == school for _, at in roles)


def confirms_merge(viewer: Viewer, proposer: int, pair: Collection[int]) -> bool:
    """True for a second person, who is neither who proposed it nor one of the two."""
    return viewer.person != proposer and viewer.person not in pair
