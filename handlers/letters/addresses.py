"""Links in mails that work without a sign-in, signed and for a time; and names that tell nobody whose they are."""

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
ACT_SECONDS = 2 * DAY  # after that there is nothing left to do about it
UNSUBSCRIBE_SECONDS = 180 * DAY  # RFC 8058: it has to work as long as somebody may still look at the mail


@dataclass(frozen=True, slots=True)
class Said:
    """What a link says: for whom, and about what."""

    person: int
    about: str


class LetterAddresses:
    """`purpose` is part of what is signed: a link for one thing is of no use for another."""

    def __init__(self, key: bytes, seconds: Callable[[], float] = time.time) -> None:
        """`seconds` since 1970, by a clock that all processes share."""
        self._key = OctKey.import_key(key)
        self._now = seconds
        self._secret = key

    def issue(self, purpose: str, person: int, about: str, seconds: int) -> str:
        claims = {"aud": purpose, "sub": str(person), "for": about, "exp": int(self._now()) + seconds}
        return jwt.encode({"alg": "HS256"}, claims, self._key)

    def read(self, purpose: str, token: str) -> Said:
        """Raises NOT_FOUND for a forged one and LINK_EXPIRED for one whose time is over."""
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
        """The same for the same parts, and nothing can be read from it."""
        return hmac.new(self._secret, repr(parts).encode(), hashlib.sha256).hexdigest()[:32]
