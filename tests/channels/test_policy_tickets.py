"""Who may ask a school's office, and who of it answers."""

import pytest

from channels import policy
from channels.people import Role, Viewer

HERE, THERE, WRITER, OTHER = 1, 2, 10, 11


def somebody(*roles: tuple[Role, int], person: int = OTHER) -> Viewer:
    return Viewer(person, roles=frozenset(roles), schools=frozenset(school for _, school in roles))


@pytest.mark.parametrize("role", Role)
def test_the_office_the_leadership_and_the_admins_answer_and_nobody_else(role: Role) -> None:
    answers = role in (Role.STAFF, Role.LEADERSHIP, Role.ADMIN)
    assert policy.answers_tickets(somebody((role, HERE)), HERE) == answers
    assert policy.reads_ticket(somebody((role, HERE)), WRITER, HERE) == answers


@pytest.mark.parametrize("role", Role)
def test_nobody_answers_for_another_school(role: Role) -> None:
    assert not policy.answers_tickets(somebody((role, THERE)), HERE)
    assert not policy.reads_ticket(somebody((role, THERE)), WRITER, HERE)


def test_who_wrote_it_reads_it_even_without_any_role_left() -> None:
    assert policy.reads_ticket(Viewer(WRITER), WRITER, HERE)


def test_what_a_guest_wrote_is_read_by_no_person_as_its_writer() -> None:
    assert not policy.reads_ticket(Viewer(WRITER), None, HERE)


@pytest.mark.parametrize("role", Role)
def test_one_writes_to_a_school_where_one_belongs(role: Role) -> None:
    viewer = somebody((role, HERE))
    assert (policy.writes_ticket(viewer, HERE), policy.writes_ticket(viewer, THERE)) == (True, False)
