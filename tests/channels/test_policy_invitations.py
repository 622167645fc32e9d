"""Who invites whom, and who gives a new password: the rules by their tables."""

import pytest

from channels import policy
from channels.people import Role, Viewer
from channels.policy import InviteeRights
from tests.channels.test_policy_school import (
    ADMIN,
    CLASS,
    CLASS_TEACHER,
    ELSEWHERE,
    LEADER,
    OTHER,
    SCHOOL,
    who,
)

KEEPERS = {LEADER, ADMIN}


def invitee(*roles: Role, classes: tuple[int, ...] = (), school: int = SCHOOL, signs_in: bool = False) -> InviteeRights:
    return InviteeRights(frozenset((role, school) for role in roles), frozenset(classes), signs_in)


@pytest.mark.parametrize(
    ("invited", "people"),
    [
        (invitee(Role.STUDENT, classes=(CLASS,)), {*KEEPERS, CLASS_TEACHER}),
        (invitee(Role.GUARDIAN, classes=(CLASS, CLASS + 1)), {*KEEPERS, CLASS_TEACHER}),
        (invitee(Role.TRUSTED, classes=(CLASS,)), {*KEEPERS, CLASS_TEACHER}),
        (invitee(Role.STUDENT, classes=(CLASS + 1,)), KEEPERS),
        (invitee(Role.STUDENT), KEEPERS),  # the first day, without any class yet
        (invitee(Role.TEACHER), KEEPERS),
        (invitee(Role.TEACHER, Role.GUARDIAN, classes=(CLASS,)), KEEPERS),
        (invitee(Role.ADMIN), KEEPERS),
        (invitee(Role.LEADERSHIP), {LEADER}),
        (invitee(Role.LEADERSHIP, Role.GUARDIAN, classes=(CLASS,)), {LEADER}),
        (invitee(Role.GUARDIAN, school=OTHER), set()),
        (invitee(), set()),
    ],
)
def test_who_may_be_invited_by_whom(invited: InviteeRights, people: set[Viewer]) -> None:
    asked = who(lambda viewer: policy.invites(viewer, SCHOOL, invited, led=True))
    assert asked == {one.person for one in people}


def test_the_first_head_of_a_school_is_invited_by_its_admin() -> None:
    assert policy.invites(ADMIN, SCHOOL, invitee(Role.LEADERSHIP), led=False)
    assert not policy.invites(ADMIN, SCHOOL, invitee(Role.LEADERSHIP), led=True)


def test_a_new_password_is_given_by_who_keeps_the_register_of_all_schools_of_the_person() -> None:
    def again(invited: InviteeRights, school: int = SCHOOL) -> set[int]:
        return who(lambda viewer: policy.invites(viewer, school, invited, led=True))

    guardian = invitee(Role.GUARDIAN, classes=(CLASS,), signs_in=True)
    assert again(guardian) == {LEADER.person, ADMIN.person}
    assert again(InviteeRights(guardian.roles | {(Role.TEACHER, OTHER)}, guardian.classes, True)) == set()
    assert again(invitee(Role.GUARDIAN, school=OTHER, signs_in=True), OTHER) == {ELSEWHERE.person}


def test_whose_sign_in_is_seen_by_whom() -> None:
    def seen(invited: InviteeRights) -> set[int]:
        return who(lambda viewer: policy.sees_sign_in_of(viewer, SCHOOL, invited))

    keepers = {one.person for one in KEEPERS}
    assert seen(invitee(Role.LEADERSHIP)) == keepers
    assert seen(invitee(Role.TEACHER, Role.GUARDIAN, classes=(CLASS,))) == keepers | {CLASS_TEACHER.person}
    assert seen(invitee(Role.STUDENT, classes=(CLASS + 1,))) == keepers
    assert seen(invitee(Role.STUDENT, school=OTHER, classes=(CLASS,))) == set()


def test_who_has_a_sign_in_is_seen_by_leadership_admins_and_the_class_teacher() -> None:
    keepers = {one.person for one in KEEPERS}
    assert who(lambda viewer: policy.sees_sign_ins(viewer, SCHOOL)) == keepers
    assert who(lambda viewer: policy.sees_sign_ins_of_class(viewer, SCHOOL, CLASS)) == keepers | {CLASS_TEACHER.person}
    assert who(lambda viewer: policy.sees_sign_ins_of_class(viewer, SCHOOL, CLASS + 1)) == keepers
