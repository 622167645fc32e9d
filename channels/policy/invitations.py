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


def sees_sign_in_of(viewer: Viewer, school: int, invitee: InviteeRights) -> bool:
    """True for who keeps the register of a school where this person has a role, and for the class teacher."""
    if not any(at == school for _, at in invitee.roles):
        return False
    return sees_sign_ins(viewer, school) or not viewer.classes_led.isdisjoint(invitee.classes)


def sees_cases(viewer: Viewer, school: int) -> bool:
    """True for who sees cases of people who cannot get in: some of them, or none yet."""
    return sees_sign_ins(viewer, school) or (school in viewer.schools and bool(viewer.classes_led))


def sees_case(viewer: Viewer, school: int, student: int | None) -> bool:
    """True for who keeps the register, and for the class teacher of the student whom a case is about."""
    return sees_sign_ins(viewer, school) or student in viewer.students_led


def invites(viewer: Viewer, school: int, invitee: InviteeRights, *, led: bool) -> bool:
    """True if the viewer may invite this person to the school, of those whose sign-in they see.

    Leadership is invited by leadership; `led`: the school has some. A class teacher invites students and their adults,
    but no staff: a sign-in of theirs opens more than the class. Who has a sign-in gets a new password by an invitation,
    which opens all their schools: so from who keeps the register of all of them.
    """
    if not sees_sign_in_of(viewer, school, invitee):
        return False
    if invitee.signs_in and not all(sees_sign_ins(viewer, at) for _, at in invitee.roles):
        return False
    if sees_sign_ins(viewer, school):
        is_leader = (Role.LEADERSHIP, school) in invitee.roles
        return not is_leader or gives_school_role(viewer, school, Role.LEADERSHIP, led=led)
    return not any(role in STAFF for role, _ in invitee.roles)


def removes_second_factor(viewer: Viewer, school: int, person: int, invitee: InviteeRights, *, led: bool) -> bool:
    """True for who keeps the register and may give this person a new password; for oneself there is a code."""
    return person != viewer.person and sees_sign_ins(viewer, school) and invites(viewer, school, invitee, led=led)


def names_second_factor_roles(viewer: Viewer, school: int) -> bool:
    """True for those who say from which roles the school asks for a second factor."""
    return keeps_register(viewer, school)
