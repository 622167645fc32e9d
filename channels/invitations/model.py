"""People and their invitations, as those who invite see them and as the invited see them."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from channels.people import ClassRef, Name, PersonRef, Role, SchoolRef
from channels.second_factor.ports import Proof
from channels.types import Id, Shape


class Medium(StrEnum):
    """Medium by which an invitation goes to its person."""

    MAIL = "mail"
    MESSAGE = "message"  # to the telephone, by the school's gateway
    PAPER = "paper"


class InvitationStatus(StrEnum):
    """Stage that somebody has come to on the way in."""

    NONE = "none"
    MADE = "made"  # its mail or message waits to be carried
    PRINTED = "printed"
    SENT = "sent"
    BOUNCED = "bounced"  # the mail or message did not arrive
    OPENED = "opened"
    EXPIRED = "expired"
    USED = "used"  # the person has a sign-in, however they got it


class InvitedPerson(Shape):
    """Person with the stage they have come to.

    `day`: since when it is so. `until_day`: the last one of a live invitation. `relation`: to the
    student beside whom an adult stands. `medium`: of the last invitation. `email`: there is an address to which mail
    can be sent; `phone`: there is a number, and a gateway that sends messages there. `next_medium`: by which the next
    invitation goes, if nobody chooses one; None: only paper reaches them.
    """

    person: PersonRef
    role: Role
    relation: str | None
    status: InvitationStatus
    day: date | None
    until_day: date | None
    medium: Medium | None
    email: bool
    phone: bool
    next_medium: Medium | None


class Family(Shape):
    """A student and the adults who follow them."""

    student: InvitedPerson
    adults: list[InvitedPerson]


class ClassSignIns(Shape):
    """Families of a class, by the student's name."""

    class_: ClassRef = Field(alias="class")
    school: SchoolRef
    families: list[Family]


class StaffSignIns(Shape):
    """Staff of a school, by name."""

    people: list[InvitedPerson]


class Invitations(Shape):
    """People as they stand after they were invited.

    `no_address`: those whom neither mail nor a message reaches, or not what was chosen. `left_out`: those whom the
    caller sees and may not invite.
    """

    people: list[InvitedPerson]
    no_address: list[Id]
    left_out: list[Id]


class AskedFor(Shape):
    """Answer to who cannot get in, the same for everybody. `codes`: a message with a code may come to a telephone."""

    codes: bool


class OwnTelephone(Shape):
    """One's number as the school has it, if it is one. `codes`: a message with a code can be sent there."""

    number: str | None
    confirmed: bool
    codes: bool


class InvitationToken(Shape):
    """Token of an invitation, as it stands in a link."""

    token: str


class InvitedChild(Shape):
    """A child whom an invited adult follows."""

    given: str
    class_: str | None = Field(alias="class")


class OpenInvitation(Shape):
    """An invitation that is good: the school, and whom it is for.

    Initials, and the class, until the family name was typed; then the name, the children, whether the person has a
    sign-in, and its name, or the one that is free for them now; and what is asked besides (`second_factor`): a code, or
    a passkey that this invitation cannot stand for. `student`: initials of a student whom the adult follows.
    `takes_password`: they may choose a password; false where these are off for all that they are.
    """

    school: str
    role: Role
    initials: str
    student: str | None
    class_: str | None = Field(alias="class")
    name: Name | None
    children: list[InvitedChild]
    has_account: bool
    login: str | None
    second_factor: Proof | None
    takes_password: bool
