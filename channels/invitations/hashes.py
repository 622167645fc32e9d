"""Hashes by which the secrets of invitations are found: what is stored opens nothing."""

import hashlib
import hmac
import secrets

KEY_NAME = "invitations"  # of the server's key among its secrets


class InvitationHashes:
    def __init__(self, key: bytes) -> None:
        """Takes the server's key: the codes are short enough to be guessed from plain hashes."""
        self._key = key

    def of_token(self, token: str) -> bytes:
        return hashlib.sha256(token.encode()).digest()

    def of_code(self, code: str) -> bytes:
        return hmac.new(self._key, code.encode(), hashlib.sha256).digest()


def new_token() -> str:
    """Returns what a link ends in: 256 bits, 43 characters."""
    return secrets.token_urlsafe(32)
