"""What answers to the versions of a text come to, and who may answer."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels import policy
from channels.consents.rules import Answer, AnswerState, changes, outcome
from channels.people import Role, Viewer

NOW = datetime(2026, 12, 1, tzinfo=UTC)
HERE, THERE = 1, 2
CHILD, OTHERS = 100, 101
ME = 10


def said(number: int = 1, *, agreed: bool = True, withdrawn: bool = False) -> Answer:
    return Answer(7, number, agreed, NOW, NOW + timedelta(days=1) if withdrawn else None)


@pytest.mark.parametrize(
    ("last", "present", "state", "is_due"),
    [
        (None, 1, "open", True),
        (None, None, "open", False),
        (said(), 1, "given", False),
        (said(), 2, "given", True),  # a new version asks anew
        (said(), None, "given", False),  # what was given stays, though nobody asks any more
        (said(agreed=False), 1, "refused", False),
        (said(agreed=False), 2, "refused", True),
        (said(withdrawn=True), 1, "withdrawn", False),
        (said(withdrawn=True), 2, "withdrawn", True),
        (said(2), 2, "given", False),
    ],
)
def test_a_text_is_due_until_its_present_version_is_answered(
    last: Answer | None, present: int | None, state: str, is_due: bool
) -> None:
    now = outcome(last, present)
    assert (now.state.value, now.is_due) == (state, is_due)


answers = st.builds(
    lambda number, agreed, withdrawn: said(number, agreed=agreed, withdrawn=agreed and withdrawn),
    st.integers(1, 5),
    st.booleans(),
    st.booleans(),
)


@given(last=st.none() | answers, more=st.integers(0, 3))
def test_every_newer_version_asks_anew_and_no_answer_is_lost(last: Answer | None, more: int) -> None:
    newest = (last.number if last else 1) + more
    before, after = outcome(last, newest), outcome(last, newest + 1)
    assert after.is_due
    assert before.state == after.state
    assert not outcome(last, None).is_due


@given(last=st.none() | answers, agreed=st.booleans(), more=st.integers(0, 3))
def test_an_answer_counts_once_and_a_withdrawn_one_can_be_given_again(
    last: Answer | None, agreed: bool, more: int
) -> None:
    present = (last.number if last else 1) + more
    new = said(present, agreed=agreed)
    assert not changes(new, present, agreed=agreed)
    assert changes(new, present, agreed=not agreed)
    assert changes(said(present, withdrawn=True), present, agreed=True)
    assert outcome(new, present).state is (AnswerState.GIVEN if agreed else AnswerState.REFUSED)
    if outcome(last, present).is_due:
        assert changes(last, present, agreed=agreed)


def somebody(*roles: tuple[Role, int], restricted: frozenset[int] = frozenset()) -> Viewer:
    return Viewer(ME, roles=frozenset(roles), restricted=restricted)


GUARDIAN = somebody((Role.GUARDIAN, HERE))
TEACHER = somebody((Role.TEACHER, HERE))


@pytest.mark.parametrize(
    ("viewer", "role", "student", "followed", "may"),
    [
        (GUARDIAN, "guardian", CHILD, {(CHILD, HERE)}, True),
        (GUARDIAN, "guardian", CHILD, {(CHILD, THERE)}, False),  # another school's text
        (GUARDIAN, "guardian", OTHERS, {(CHILD, HERE)}, False),
        (GUARDIAN, "guardian", CHILD, set(), False),  # somebody who is only trusted follows nobody as family
        (GUARDIAN, "guardian", None, {(CHILD, HERE)}, False),
        (GUARDIAN, "staff", None, {(CHILD, HERE)}, False),
        (somebody((Role.GUARDIAN, HERE), restricted=frozenset({CHILD})), "guardian", CHILD, {(CHILD, HERE)}, False),
        (somebody((Role.STUDENT, HERE)), "guardian", ME, {(ME, HERE)}, False),  # a student never signs alone
        (somebody((Role.STUDENT, HERE), (Role.STAFF, HERE)), "staff", None, set(), False),
        *((somebody((role, HERE)), "staff", None, set(), True) for role in policy.STAFF),
        (TEACHER, "staff", CHILD, set(), False),
        (somebody((Role.TEACHER, THERE)), "staff", None, set(), False),
    ],
)
def test_guardians_answer_for_their_children_and_staff_for_themselves(
    viewer: Viewer, role: str, student: int | None, followed: set[tuple[int, int]], may: bool
) -> None:
    assert role in ("guardian", "staff")
    assert policy.answers_consent(viewer, HERE, role, student, followed) is may  # type: ignore[arg-type]


@pytest.mark.parametrize("role", Role)
def test_leadership_and_admins_publish_texts(role: Role) -> None:
    assert policy.keeps_consents(somebody((role, HERE)), HERE) is (role in (Role.LEADERSHIP, Role.ADMIN))
    assert not policy.keeps_consents(somebody((role, THERE)), HERE)


def test_a_restriction_hides_what_was_said_before_of_that_child_and_of_no_other() -> None:
    kept_away = somebody((Role.GUARDIAN, HERE), restricted=frozenset({CHILD}))
    assert not policy.sees_own_answer(kept_away, CHILD)
    assert policy.sees_own_answer(kept_away, OTHERS)
    assert policy.sees_own_answer(kept_away, None)


def test_words_are_read_by_who_is_asked_who_has_answered_and_who_publishes() -> None:
    assert policy.reads_consent_version(GUARDIAN, HERE, is_asked=True, has_answered=False)
    assert policy.reads_consent_version(GUARDIAN, HERE, is_asked=False, has_answered=True)
    assert policy.reads_consent_version(somebody((Role.ADMIN, HERE)), HERE, is_asked=False, has_answered=False)
    assert not policy.reads_consent_version(GUARDIAN, HERE, is_asked=False, has_answered=False)
