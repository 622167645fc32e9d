"""Proofs of passkeys, checked by `webauthn`: it takes 18 MB, which a process that never asks shall not pay."""

import asyncio
import binascii
import json
import logging
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TypeVar
from urllib.parse import urlsplit

from channels.passkeys.inputs import MadeCredential, UsedCredential
from channels.passkeys.keeping import failed
from channels.passkeys.ports import NewPasskey
from handlers.settings import Settings

log = logging.getLogger("zvonok")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """Origin of the pages where passkeys of this installation work, and the host to which they are bound."""

    id: str
    origin: str


def relying_party(settings: Settings) -> RelyingParty | None:
    """Returns where passkeys work: at the public address or, on this machine alone, at `localhost`.

    None where browsers refuse them: at an address of numbers, and without TLS.
    """
    parts = urlsplit(settings.address)
    host = parts.hostname or ""
    if _is_number(host) or not (parts.scheme == "https" or host == "localhost"):
        return None
    return RelyingParty(host, settings.address)


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def written(value: bytes) -> str:
    """Returns bytes in base64url without padding, as WebAuthn writes them in JSON."""
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    """Returns the bytes that are written in base64url. Raises PASSKEY_FAILED."""
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        raise failed() from None


def challenge_in(client_data: str) -> bytes:
    """Returns the challenge that a browser says it was given. Raises PASSKEY_FAILED."""
    try:
        challenge = json.loads(bytes_of(client_data))["challenge"]
        return urlsafe_b64decode(challenge + "=" * (-len(challenge) % 4))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise failed() from None


async def made(party: RelyingParty, challenge: bytes, given: MadeCredential, agent: str) -> NewPasskey:
    """Returns the passkey that a device has made for this challenge. Raises PASSKEY_FAILED."""
    raw_id, client_data, attestation = bytes_of(given.id), bytes_of(given.client_data), bytes_of(given.attestation)

    def verify() -> NewPasskey:
        from webauthn import verify_registration_response
        from webauthn.helpers.structs import AuthenticatorAttestationResponse, RegistrationCredential

        proof = verify_registration_response(
            credential=RegistrationCredential(
                id=given.id,
                raw_id=raw_id,
                response=AuthenticatorAttestationResponse(client_data_json=client_data, attestation_object=attestation),
            ),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
        )
        return NewPasskey(
            proof.credential_id,
            proof.credential_public_key,
            proof.sign_count,
            sorted(set(given.transports)),
            agent,
            proof.user_verified,
        )

    new = await _checked(verify)
    if new.credential_id != raw_id:
        raise failed()
    return new


@dataclass(frozen=True, slots=True)
class Signed:
    """Counter that a device has signed, and whether it has asked for a finger, a face or a code."""

    count: int
    is_verified: bool


async def signed(party: RelyingParty, challenge: bytes, given: UsedCredential, public_key: bytes) -> Signed:
    """Returns what a device has signed for this challenge with the key. Raises PASSKEY_FAILED."""
    raw_id, client_data = bytes_of(given.id), bytes_of(given.client_data)
    authenticator_data, signature = bytes_of(given.authenticator_data), bytes_of(given.signature)

    def verify() -> Signed:
        from webauthn import verify_authentication_response
        from webauthn.helpers.structs import AuthenticationCredential, AuthenticatorAssertionResponse

        proof = verify_authentication_response(
            credential=AuthenticationCredential(
                id=given.id,
                raw_id=raw_id,
                response=AuthenticatorAssertionResponse(
                    client_data_json=client_data, authenticator_data=authenticator_data, signature=signature
                ),
            ),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,  # compared where it is stored, so that two at once do not both pass
        )
        return Signed(proof.new_sign_count, proof.user_verified)

    return await _checked(verify)


async def _checked(verify: Callable[[], T]) -> T:
    try:
        return await asyncio.to_thread(verify)
    except Exception as error:  # whatever its parsers raise for what a stranger has sent
        log.info("a passkey was refused: %s", type(error).__name__)
        raise failed() from error
