"""Cases as who asks is answered, and as the school sees them."""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from channels.people import Name, PersonRef
from channels.portals.model import PortalName
from channels.sign_in_cases.model import Cause, Missing, Sees, Who
from channels.types import Id, Moment, Shape


class Step(StrEnum):
    """The one thing to do next for who does not get in."""

    ASK_SCHOOL = "ask_school"
    CALL = "call"
    INVITE = "invite"  # an invitation by mail to the address that they have confirmed
    SIGN_IN = "sign_in"
    OPEN = "open"  # the page, by another network
    AGAIN = "again"  # the questions, with what was missing


class OpenedCase(Shape):
    """A case that begins: its number, and the last day on which it is kept."""

    case: Id
    last_day: date


class OtherSignIn(Shape):
    """A sign-in of theirs that holds the child."""

    since: date
    by: str
    phone_end: str | None


class WhoFromPortal(Shape):
    """Person whom a portal knows, and no school here, as it names them."""

    portal: PortalName
    name: Name


class CaseAnswer(Shape):
    """The cause with its facts, and the one step.

    `name`, `address`: as they were typed, or as the `portal` says them, with the `phone`. `theirs`: an address or
    number of the school's record, masked. `differs_at`: the first letter of their family name that differs. `day`: what
    the cause is about. `done`: the step was taken.
    """

    case: Id
    last_day: date
    cause: Cause
    step: Step
    done: bool
    who: Who
    name: Name
    address: str | None
    phone: str | None
    portal: PortalName | None
    theirs: str | None
    differs_at: int | None
    day: date | None
    field: Missing | None
    other: OtherSignIn | None


class AnsweredCase(Shape):
    """A case of who came from a portal, answered; the code takes its step."""

    code: str
    answer: CaseAnswer


class CaseLine(Shape):
    """A case in the school's list. `asked_at`: since when the school is asked for help."""

    case: Id
    who: Who
    name: Name
    child: Name | None
    class_: str | None = Field(alias="class")
    cause: Cause
    asked_at: Moment | None
    outcome: str | None


class CaseLines(Shape):
    cases: list[CaseLine]


class ComparedField(Shape):
    """A field of the record: what they say, and what the school has. `same`: however they are written."""

    field: Literal["name", "email", "phone", "child"]
    theirs: str | None
    ours: str | None
    same: bool


class SchoolCase(CaseLine):
    """A case as the school sees it.

    `shown`: what who asks was told. `portal`: where they have signed in, and which says what they are compared by; else
    they have confirmed the address. `acts`: what the viewer may do to end it.
    """

    sees: Sees
    shown: Cause
    address: str | None
    portal: PortalName | None
    person: PersonRef | None
    student: PersonRef | None
    other: PersonRef | None
    day: date | None
    fields: list[ComparedField]
    acts: list[Literal["correct", "invite", "confirm", "close"]]
