"""Inputs of those who make and use passkeys. Bytes are written in base64url without padding."""

from typing import Annotated

from pydantic import Field, StringConstraints

from channels.invitations.inputs import FamilyName, ShownInvitation
from channels.passkeys.ports import Transport
from channels.second_factor.model import Code
from channels.types import Input

CREDENTIAL_ALGORITHMS = (-7, -8, -257)  # of COSE: ES256, EdDSA, RS256

_BASE64URL = r"^[A-Za-z0-9_-]+$"
CredentialId = Annotated[str, StringConstraints(pattern=_BASE64URL, max_length=1400)]
Bytes = Annotated[str, StringConstraints(pattern=_BASE64URL, max_length=8000)]


class PresentPassword(Input):
    """The password of who asks, if they have one, and a code of their second factor, if they have that."""

    password: str | None = Field(default=None, max_length=1000)
    code: Code | None = None

    checked_later = frozenset({"password"})  # it is only hashed


class MadeCredential(Input):
    """A credential as a device has just made it (WebAuthn's `AuthenticatorAttestationResponse`)."""

    id: CredentialId
    client_data: Bytes
    attestation: Bytes
    transports: Annotated[list[Transport], Field(max_length=7)] = []


class UsedCredential(Input):
    """Signature of a device, made with a credential (WebAuthn's `AuthenticatorAssertionResponse`).

    `code`: of a second factor, for a device that asks for nothing itself. `shared`: on a shared computer.
    """

    id: CredentialId
    client_data: Bytes
    authenticator_data: Bytes
    signature: Bytes
    user_handle: Bytes | None = None
    code: Code | None = None
    shared: bool = False


class InvitationForPasskey(ShownInvitation):
    """An invitation that shall be used with a passkey."""

    family: FamilyName


class InvitationWithPasskey(InvitationForPasskey):
    """An invitation with the credential that its person signs in with from now on.

    `second_code`: of a second factor, for who has one. `shared`: on a shared computer.
    """

    credential: MadeCredential
    second_code: Code | None = None
    shared: bool = False
