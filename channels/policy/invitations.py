"""Rights to invite people, and with that to give them a sign-in."""

from dataclasses import dataclass

from channels.people import Role, Viewer
from channels.policy.schools import STAFF, gives_school_role, keeps_register


@dataclass(frozen=True, slots=True)
class InviteeRights:
    """The facts that decide who may invite somebody: roles now or to come, each with its school.

    `classes`: of one school, own ones and those of the children whom this person follows there.
    """

    roles: frozenset[tuple[Role, int]]
    classes: frozenset[int]
    signs_in: bool


def sees_sign_ins(viewer: Viewer, school: int) -> bool:
    """True for those who see of everybody at the school whether they have a sign-in."""
    return keeps_register(viewer, school)


def sees_sign_ins_of_class(viewer: Viewer, school: int, class_: int) -> bool:
    return class_ in viewer.classes_led or sees_sign_ins(viewer, school)


def invites(viewer: Viewer, school: int, invitee: InviteeRights, *, led: bool) -> bool:
    """True if the viewer may invite this person to the school: who keeps its register, or the class teacher.

    Leadership is invited by leadership; `led`: the school has some. A class teacher invites students and their adults,
    but no staff: a sign-in of theirs opens more than the class.
    """
    here = {role for role, at in invitee.roles if at == school}
    if not here:
        return False
    if sees_sign_ins(viewer, school):
        return Role.LEADERSHIP not in here or gives_school_role(viewer, school, Role.LEADERSHIP, led=led)
    is_staff = any(role in STAFF for role, _ in invitee.roles)
    return not is_staff and not viewer.classes_led.isdisjoint(invitee.classes)


def invites_again(viewer: Viewer, invitee: InviteeRights) -> bool:
    """True if a new invitation may replace the password of somebody who has one: it opens all their schools."""
    return not invitee.signs_in or all(sees_sign_ins(viewer, school) for _, school in invitee.roles)
