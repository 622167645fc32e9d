"""Codes of an app that change every 30 seconds (RFC 6238: SHA-1, 6 digits), as authenticator apps make them."""

import hashlib
import hmac
from base64 import b32encode
from datetime import datetime
from urllib.parse import quote

STEP_SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20  # as long as SHA-1's result, which RFC 4226 recommends
TOLERANCE = 1  # steps that a clock may be fast or slow
ISSUER = "Zvonok"


def code_of(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """Returns the code of one step (RFC 4226 5.3)."""
    mac = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha1).digest()
    at = mac[-1] & 15
    number = int.from_bytes(mac[at : at + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_at(moment: datetime) -> int:
    """Returns which step of 30 seconds a moment is in."""
    return int(moment.timestamp()) // STEP_SECONDS


def step_of(secret: bytes, typed: str, now: datetime, last: int) -> int | None:
    """Returns the step whose code was typed: the present one, the one before or after, but later than `last`.

    None if it is no such code, or was used already.
    """
    here = step_at(now)
    for step in range(max(here - TOLERANCE, last + 1), here + TOLERANCE + 1):
        if hmac.compare_digest(code_of(secret, step), typed):
            return step
    return None


def in_base32(secret: bytes) -> str:
    """Returns a secret as apps read it when it is typed: without padding."""
    return b32encode(secret).decode().rstrip("=")


def uri(secret: bytes, login: str) -> str:
    """Returns what the QR code says: the secret, and the name under which the app keeps it."""
    return f"otpauth://totp/{ISSUER}:{quote(login, safe='')}?secret={in_base32(secret)}&issuer={ISSUER}"
