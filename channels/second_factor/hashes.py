"""Secrets of second factors, made with a key of the server: what is stored of them opens nothing without it."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence

from channels.invitations import codes
from channels.second_factor.totp import SECRET_BYTES

KEY_NAME = "second-factors"  # of the server's key among its secrets
RECOVERY_CODES = 10


class FactorSecrets:
    """The secret of an app is made of a stored salt and the key, so that the salt alone is worth nothing."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of_app(self, person: int, salt: bytes) -> bytes:
        return self._made("app", person, salt)[:SECRET_BYTES]

    def of_recovery_code(self, person: int, code: str) -> bytes:
        """Returns the hash by which a recovery code is found: with the key, since codes are short."""
        return self._made("recovery", person, code.encode())

    def _made(self, purpose: str, person: int, value: bytes) -> bytes:
        return hmac.new(self._key, f"{purpose}:{person}:".encode() + value, hashlib.sha256).digest()


def new_salt() -> bytes:
    return secrets.token_bytes(32)


def new_recovery_codes() -> Sequence[str]:
    """Returns codes of 55 bits each, as they are stored: those of slips, which are read however they are typed."""
    return [codes.new_code() for _ in range(RECOVERY_CODES)]
