"""Family names as people type them, initials, and the names that people get to sign in with."""

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.invitations.names import initials, is_family_name, sign_in_names
from channels.people import Name

CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
FAMILIES = st.text(alphabet=CYRILLIC, min_size=1, max_size=20).map(str.capitalize)


@pytest.mark.parametrize(
    ("typed", "family"),
    [
        ("соколова", "Соколова"),
        ("  СОКОЛОВА ", "Соколова"),
        ("Cоколовa", "Соколова"),  # Latin C and a
        ("Семенов", "Семёнов"),
        ("Семёнов", "Семенов"),
        ("Зайцева", "Зайцева"),  # й as two signs
        ("Салтыкова Щедрина", "Салтыкова-Щедрина"),
        ("салтыкова—щедрина", "Салтыкова-Щедрина"),
        ("за́харов", "Захаров"),
        ("oconnor", "O'Connor"),
        ("MÜLLER", "Müller"),
    ],
)
def test_a_family_name_is_known_however_it_is_typed(typed: str, family: str) -> None:
    assert is_family_name(typed, family)


@pytest.mark.parametrize(
    ("typed", "family"),
    [("Соколов", "Соколова"), ("Щедрина", "Салтыкова-Щедрина"), ("", "Соколова"), ("-", "-"), ("Анна", "Соколова")],
)
def test_another_name_is_none(typed: str, family: str) -> None:
    assert not is_family_name(typed, family)


@given(FAMILIES, FAMILIES)
def test_two_names_are_one_only_if_their_letters_are(one: str, other: str) -> None:
    same = one.lower().replace("ё", "е") == other.lower().replace("ё", "е")
    assert is_family_name(one, other) == same
    assert is_family_name(unicodedata.normalize("NFD", one).upper(), one)


def test_initials_are_two_letters() -> None:
    assert initials(Name(family="Соколова", given="елена")) == "Е. С."
    assert initials(Name(family="Li", given="")) == "L."


@pytest.mark.parametrize(
    ("name", "login"),
    [
        (Name(family="Соколова", given="Анна"), "sokolova.anna"),
        (Name(family="Щукин", given="Юрий"), "shchukin.iurii"),
        (Name(family="Ёжиков", given="Семён"), "ezhikov.semen"),
        (Name(family="Салтыкова-Щедрина", given="Анна Мария"), "saltykova.anna"),
        (Name(family="Қасымов", given="Әділ"), "kasymov.adil"),
        (Name(family="Müller", given="José"), "muller.jose"),
        (Name(family="王", given="芳"), "user"),
    ],
)
def test_who_has_no_name_of_a_roster_signs_in_with_the_own_name_in_latin_letters(name: Name, login: str) -> None:
    assert list(itertools.islice(sign_in_names(name, None), 3)) == [login, f"{login}2", f"{login}3"]


def test_the_name_of_the_roster_comes_first() -> None:
    names = sign_in_names(Name(family="Соколова", given="Анна"), "a.sokolova")
    assert list(itertools.islice(names, 2)) == ["a.sokolova", "sokolova.anna"]


@given(st.text(max_size=100), st.text(max_size=100))
def test_a_name_to_sign_in_with_can_be_typed_on_every_keyboard(family: str, given_name: str) -> None:
    first = next(sign_in_names(Name(family=family, given=given_name), None))
    assert first.isascii()
    assert set(first) <= set("abcdefghijklmnopqrstuvwxyz0123456789.")
    assert 1 <= len(first) <= 61
