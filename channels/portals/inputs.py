"""Inputs of who keeps portals, and of who signs in by one."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator

from channels.invitations.inputs import FamilyName, ShownInvitation
from channels.portals.ports import Detail, PortalSettings
from channels.second_factor.model import Code
from channels.types import NO_CONTROLS, Id, Input

RoleOfPortal = Literal["student", "guardian", "trusted", "teacher", "staff", "leadership", "admin"]
ROLES: tuple[RoleOfPortal, ...] = ("student", "guardian", "trusted", "teacher", "staff", "leadership", "admin")

_Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=NO_CONTROLS)]
_Word = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[\x21-\x7e]+$")]
_Scope = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[\x21\x23-\x5b\x5d-\x7e]+$")]
_Claim = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[\x21-\x7e]+$")]
# A path of ours, which no browser reads as another place.
LocalPath = Annotated[
    str,
    StringConstraints(max_length=300, pattern=r"^/([\x21\x23-\x2e\x30-\x5b\x5d-\x7e][\x21\x23-\x5b\x5d-\x7e]*)?$"),
]


class Claims(Input):
    """Names of the claims in which a portal tells what we read."""

    family: _Claim = "family_name"
    given: _Claim = "given_name"
    patronymic: _Claim = "middle_name"
    birth_day: _Claim = "birthdate"
    email: _Claim = "email"
    phone: _Claim = "phone_number"
    snils: _Claim = "snils"


class ChangedPortal(Input):
    """Settings of a portal. `client_secret` null: as before; empty: the portal asks for none."""

    name_ru: _Name
    name_en: _Name
    client_id: _Word
    client_secret: Annotated[str, StringConstraints(max_length=1000, pattern=r"^[\x20-\x7e]*$")] | None = None
    scopes: Annotated[list[_Scope], Field(min_length=1, max_length=20)] = ["openid", "profile", "email"]
    claims: Claims = Claims()
    roles: Annotated[list[RoleOfPortal], Field(min_length=1, max_length=len(ROLES))]
    contacts_verified: bool = False
    matches: bool = False
    is_on: bool = False

    @field_validator("scopes")
    @classmethod
    def _says_openid(cls, scopes: list[str]) -> list[str]:
        if "openid" not in scopes:
            raise ValueError("one of the scopes is openid")
        return scopes

    def settings(self, secret: str) -> PortalSettings:
        """Returns the settings to keep; `secret` is that of before."""
        return PortalSettings(
            self.name_ru,
            self.name_en,
            self.client_id,
            secret if self.client_secret is None else self.client_secret,
            self.scopes,
            {detail: getattr(self.claims, detail.value) for detail in Detail},
            sorted(set(self.roles)),
            self.contacts_verified,
            self.matches,
            self.is_on,
        )


class NewPortal(ChangedPortal):
    """A portal to add. `issuer`: exactly as the portal calls itself. `everywhere`: for all schools."""

    issuer: Annotated[str, StringConstraints(max_length=300, pattern=r"^https?://[\x21-\x7e]+$")]
    everywhere: bool = False


class PasswordsOff(Input):
    """Roles of a school whose people sign in without a password."""

    roles: Annotated[list[RoleOfPortal], Field(max_length=len(ROLES))]


class PortalSignIn(Input):
    """A portal to sign in by. `next`: a path of ours to go to then. `shared`: on a shared computer."""

    portal: Id
    next: LocalPath = "/"
    shared: bool = False


class InvitationForPortal(ShownInvitation):
    """An invitation that shall be used by a portal.

    `second_code`: of a second factor, for who has one. `shared`: on a shared computer.
    """

    family: FamilyName
    portal: Id
    second_code: Code | None = None
    shared: bool = False


class ConnectedPortal(Input):
    """A portal that shall let me in, with my password and a code of my second factor, if I have them."""

    portal: Id
    code: Code | None = None
    password: str | None = Field(default=None, max_length=1000)

    checked_later = frozenset({"password"})  # it is only hashed
