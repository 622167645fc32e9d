"""Rules of merging: who stays, what is in the way, who may say so."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels import policy
from channels.errors import Code, Codes
from channels.merging.model import UNDONE_WITHIN, Follows, KeptMerge, Proof, Side
from channels.merging.rules import in_order, problem_of
from channels.people import Name, PersonRef, Role, Viewer

HERE, THERE = 1, 2
MISHA = Name(family="Белов", given="Михаил")


def side(number: int = 1, family: str = "Соколова", given_name: str = "Ольга", **more: object) -> Side:
    """A guardian at one school, with a sign-in."""
    one = Side(
        person=PersonRef(id=number, name=Name(family=family, given=given_name, middle="Петровна")),
        ended=False,
        roles=frozenset({(Role.GUARDIAN, HERE)}),
        schools=(),
        follows=(),
        snils=None,
        login=f"n{number}",
        has_second_factor=False,
        merged_into=None,
        holds_others=False,
        chats=0,
        groups=(),
        consents=0,
    )
    return replace(one, **more)  # type: ignore[arg-type]


def follows(student: int, relation: str = "mother", *, restricted: bool = False) -> tuple[Follows, ...]:
    return (Follows(student, MISHA, relation, restricted, frozenset({HERE})),)


def roles(*given_: tuple[Role, int]) -> frozenset[tuple[Role, int]]:
    return frozenset(given_)


STUDENT: dict[str, Any] = {"roles": roles((Role.STUDENT, HERE))}


@pytest.mark.parametrize(
    ("one", "other", "problem"),
    [
        (side(), side(2), None),
        (side(), side(1), Codes.MERGE_SAME),
        (side(), side(2, merged_into=1), Codes.MERGE_SAME),
        (side(), side(2, merged_into=3), Codes.MERGE_CHAINED),
        (side(), side(2, holds_others=True), Codes.MERGE_CHAINED),
        (side(holds_others=True), side(2), None),
        (side(holds_others=True, login=None), side(2), Codes.MERGE_CHAINED),
        (side(login=None), side(2, login=None), None),
        (side(**STUDENT), side(2), Codes.MERGE_CHILD_AND_ADULT),
        (side(), side(2, **STUDENT), Codes.MERGE_CHILD_AND_ADULT),
        (side(**STUDENT), side(2, roles=roles((Role.TEACHER, THERE))), Codes.MERGE_CHILD_AND_ADULT),
        (side(follows=follows(2)), side(2, roles=roles()), Codes.MERGE_CHILD_AND_ADULT),
        (side(**STUDENT), side(2, **STUDENT), Codes.MERGE_DIFFERENT_PEOPLE),  # the school has both
        (side(**STUDENT), side(2, roles=roles((Role.STUDENT, THERE))), None),  # the child has changed schools
        (side(**STUDENT), side(2, roles=roles()), None),
        (side(), side(2, given_name="Ирина"), Codes.MERGE_DIFFERENT_PEOPLE),
        (side(snils="11223344595"), side(2, snils="08765430300"), Codes.MERGE_DIFFERENT_PEOPLE),
        (side(snils="11223344595"), side(2, snils="11223344595"), None),
        (side(snils="11223344595"), side(2), None),
        (side(follows=follows(9)), side(2, follows=follows(9, "father")), Codes.MERGE_DIFFERENT_PEOPLE),
        (side(follows=follows(9)), side(2, follows=follows(9)), None),
        (side(follows=follows(9)), side(2, follows=follows(8, "father")), None),
        (side(follows=follows(9, restricted=True)), side(2, follows=follows(9)), Codes.MERGE_RESTRICTED),
        (side(follows=follows(9)), side(2, follows=follows(9, restricted=True)), Codes.MERGE_RESTRICTED),
        (side(follows=follows(9, restricted=True)), side(2, follows=follows(8)), None),
        (side(), side(2, has_second_factor=True), Codes.MERGE_SECOND_FACTOR),
        (side(has_second_factor=True), side(2, has_second_factor=True), None),
    ],
)
@pytest.mark.parametrize("proof", ["sign_ins", "office"])
def test_what_is_in_the_way(one: Side, other: Side, problem: Code | None, proof: Proof) -> None:
    assert problem_of(one, other, proof) is problem


def test_a_new_family_name_is_no_other_person_for_who_shows_both_sign_ins() -> None:
    married = side(2, family="Белова")
    assert problem_of(side(), married, "sign_ins") is None
    assert problem_of(side(), married, "office") is Codes.MERGE_DIFFERENT_PEOPLE
    assert problem_of(side(), side(2, family="СОКОЛОВA"), "office") is None  # a Latin letter, and capitals


@pytest.mark.parametrize(
    ("one", "other", "stays"),
    [
        (side(1), side(2), 1),
        (side(1, login=None), side(2), 2),
        (side(1), side(2, has_second_factor=True), 2),
        (side(1, has_second_factor=True), side(2, holds_others=True), 2),
    ],
)
def test_who_stays(one: Side, other: Side, stays: int) -> None:
    assert [pair[0].id for pair in (in_order(one, other), in_order(other, one))] == [stays, stays]


SIDES = st.builds(
    side,
    st.integers(1, 3),
    given_name=st.sampled_from(["Ольга", "Ирина"]),
    roles=st.frozensets(st.tuples(st.sampled_from([Role.STUDENT, Role.GUARDIAN, Role.ADMIN]), st.sampled_from([1, 2]))),
    follows=st.lists(
        st.builds(
            Follows,
            st.integers(1, 5),
            st.just(MISHA),
            st.sampled_from(["mother", "father", "other"]),
            st.booleans(),
            st.just(frozenset({1})),
        ),
        max_size=3,
    ).map(tuple),
    snils=st.sampled_from([None, "11223344595", "08765430300"]),
    login=st.sampled_from([None, "n"]),
    has_second_factor=st.booleans(),
    merged_into=st.sampled_from([None, None, 1, 9]),
    holds_others=st.booleans(),
)


@given(SIDES, SIDES)
def test_whom_an_office_may_merge_is_the_same_whichever_is_named_first(one: Side, other: Side) -> None:
    if one.id == other.id:
        return
    assert in_order(one, other) == in_order(other, one)
    if problem_of(*in_order(one, other), "office") is None:
        survivor, leads = in_order(one, other)
        assert survivor.has_second_factor or not leads.has_second_factor
        assert not survivor.kept_from() & leads.children()
        assert not leads.kept_from() & survivor.children()
        assert not (survivor.is_student and leads.is_adult)
        assert problem_of(survivor, leads, "sign_ins") is None  # who shows both may always do what an office may


LEAD, ADMIN, TEACHER = (roles((role, HERE)) for role in (Role.LEADERSHIP, Role.ADMIN, Role.TEACHER))


@pytest.mark.parametrize(
    ("viewer", "theirs", "led", "may"),
    [
        (LEAD, roles((Role.GUARDIAN, HERE)), True, True),
        (ADMIN, roles((Role.GUARDIAN, HERE)), True, True),
        (ADMIN, roles((Role.ADMIN, HERE)), True, True),
        (ADMIN, LEAD, True, False),
        (LEAD, LEAD, True, True),
        (ADMIN, LEAD, False, True),  # as who gives the first one
        (TEACHER, roles((Role.GUARDIAN, HERE)), True, False),
        (LEAD, roles((Role.GUARDIAN, THERE)), True, False),
        (roles((Role.LEADERSHIP, THERE)), roles((Role.GUARDIAN, HERE)), True, False),
        (LEAD, roles((Role.GUARDIAN, HERE), (Role.LEADERSHIP, THERE)), True, True),  # the other school has its own say
    ],
)
def test_who_may_say_that_two_are_one(
    viewer: frozenset[tuple[Role, int]], theirs: frozenset[tuple[Role, int]], led: bool, may: bool
) -> None:
    assert policy.merges_at(Viewer(7, viewer), HERE, (1, 2), theirs, led=led) is may
    assert not policy.merges_at(Viewer(1, viewer), HERE, (1, 2), theirs, led=led)  # never about oneself


def test_the_second_person_is_another_one() -> None:
    assert policy.confirms_merge(Viewer(8), 7, (1, 2))
    assert not policy.confirms_merge(Viewer(7), 7, (1, 2))
    assert not policy.confirms_merge(Viewer(1), 7, (1, 2))


def test_a_merge_is_open_until_it_is_answered_and_undone_within_thirty_days() -> None:
    at = datetime(2026, 9, 1, tzinfo=UTC)
    proposal = KeptMerge(1, 1, 2, "office", HERE, 7, at, at + timedelta(days=30), None, None, None, None)
    assert proposal.is_open(at)
    assert not proposal.is_open(at + timedelta(days=30))
    assert not proposal.is_undoable(at)
    made = replace(proposal, merged_by=8, merged_at=at)
    assert not made.is_open(at)
    assert made.is_undoable(at + UNDONE_WITHIN - timedelta(seconds=1))
    assert not made.is_undoable(at + UNDONE_WITHIN)
    assert not replace(made, undone_at=at).is_undoable(at)
