"""Pairs that an import names as one human: of a group that shares a contact, few enough for it to prove anything."""

from hypothesis import given
from hypothesis import strategies as st

from channels.matching.model import Known
from channels.merging.doubles import MANY, pairs_of
from channels.people import Name

INNA = Name(family="Алёшина", given="Инна", middle="Львовна")
PHONE, SNILS = "+7 916 555-47-01", "11223344595"


def people(*known: Known) -> dict[int, Known]:
    return {one.person: one for one in known}


def found(known: dict[int, Known], brought: set[int]) -> list[tuple[int, int]]:
    return list(pairs_of([sorted(known)], brought, known))


def test_one_brought_and_one_not_are_a_pair_whichever_came_first() -> None:
    known = people(Known(1, INNA, phones=(PHONE,)), Known(2, INNA, phones=(PHONE,)))
    assert found(known, {1}) == found(known, {2}) == [(1, 2)]
    assert found(known, {1, 2}) == found(known, set()) == []  # of one source


def test_a_spouse_with_the_same_telephone_is_not_too_many_and_a_third_person_is() -> None:
    spouse, son = (Name(family="Алёшин", given=given) for given in ("Пётр", "Иван"))
    known = people(Known(1, INNA, phones=(PHONE,)), Known(2, INNA, phones=(PHONE,)), Known(3, spouse, phones=(PHONE,)))
    assert found(known, {1}) == [(1, 2)]
    known[4] = Known(4, son, phones=(PHONE,))
    assert found(known, {1}) == []


def test_another_snils_makes_two_and_the_same_one_makes_one() -> None:
    maiden = INNA.model_copy(update={"family": "Белова"})
    known = people(Known(1, INNA, snils=SNILS), Known(2, maiden, snils=SNILS))
    assert found(known, {1}) == [(1, 2)]
    known = people(Known(1, INNA, phones=(PHONE,), snils=SNILS), Known(2, INNA, phones=(PHONE,), snils="08765430300"))
    assert found(known, {1}) == []


def test_a_group_of_very_many_names_nobody() -> None:
    known = people(*(Known(at, INNA, phones=(PHONE,), snils=SNILS) for at in range(MANY + 1)))
    assert found(known, {0}) == []


@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from([(), (PHONE,), ("89991112233",)])), max_size=8))
def test_a_name_alone_and_a_contact_alone_never_are_enough(people_: list[tuple[int, tuple[str, ...]]]) -> None:
    names = [INNA, Name(family="Алёшина", given="Ирина", middle="Львовна"), Name(family="Бобров", given="Глеб")]
    known = people(*(Known(at, names[which], phones=phones) for at, (which, phones) in enumerate(people_)))
    for one, other in found(known, {at for at in known if at % 2}):
        assert known[one].name == known[other].name
        assert set(known[one].phones) & set(known[other].phones)
