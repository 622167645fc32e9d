"""Inputs of who applies for a connection, and of the operator who decides."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from channels.notices.inputs import Address
from channels.types import Input

# Shown to the operator in a terminal: no line breaks, and nothing that turns the direction of writing round.
_ONE_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]*$"
OneLine = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_ONE_LINE)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=_ONE_LINE)]
Token = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]
Telephone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9 ()-]{3,30}$")]


class NewApplication(Input):
    """An application for a school, with who applies and the address to which its mails go.

    `position`: at the school, in their own words. `language`: of the mails.
    """

    school: OneLine
    zone: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    applicant: OneLine
    position: OneLine
    email: Address
    telephone: Annotated[Telephone | None, BeforeValidator(lambda typed: typed or None)] = None
    language: Literal["ru", "en"] = "ru"


class ApplicationLink(Input):
    """Secret that the link to an applicant's page ends in."""

    token: Token


class ConfirmedApplication(ApplicationLink):
    """The code of the mail, which shows that its address is theirs."""

    code: Annotated[str, Field(pattern=r"^[0-9 ]{6,12}$")]

    @property
    def digits(self) -> str:
        return self.code.replace(" ", "")


class Refusing(Input):
    """Why a school is not connected, as the applicant reads it."""

    reason: Reason
