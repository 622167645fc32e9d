"""What may become of an application for a connection: its state, and who may decide it when."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from channels.applications.inputs import NewApplication, Refusing
from channels.applications.model import (
    CONFIRM_WITHIN,
    MOST_WRONG,
    Applicant,
    ApplicationState,
    KeptApplication,
    last_day,
)
from channels.applications.shapes import shown
from channels.errors import Code, Codes

NOW = datetime(2026, 8, 17, 11, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
APPLICANT = Applicant("Виноградова Татьяна", "директор", "kanc@gimnaziya7.example", None)
UNCONFIRMED = KeptApplication(
    318, "Гимназия № 7", "Europe/Moscow", "ru", APPLICANT, code_hash=b"right", wrong_codes=0, made_at=NOW - HOUR
)
WAITING = replace(UNCONFIRMED, confirmed_at=NOW - HOUR, code_hash=None)
REFUSED = replace(WAITING, decided_at=NOW, refused_for="Такой школы нет")
SENT = replace(WAITING, decided_at=NOW, code_expires_at=NOW + HOUR)
EXPIRED = replace(WAITING, decided_at=NOW - HOUR, code_expires_at=NOW)
CONNECTED = replace(SENT, code_used_at=NOW)
FORGOTTEN = replace(REFUSED, applicant=None, refused_for="")
LATE = replace(UNCONFIRMED, made_at=NOW - CONFIRM_WITHIN)

some = st.timedeltas(-2 * CONFIRM_WITHIN, 2 * CONFIRM_WITHIN).map(lambda away: NOW + away)
moments = st.none() | some
applications = st.builds(
    KeptApplication,
    st.just(1),
    st.just("Школа"),
    st.sampled_from(["Europe/Moscow", "Asia/Kamchatka", "America/New_York"]),
    st.sampled_from(["ru", "en"]),
    st.sampled_from([APPLICANT, None]),
    st.sampled_from([b"right", None]),
    st.integers(0, MOST_WRONG + 1),
    some,
    moments,
    moments,
    st.sampled_from([None, "", "Нет такой школы"]),
    moments,
    moments,
)


@pytest.mark.parametrize(
    ("one", "state", "accepted", "again", "refused"),
    [
        (UNCONFIRMED, "unconfirmed", *[Codes.APPLICATION_UNCONFIRMED] * 3),
        (WAITING, "waiting", None, None, None),
        (SENT, "code_sent", Codes.APPLICATION_DECIDED, None, None),
        (EXPIRED, "code_sent", None, None, None),
        (REFUSED, "refused", *[Codes.APPLICATION_DECIDED] * 3),
        (CONNECTED, "connected", *[Codes.APPLICATION_DECIDED] * 3),
        (FORGOTTEN, "refused", *[Codes.NOT_FOUND] * 3),
        (LATE, "unconfirmed", *[Codes.NOT_FOUND] * 3),
    ],
    ids=["unconfirmed", "waiting", "sent", "expired", "refused", "connected", "forgotten", "late"],
)
def test_each_state_lets_the_operator_do_what_fits(
    one: KeptApplication, state: str, accepted: Code | None, again: Code | None, refused: Code | None
) -> None:
    assert one.state == state
    assert one.why_not_accepted(NOW, again=False) is accepted
    assert one.why_not_accepted(NOW, again=True) is again
    assert one.why_not_refused(NOW) is refused


@given(one=applications, again=st.booleans())
def test_a_code_goes_to_confirmed_addresses_only_and_never_once_a_school_is_there(
    one: KeptApplication, again: bool
) -> None:
    if one.why_not_accepted(NOW, again=again) is None:
        assert one.applicant is not None
        assert one.state in (ApplicationState.WAITING, ApplicationState.CODE_SENT)
        assert one.code_used_at is None
        assert one.refused_for is None
    if one.code_used_at is not None:
        assert one.why_not_refused(NOW) is not None


@given(one=applications)
def test_what_can_be_accepted_at_once_can_be_refused(one: KeptApplication) -> None:
    if one.why_not_accepted(NOW, again=False) is None:
        assert one.why_not_refused(NOW) is None


def test_the_right_code_confirms_until_too_many_were_wrong() -> None:
    assert UNCONFIRMED.is_confirmed_by(b"right")
    assert not UNCONFIRMED.is_confirmed_by(b"wrong")
    assert replace(UNCONFIRMED, wrong_codes=MOST_WRONG - 1).is_confirmed_by(b"right")
    assert not replace(UNCONFIRMED, wrong_codes=MOST_WRONG).is_confirmed_by(b"right")
    assert not WAITING.is_confirmed_by(b"right")


def test_the_applicant_reads_until_when_a_code_works_and_why_there_is_none() -> None:
    assert shown(SENT).code_until == SENT.code_expires_at
    assert shown(CONNECTED).code_until is None
    assert shown(REFUSED).reason == "Такой школы нет"


@pytest.mark.parametrize(
    ("zone", "day"), [("Europe/Moscow", 18), ("America/New_York", 17), ("Asia/Kamchatka", 18), ("UTC", 17)]
)
def test_the_last_day_is_that_of_the_school(zone: str, day: int) -> None:
    assert last_day(datetime(2026, 8, 17, 22, 30, tzinfo=UTC), zone) == date(2026, 8, day)


FORM = {
    "school": " Гимназия № 7 ",
    "zone": "Europe/Moscow",
    "applicant": "Виноградова Татьяна Александровна",
    "position": "директор",
    "email": "kanc@gimnaziya7.example",
}


def test_a_form_is_read_without_blanks_around_and_without_a_telephone() -> None:
    asked = NewApplication.model_validate({**FORM, "telephone": ""})
    assert (asked.school, asked.telephone, asked.language) == ("Гимназия № 7", None, "ru")


@pytest.mark.parametrize("sign", ["\n", "\t", "\x1b[2J", "\u202e", "\u2028", "\x85", "\0"])
@pytest.mark.parametrize("field", ["school", "applicant", "position"])
def test_nothing_that_plays_with_the_operators_terminal_is_taken(field: str, sign: str) -> None:
    with pytest.raises(ValidationError):
        NewApplication.model_validate({**FORM, field: f"Гимназия{sign}№ 7"})
    with pytest.raises(ValidationError):
        Refusing(reason=f"Нет{sign}такой школы")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("school", " "),
        ("school", "x" * 201),
        ("applicant", ""),
        ("position", "x" * 201),
        ("email", "kanc"),
        ("email", "kanc@gimnaziya7.example\nBcc: all@example.org"),
        ("telephone", "call me"),
        ("language", "de"),
        ("code", "free"),
    ],
)
def test_what_is_no_application_is_refused(field: str, value: str) -> None:
    with pytest.raises(ValidationError):
        NewApplication.model_validate({**FORM, field: value})
