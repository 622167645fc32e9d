"""Who comes from outside is one of a school's people by a SNILS, or by the full name and a contact; never by less."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.matching.matching import find, name_differences, snils_digits
from channels.matching.model import Difference, Known, Matched, Near, Nobody, Said, Several
from channels.people import Name

TODAY = date(2026, 9, 1)
YELENA = Name(family="Соколова", given="Елена", middle="Сергеевна")
MAIL, PHONE, SNILS = "elena.sokolova@yandex.example", "+7 916 123-45-67", "11223344595"
SAID = Said(YELENA, emails=(MAIL,), phones=(PHONE,), birth_day=date(1988, 5, 2))
HERS = Known(1, YELENA, emails=(MAIL,))

CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
WORDS = st.text(alphabet=CYRILLIC, min_size=2, max_size=12).map(str.capitalize)
NAMES = st.builds(Name, family=WORDS, given=WORDS, middle=st.one_of(st.just(""), WORDS))
EMAILS = st.sampled_from([(), ("a@b.example",), (MAIL,)])
PHONES = st.sampled_from([(), (PHONE,), ("89991112233",)])
CONTACTS = st.tuples(EMAILS, PHONES)


@st.composite
def known_people(draw: st.DrawFn) -> list[Known]:
    people = []
    for person in range(1, draw(st.integers(1, 6))):
        emails, phones = draw(CONTACTS)
        snils = draw(st.sampled_from([None, None, SNILS, "00000000100"]))
        people.append(Known(person, draw(NAMES), emails, phones, snils, is_pupil=draw(st.booleans())))
    return people


@st.composite
def said_people(draw: st.DrawFn) -> Said:
    emails, phones = draw(CONTACTS)
    return Said(draw(NAMES), emails, phones, draw(st.sampled_from([None, SNILS])))


@pytest.mark.parametrize(
    ("name", "emails", "phones"),
    [
        (YELENA, (MAIL,), ()),
        (YELENA, ("ELENA.Sokolova@Yandex.example",), ()),
        (YELENA, (), ("8 (916) 123-45-67",)),
        (YELENA, ("another@mail.example",), ("9161234567",)),
        (Name(family="соколова ", given="ЕЛЕНА", middle="Сергеевна"), (MAIL,), ()),
        (Name(family="Cоколовa", given="Eлена", middle="Cергеевна"), (MAIL,), ()),  # Latin C, a, E, C
        (Name(family="Со́колова", given="Елёна", middle="Сергеевна"), (MAIL,), ()),
        (Name(family="Со-колова", given="Еле на", middle="Сергеевна"), (MAIL,), ()),
    ],
)
def test_full_name_and_one_contact_are_enough_however_they_are_written(
    name: Name, emails: tuple[str, ...], phones: tuple[str, ...]
) -> None:
    assert find(SAID, [Known(1, name, emails, phones)], TODAY) == Matched(1)


@pytest.mark.parametrize(
    ("one", "differ"),
    [
        (replace(HERS, emails=("pavlova@yandex.example",)), {Difference.EMAIL}),
        (replace(HERS, emails=(), phones=("+7 903 111-22-33",)), {Difference.PHONE}),
        (replace(HERS, emails=()), {Difference.NO_CONTACT}),
        (replace(HERS, name=Name(family="Сокалова", given="Елена", middle="Сергеевна")), {Difference.FAMILY_LETTER}),
        (replace(HERS, name=Name(family="Соколва", given="Елена", middle="Сергеевна")), {Difference.FAMILY_LETTER}),
        (replace(HERS, name=Name(family="Соклоова", given="Елена", middle="Сергеевна")), {Difference.FAMILY_LETTER}),
        (replace(HERS, name=Name(family="Соколова", given="Елена")), {Difference.PATRONYMIC_MISSING}),
        (replace(HERS, name=Name(family="Sokolova", given="Elena", middle="Sergeevna")), {Difference.LATIN}),
    ],
)
def test_what_nearly_fits_lets_nobody_in_and_is_named(one: Known, differ: set[Difference]) -> None:
    assert find(SAID, [one], TODAY) == Near(1, frozenset(differ))


def test_a_number_that_they_did_not_say_is_asked_for() -> None:
    said = replace(SAID, phones=())
    assert find(said, [replace(HERS, emails=(), phones=(PHONE,))], TODAY) == Near(
        1, frozenset({Difference.PHONE_UNSAID})
    )


def test_a_patronymic_that_they_did_not_say_is_asked_for() -> None:
    said = replace(SAID, name=Name(family="Соколова", given="Елена"))
    assert find(said, [HERS], TODAY) == Near(1, frozenset({Difference.PATRONYMIC_UNSAID}))


@pytest.mark.parametrize(
    "name",
    [
        Name(family="Соколова", given="Ольга", middle="Сергеевна"),
        Name(family="Соколова", given="Елена", middle="Петровна"),
        Name(family="Павлова", given="Елена", middle="Сергеевна"),
    ],
)
def test_another_person_of_the_same_address_is_nobody(name: Name) -> None:
    assert find(SAID, [replace(HERS, name=name)], TODAY) == Nobody()


def test_two_of_one_name_and_contact_are_several() -> None:
    assert find(SAID, [HERS, replace(HERS, person=2)], TODAY) == Several((1, 2))


def test_a_namesake_with_another_contact_does_not_stand_in_between() -> None:
    assert find(SAID, [replace(HERS, person=2, emails=("other@mail.example",)), HERS], TODAY) == Matched(1)


def test_a_contact_of_three_people_proves_nothing() -> None:
    others = [
        Known(number, Name(family="Белова", given=given), emails=(MAIL,)) for number, given in [(2, "Анна"), (3, "Ия")]
    ]
    assert find(SAID, [HERS, *others], TODAY) == Near(1, frozenset({Difference.SHARED_CONTACT}))
    assert find(SAID, [HERS, *others[:1]], TODAY) == Matched(1)


def test_an_address_that_her_children_have_as_well_is_hers_and_not_theirs() -> None:
    children = [
        Known(number, Name(family="Соколова", given=given), emails=(MAIL,), is_pupil=True)
        for number, given in [(2, "Анна"), (3, "Мария")]
    ]
    assert find(SAID, [replace(HERS, children=frozenset({2, 3})), *children], TODAY) == Matched(1)
    anna = Said(Name(family="Соколова", given="Анна"), emails=(MAIL,))
    found = find(anna, [replace(HERS, children=frozenset({2, 3})), *children], TODAY)
    assert found == Near(2, frozenset({Difference.SHARED_CONTACT}))


@pytest.mark.parametrize(
    ("birth_day", "is_pupil", "matches"),
    [
        (date(1988, 5, 2), True, False),
        (date(2008, 9, 1), True, True),  # eighteen today
        (date(2005, 9, 2), True, True),  # twenty
        (date(2005, 9, 1), True, False),
        (date(2012, 9, 2), False, False),
        (date(2012, 9, 1), False, True),
        (None, True, True),
    ],
)
def test_a_father_is_not_let_in_as_his_son_of_the_same_name(
    birth_day: date | None, is_pupil: bool, matches: bool
) -> None:
    found = find(replace(SAID, birth_day=birth_day), [replace(HERS, is_pupil=is_pupil)], TODAY)
    assert found == (Matched(1) if matches else Nobody())


def test_a_snils_alone_is_enough_and_a_different_one_too_much() -> None:
    married = Name(family="Павлова", given="Елена", middle="Сергеевна")
    known = Known(1, married, snils=SNILS)
    assert find(replace(SAID, snils=SNILS), [known], TODAY) == Matched(1)
    assert find(replace(SAID, snils="00000000100"), [replace(HERS, snils=SNILS)], TODAY) == Nobody()
    assert find(SAID, [replace(HERS, snils=SNILS)], TODAY) == Matched(1)  # they said none


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("112-233-445 95", "11223344595"),
        ("11223344595", "11223344595"),
        ("087-654-303 00", "08765430300"),
        ("112-233-445 96", None),
        ("112-233-445", None),
        ("001-001-998 00", "00100199800"),  # of the earliest, without a check
        ("", None),
        ("СНИЛС 112-233-445 95", None),
        ("١١٢٢٣٣٤٤٥٩٥", None),
    ],
)
def test_a_snils_is_known_by_its_last_two_digits(typed: str, digits: str | None) -> None:
    assert snils_digits(typed) == digits


@given(said_people(), known_people())
def test_a_name_alone_never_lets_anybody_in(said: Said, known: list[Known]) -> None:
    bare = replace(said, emails=(), phones=(), snils=None)
    assert not isinstance(find(bare, known, TODAY), Matched)


@given(said_people(), known_people())
def test_a_contact_alone_never_lets_anybody_in(said: Said, known: list[Known]) -> None:
    found = find(replace(said, snils=None), known, TODAY)
    if isinstance(found, Matched):
        [one] = [one for one in known if one.person == found.person]
        assert name_differences(said.name, one.name) == frozenset()
        assert set(one.emails + one.phones) & set(said.emails + said.phones)


@given(said_people(), known_people())
def test_who_is_found_does_not_hang_on_the_order(said: Said, known: list[Known]) -> None:
    assert find(said, known, TODAY) == find(said, known[::-1], TODAY)


@given(NAMES)
def test_names_in_any_case_and_with_latin_letters_that_look_alike_are_the_same(name: Name) -> None:
    latin = str.maketrans("АВСЕНКМОРТХУасеорху", "ABCEHKMOPTXYaceopxy")
    written = Name(
        family=name.family.upper().translate(latin), given=name.given.translate(latin), middle=name.middle.lower()
    )
    assert name_differences(name, written) == frozenset()


def test_of_somebody_with_records_of_two_names_the_nearest_name_counts() -> None:
    maiden = YELENA.model_copy(update={"family": "Белова"})
    both = replace(HERS, other_names=(maiden,))
    for name in (YELENA, maiden):
        assert find(replace(SAID, name=name), [both], TODAY) == Matched(1)
    assert find(replace(SAID, name=maiden), [HERS], TODAY) == Nobody()
    misspelt = maiden.model_copy(update={"family": "Белава"})
    assert find(replace(SAID, name=misspelt), [both], TODAY) == Near(1, frozenset({Difference.FAMILY_LETTER}))
