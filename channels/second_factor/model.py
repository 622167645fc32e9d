"""Second factors as their people and the office see them."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from channels.types import NO_CONTROLS, Input, Moment, Shape

NamedRole = Literal["student", "guardian", "trusted", "teacher", "class_teacher", "staff"]
Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=NO_CONTROLS)]


class MySecondFactor(Shape):
    """State of one's own: `set_at` is null if it is not set up. `required`: a school asks for it.

    `until`: when the time ends in which one may go on without. `codes_left`: recovery codes that are good.
    """

    has_password: bool
    set_at: Moment | None
    codes_left: int
    required: bool
    until: Moment | None


class FactorToSetUp(Shape):
    """A secret for an app, shown this once: `key` to type, `uri` to open, and the same as a QR code.

    `qr` is the path of an SVG of `qr_size` modules each way.
    """

    key: str
    uri: str
    qr: str
    qr_size: int


class RecoveryCodes(Shape):
    """Codes for emergencies, each for one use, shown this once. Those of before are dead."""

    codes: list[str]


class SecondFactorOf(Shape):
    """State of somebody else's: whether they show one, and whether the caller may remove it."""

    has: bool
    required: bool
    removable: bool


class SecondFactorRoles(Shape):
    """Roles that the school has named, and those from whom it always is asked."""

    roles: list[NamedRole]
    always: list[Literal["leadership", "admin"]]


class FactorCode(Input):
    """The first code of an app."""

    code: Code


class OwnFactor(Input):
    """The password, if one has one, and a code: of the second factor as it is, or a recovery code."""

    password: str | None = Field(default=None, max_length=1000)
    code: Code

    checked_later = frozenset({"password"})  # it is only hashed


class FactorToBegin(Input):
    """The password, if one has one; and a code if a second factor is set up already."""

    password: str | None = Field(default=None, max_length=1000)
    code: Code | None = None

    checked_later = frozenset({"password"})  # it is only hashed


class NamedRoles(Input):
    roles: Annotated[list[NamedRole], Field(max_length=6)]
