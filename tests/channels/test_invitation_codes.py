"""A code on paper is read however it is typed, and never read as another one."""

import string

from hypothesis import given
from hypothesis import strategies as st

from channels.invitations.codes import ALPHABET, LENGTH, in_groups, new_code, readings

CODES = st.builds(new_code)
PLACES = st.integers(0, LENGTH - 1)
# what a Russian keyboard writes for the keys of a code
RUSSIAN = dict(zip("QWERTYUIOPASDFGHJKLZXCVBNM", "йцукенгшщзфывапролдячсмить", strict=True))
LOOKS_THE_SAME = dict(zip("ABEKMHPCTYX3", "АВЕКМНРСТУХЗ", strict=True))


@given(CODES)
def test_a_code_is_read_as_it_is_printed(code: str) -> None:
    assert readings(code) == [code]
    assert readings(in_groups(code)) == [code]


@given(CODES)
def test_case_blanks_and_hyphens_do_not_matter(code: str) -> None:
    assert readings("  " + in_groups(code).lower().replace("-", " – ") + "\n") == [code]


@given(CODES)
def test_letters_that_look_the_same_are_the_same(code: str) -> None:
    cyrillic = "".join(LOOKS_THE_SAME.get(sign, sign) for sign in code)
    assert readings(cyrillic)[0] == code
    assert readings(code.replace("1", "l").replace("0", "O"))[0] == code
    assert readings(code.replace("1", "I").replace("0", "О"))[0] == code


@given(CODES)
def test_a_keyboard_left_in_russian_does_not_matter(code: str) -> None:
    assert code in readings("".join(RUSSIAN.get(sign, sign) for sign in code))


@given(CODES, PLACES, st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_noticed(code: str, place: int, sign: str) -> None:
    typed = code[:place] + sign + code[place + 1 :]
    assert readings(typed) == ([code] if typed == code else [])


@given(CODES, PLACES, PLACES)
def test_two_signs_that_changed_places_are_noticed(code: str, one: int, other: int) -> None:
    signs = list(code)
    signs[one], signs[other] = signs[other], signs[one]
    typed = "".join(signs)
    assert readings(typed) == ([code] if typed == code else [])


@given(st.text() | st.text(string.ascii_letters + string.digits + "-", min_size=LENGTH, max_size=LENGTH))
def test_whatever_is_typed_is_a_code_or_nothing(typed: str) -> None:
    assert all(readings(code) == [code] for code in readings(typed))


def test_codes_are_drawn_from_the_whole_alphabet() -> None:
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert {sign for code in codes for sign in code[1:]} == set(ALPHABET)
