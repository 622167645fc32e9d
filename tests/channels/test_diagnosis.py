"""Who cannot get in hears the one cause, and a stranger nothing."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.matching.model import Known, Said
from channels.people import Name, Role
from channels.sign_in_cases.diagnosis import diagnose
from channels.sign_in_cases.model import Candidate, Cause, Claimed, Diagnosis, Evidence, Following, Sees, Who
from tests.support.sign_in_cases import KINDS, TODAY, Case, cases

CASES = cases(seed=20260901, count=2_000)
YELENA = Name(family="Соколова", given="Елена", middle="Сергеевна")
ANNA = Name(family="Соколова", given="Анна")
MAIL = "elena@mail.example"
MOTHER = Candidate(
    Known(1, YELENA, emails=(MAIL,), children=frozenset({9})),
    school=1,
    roles=frozenset({Role.GUARDIAN}),
    follows=(Following(9, is_open=True),),
)


def diagnosed(case: Case) -> Diagnosis:
    return diagnose(case.evidence, case.claimed, case.people, case.students, TODAY)


def claimed(name: Name = YELENA, child: Name = ANNA, sees: Sees = Sees.WRONG, who: Who = Who.GUARDIAN) -> Claimed:
    return Claimed(who, name, child, "5А", sees)


def by_mail(name: Name = YELENA, address: str = MAIL) -> Evidence:
    return Evidence(Said(name, emails=(address,)), by_provider=False)


def test_of_2000_cases_at_least_95_of_100_of_each_kind_are_named_right() -> None:
    right = Counter(case.kind for case in CASES if diagnosed(case).cause is case.cause)
    made = Counter(case.kind for case in CASES)
    assert set(made) == set(KINDS)
    assert {kind: (right[kind], count) for kind, count in made.items() if right[kind] < 0.95 * count} == {}


def test_of_each_cause_that_is_named_at_least_95_of_100_are_so() -> None:
    named = Counter(diagnosed(case).cause for case in CASES)
    right = Counter(case.cause for case in CASES if diagnosed(case).cause is case.cause)
    assert {cause: (right[cause], count) for cause, count in named.items() if right[cause] < 0.95 * count} == {}


def test_nobody_is_taken_for_another() -> None:
    wrong = [
        (case.kind, case.person, told.person)
        for case in CASES
        if (told := diagnosed(case)).shown is not Cause.STRANGER and told.person not in (None, case.person)
    ]
    assert wrong == []


@given(st.sampled_from(CASES), st.sampled_from(Sees), st.sampled_from(Who))
def test_with_an_address_that_the_school_does_not_have_everybody_hears_the_same(
    case: Case, sees: Sees, who: Who
) -> None:
    said = replace(case.evidence.said, emails=("stranger@else.example",), phones=())
    told = diagnose(Evidence(said, False), replace(case.claimed, sees=sees, who=who), case.people, case.students, TODAY)
    assert told.shown is (Cause.NETWORK if sees is Sees.WHITE else Cause.STRANGER)
    nobody = diagnose(Evidence(said, False), replace(case.claimed, sees=sees, who=who), [], {}, TODAY)
    assert nobody.shown is told.shown


@given(st.sampled_from(CASES))
def test_one_parent_who_types_the_name_of_another_learns_nothing_of_them(other: Case) -> None:
    said = Said(other.evidence.said.name, emails=(MAIL,))
    one = replace(MOTHER, known=replace(MOTHER.known, person=300_000))
    asked = claimed(said.name, other.claimed.child or ANNA)
    told = diagnose(Evidence(said, False), asked, [one, *other.people], other.students, TODAY)
    assert told.shown is Cause.STRANGER


@given(st.sampled_from(CASES))
def test_with_a_known_address_a_child_that_is_not_theirs_sounds_as_one_that_is_not_there(case: Case) -> None:
    one = replace(MOTHER, known=replace(MOTHER.known, person=300_000))
    there = diagnose(by_mail(), claimed(), [one, *case.people], case.students, TODAY)
    absent = diagnose(by_mail(), claimed(), [one], {}, TODAY)
    assert (there.cause, there.shown) == (absent.cause, absent.shown) == (Cause.WAITING, Cause.WAITING)


@pytest.mark.parametrize("sees", Sees)
@pytest.mark.parametrize("follows_as_well", [True, False])
def test_a_restriction_wins_over_all(sees: Sees, follows_as_well: bool) -> None:
    kept = (Following(9, is_open=False, restricted=True),)
    one = replace(MOTHER, follows=(*MOTHER.follows, *kept) if follows_as_well else kept)
    assert diagnose(by_mail(), claimed(sees=sees), [one], {9: 1}, TODAY).shown is Cause.RESTRICTED


def test_who_is_kept_from_a_child_is_not_told_to_who_only_types_the_name() -> None:
    kept = replace(MOTHER, follows=(Following(9, is_open=False, restricted=True),))
    assert diagnose(by_mail(address="other@mail.example"), claimed(), [kept], {9: 1}, TODAY).shown is Cause.STRANGER


def test_the_mother_with_the_fathers_number_is_not_taken_for_him_who_is_kept_away() -> None:
    father = Candidate(
        Known(2, Name(family="Соколов", given="Игорь", middle="Львович"), emails=(MAIL,)),
        school=1,
        roles=frozenset({Role.GUARDIAN}),
        follows=(Following(9, is_open=False, restricted=True),),
    )
    assert diagnose(by_mail(), claimed(), [MOTHER, father], {9: 1}, TODAY).shown is Cause.UNINVITED


def test_a_namesake_of_another_child_is_not_offered_as_a_second_sign_in_of_who_has_a_child_there() -> None:
    namesake = replace(
        MOTHER, known=Known(2, YELENA, emails=("n@mail.example",)), follows=(Following(8, is_open=True),)
    )
    assert diagnose(by_mail(), claimed(), [MOTHER, namesake], {8: 1}, TODAY).cause is Cause.WAITING
