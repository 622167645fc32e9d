"""Inputs of those who invite, and of those who are invited."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from channels.second_factor.model import Code
from channels.types import NO_CONTROLS, Id, Input

TOGETHER = 200  # people who are invited with one request: more than a class with its adults

FamilyName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=NO_CONTROLS)]


class Invited(Input):
    """People to invite, or whose invitations end."""

    people: Annotated[list[Id], Field(min_length=1, max_length=TOGETHER)]


class SentInvitations(Invited):
    """People to invite by what reaches each of them, or all by `medium`."""

    medium: Literal["mail", "message"] | None = None


class InvitedOnPaper(Invited):
    """People to whom slips are given, in this order, and the language of the slips."""

    language: Literal["ru", "en"] = "ru"


class AskedInvitation(Input):
    """A name to sign in with, a mail address or a telephone number of somebody who cannot get in."""

    login: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=NO_CONTROLS)]


class OwnTelephoneCode(Input):
    """A code that came to one's own telephone."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9 ]{6,12}$")]

    @property
    def digits(self) -> str:
        return self.code.replace(" ", "")


class TelephoneCode(AskedInvitation, OwnTelephoneCode):
    """A code that came to a telephone, with what was typed to ask for it."""


class ShownInvitation(Input):
    """An invitation by the token of its link, or by its code with the family name of whom it is for.

    With the family name it says more.
    """

    token: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = None
    code: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = None
    family: FamilyName | None = None

    @model_validator(mode="after")
    def _says_which(self) -> Self:
        if (self.token is None) == (self.code is None):
            raise ValueError("either a token or a code")
        if self.code is not None and self.family is None:
            raise ValueError("a code needs the family name")
        return self


class UsedInvitation(ShownInvitation):
    """An invitation with the password that its person chooses.

    `second_code`: of a second factor, for who has one. `shared`: on a shared computer.
    """

    family: FamilyName
    password: str = Field(min_length=1, max_length=1000)
    second_code: Code | None = None
    shared: bool = False

    checked_later = frozenset({"password"})  # it is only hashed
