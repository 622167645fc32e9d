"""Who may trust somebody with a child, and who ends it."""

import pytest

from channels import policy
from channels.people import Role, Viewer
from channels.policy import TrustRights

HERE, CHILD = 1, 100
MOTHER, FATHER, TRUSTED, OTHER = 10, 11, 12, 13
FAMILY = {MOTHER: {"diary", "chat"}, FATHER: {"chat"}}


def somebody(person: int, *roles: tuple[Role, int], restricted: frozenset[int] = frozenset()) -> Viewer:
    return Viewer(person, roles=frozenset(roles), restricted=restricted)


def rights(*, invitee: int | None = TRUSTED, addressed: int | None = None) -> TrustRights:
    return TrustRights(HERE, MOTHER, invitee, FAMILY, addressed)


@pytest.mark.parametrize(
    ("person", "services", "gives"),
    [
        (MOTHER, ["diary"], True),
        (MOTHER, ["diary", "chat"], True),
        (MOTHER, ["diary", "visits"], False),
        (MOTHER, [], False),
        (FATHER, ["chat"], True),
        (FATHER, ["diary"], False),
        (TRUSTED, ["chat"], False),
        (OTHER, ["chat"], False),
    ],
)
def test_one_gives_what_one_has_as_one_of_the_family(person: int, services: list[str], gives: bool) -> None:
    assert policy.gives_trust(somebody(person), FAMILY, services) == gives
    assert policy.changes_trust(somebody(person), rights(), services) == gives


@pytest.mark.parametrize("role", Role)
def test_the_family_the_trusted_person_and_the_office_see_and_end_it(role: Role) -> None:
    office = role in (Role.LEADERSHIP, Role.ADMIN)
    assert policy.ends_trust(somebody(OTHER, (role, HERE)), rights()) == office
    assert not policy.ends_trust(somebody(OTHER, (role, HERE + 1)), rights())
    for person in (MOTHER, FATHER, TRUSTED):
        assert policy.ends_trust(somebody(person), rights())


def test_an_offer_is_seen_and_accepted_by_the_one_it_is_for() -> None:
    offer = rights(invitee=None, addressed=TRUSTED)
    assert policy.sees_trust(somebody(TRUSTED), offer)
    assert [policy.accepts_trust(somebody(person), offer) for person in (TRUSTED, MOTHER, OTHER)] == [
        True,
        False,
        False,
    ]
    assert not policy.accepts_trust(somebody(TRUSTED), rights())  # once is enough
    assert not policy.sees_trust(somebody(TRUSTED), rights(invitee=None))
    assert not policy.accepts_trust(somebody(TRUSTED), rights(invitee=None))


@pytest.mark.parametrize(
    ("viewer", "may"),
    [
        (somebody(TRUSTED), True),
        (somebody(TRUSTED, (Role.TEACHER, HERE)), True),
        (somebody(TRUSTED, (Role.STUDENT, HERE)), False),
        (somebody(TRUSTED, (Role.STUDENT, HERE + 1)), False),
        (somebody(TRUSTED, restricted=frozenset({CHILD})), False),
        (somebody(TRUSTED, restricted=frozenset({CHILD + 1})), True),
        (somebody(MOTHER), False),
        (somebody(FATHER), False),
        (somebody(CHILD), False),
    ],
)
def test_an_adult_outside_the_family_may_be_trusted_if_nobody_keeps_them_away(viewer: Viewer, may: bool) -> None:
    assert policy.may_be_trusted(viewer, CHILD, MOTHER, FAMILY) == may


@pytest.mark.parametrize("role", Role)
def test_who_keeps_the_register_sets_how_long_families_may_object(role: Role) -> None:
    assert policy.sets_trust_delay(somebody(OTHER, (role, HERE)), HERE) == (role in (Role.LEADERSHIP, Role.ADMIN))
    assert not policy.sets_trust_delay(somebody(OTHER, (role, HERE + 1)), HERE)


def test_who_is_only_trusted_answers_for_nobody_else() -> None:
    assert policy.knows_for_family([CHILD + 1, CHILD], CHILD)
    assert not policy.knows_for_family([CHILD + 1], CHILD)
    assert not policy.knows_for_family([], CHILD)
