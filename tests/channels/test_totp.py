"""Codes that change every 30 seconds, as RFC 6238 has them; each is good once."""

from base64 import b32decode
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.second_factor import totp
from channels.second_factor.hashes import FactorSecrets, new_recovery_codes, new_salt

SECRET = b"12345678901234567890"
BEGUN = datetime(2026, 9, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),  # of RFC 6238, appendix B, for SHA-1
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_the_rfc(seconds: int, code: str) -> None:
    step = totp.step_at(datetime.fromtimestamp(seconds, UTC))
    assert totp.code_of(SECRET, step, digits=8) == code
    assert totp.code_of(SECRET, step) == code[2:]


@pytest.mark.parametrize(("off", "is_good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_off_by_one_step(off: int, is_good: bool) -> None:
    here = totp.step_at(BEGUN)
    found = totp.step_of(SECRET, totp.code_of(SECRET, here + off), BEGUN, 0)
    assert found == (here + off if is_good else None)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "000000\n"])
def test_what_is_no_code_opens_nothing(typed: str) -> None:
    assert totp.step_of(SECRET, typed, BEGUN, 0) is None


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(-3, 3)), max_size=40))
def test_each_code_opens_once_and_no_earlier_one_after_it(tries: list[tuple[int, int]]) -> None:
    """Tries with some seconds between them, each with the code of a step near the present one."""
    used: list[int] = []
    now, last = BEGUN, 0
    for seconds, off in tries:
        now += timedelta(seconds=seconds)
        meant = totp.step_at(now) + off
        found = totp.step_of(SECRET, totp.code_of(SECRET, meant), now, last)
        may = abs(off) <= totp.TOLERANCE and all(meant > step for step in used)
        assert (found == meant) is may
        if found is not None:
            used.append(found)
            last = found
    assert used == sorted(set(used))


def test_an_app_reads_the_secret_and_whose_it_is() -> None:
    parts = urlsplit(totp.uri(SECRET, "о.соколова & co"))
    told = parse_qs(parts.query)
    assert (parts.scheme, parts.netloc, unquote(parts.path)) == ("otpauth", "totp", "/Zvonok:о.соколова & co")
    assert b32decode(told["secret"][0]) == SECRET
    assert told["issuer"] == ["Zvonok"]


def test_a_secret_is_of_160_bits_and_of_one_person_and_one_salt() -> None:
    salt, secrets = new_salt(), FactorSecrets(b"key")
    made = {secrets.of_app(1, salt), secrets.of_app(2, salt), secrets.of_app(1, new_salt())}
    made.add(FactorSecrets(b"another").of_app(1, salt))
    assert len(made) == 4
    assert {len(one) for one in made} == {20}


def test_recovery_codes_are_ten_and_differ() -> None:
    assert len(set(new_recovery_codes())) == 10
