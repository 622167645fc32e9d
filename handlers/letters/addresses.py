"""Signed links in mails that work for a time without a sign-in; and opaque names."""

import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from channels.errors import Codes, Refusal

DAY = 24 * 3600
ACT_SECONDS = 2 * DAY  # later there is nothing left to do about it
UNSUBSCRIBE_SECONDS = 180 * DAY  # RFC 8058: it must work as long as somebody may look at the mail


@dataclass(frozen=True, slots=True)
class Said:
    """Content of a link: its person, and what it is about."""

    person: int
    about: str


class LetterAddresses:
    """Issues and reads links. `purpose` is part of what is signed: a link for one thing is useless for another."""

    def __init__(self, key: bytes, seconds: Callable[[], float] = time.time) -> None:
        """Takes the key and `seconds` since 1970, by a clock that all processes share."""
        self._key = OctKey.import_key(key)
        self._now = seconds
        self._secret = key

    def issue(self, purpose: str, person: int, about: str, seconds: int) -> str:
        claims = {"aud": purpose, "sub": str(person), "for": about, "exp": int(self._now()) + seconds}
        return jwt.encode({"alg": "HS256"}, claims, self._key)

    def read(self, purpose: str, token: str) -> Said:
        """Returns the content of a link. Raises NOT_FOUND for a forged one and LINK_EXPIRED for an expired one."""
        try:
            claims = jwt.decode(token, self._key, algorithms=["HS256"]).claims
            said, until = Said(int(claims["sub"]), str(claims["for"])), int(claims["exp"])
            good = claims["aud"] == purpose
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise Refusal(Codes.NOT_FOUND) from error
        if not good:
            raise Refusal(Codes.NOT_FOUND)
        if until <= self._now():
            raise Refusal(Codes.LINK_EXPIRED)
        return said

    def opaque(self, *parts: object) -> str:
        """Returns a name that is the same for the same parts, and from which nothing can be read."""
        return hmac.new(self._secret, repr(parts).encode(), hashlib.sha256).hexdigest()[:32]
