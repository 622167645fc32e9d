"""Who is asking: login and password, the cookie, the bearer token, the socket's connection token."""

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.cookies import CookieError, SimpleCookie

from aiohttp import web
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from channels.errors import Codes, Refusal
from channels.ports import Clock
from handlers.passwords import MAX_PASSWORD, Passwords
from storage.logins import LIFE, Login, PostgresLogins

COOKIE = "__Host-zvonok"
CONNECTION_TOKEN_SECONDS = 300  # long enough for a slow phone to open its socket
AUDIENCE = "zvonok-socket"

# Guessing: an account is slowed down from the sixth failure in a row, never locked (children would lock each
# other out as a prank); an address much later, since a whole school may stand behind one.
FORGET_FAILURES = timedelta(hours=1)
ACCOUNT_FREE, ACCOUNT_LONGEST = 5, 15 * 60
ADDRESS_FREE, ADDRESS_LONGEST = 100, 60


ENDED_LATELY = timedelta(minutes=2)  # a process that was held up longer has lost its sockets anyway


@dataclass(frozen=True, slots=True)
class Claims:
    person: int
    login: int


class TokenExpired(Exception):
    """A genuine connection token whose time is over."""


class TokenInvalid(Exception):
    """Anything else that is wrong with a connection token."""


class ConnectionTokens:
    """Tokens for the socket's `connect`: JWT, HS256, one audience, five minutes.

    They only carry who asked; whether the login still lives is looked up when the socket opens.
    """

    def __init__(self, key: bytes) -> None:
        self._key = OctKey.import_key(key)

    def issue(self, login: Login) -> str:
        claims = {
            "sub": str(login.person),
            "login": login.id,
            "aud": AUDIENCE,
            "exp": int(time.time()) + CONNECTION_TOKEN_SECONDS,
        }
        return jwt.encode({"alg": "HS256"}, claims, self._key)

    def read(self, token: str) -> Claims:
        """Raises `TokenExpired` or `TokenInvalid`. The signature is checked before anything is believed."""
        try:
            claims = jwt.decode(token, self._key, algorithms=["HS256"]).claims
            person, login, until = int(claims["sub"]), int(claims["login"]), int(claims["exp"])
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise TokenInvalid from error
        # a subscription token must not open a connection
        if claims.get("aud") != AUDIENCE or "channel" in claims:
            raise TokenInvalid
        if until <= time.time():
            raise TokenExpired
        return Claims(person, login)


class Authentication:
    def __init__(
        self,
        logins: PostgresLogins,
        passwords: Passwords,
        clock: Clock,
        *,
        origins: frozenset[str],
        behind_proxy: bool,
    ) -> None:
        self._logins = logins
        self._passwords = passwords
        self._clock = clock
        self._origins = origins
        self._behind_proxy = behind_proxy

    async def sign_in(self, request: web.Request, name: str, password: str) -> str:
        """A new login's token. Raises SIGN_IN_FAILED, alike for unknown and wrong, or TOO_MANY_ATTEMPTS."""
        self.require_own_page(request, absent_is_fine=True)
        now = self._clock.now()
        account_key, address_key = f"account:{name.lower()}", f"address:{self.address(request)}"
        await self._brake(account_key, address_key, now)
        account = await self._logins.account(name)
        stored = account.password_hash if account is not None and len(password) <= MAX_PASSWORD else None
        if not await self._passwords.matches(password[:MAX_PASSWORD], stored) or account is None:
            raise Refusal(Codes.SIGN_IN_FAILED)
        await self._logins.forgive(account_key, address_key)
        return await self._logins.start(account.person, request.headers.get("User-Agent", ""), now)

    async def _brake(self, account_key: str, address_key: str, now: datetime) -> None:
        """Counts the attempt before the password is looked at; a success takes it back."""
        limits = [(ACCOUNT_FREE, ACCOUNT_LONGEST), (ADDRESS_FREE, ADDRESS_LONGEST)]

        def wait(number: int, failures: int, last: datetime) -> float:
            return (last + timedelta(seconds=pause(failures, *limits[number])) - now).total_seconds()

        left = await self._logins.attempt([account_key, address_key], now, FORGET_FAILURES, wait)
        if left > 0:
            raise Refusal(Codes.TOO_MANY_ATTEMPTS, {"retry_after": int(left) + 1})

    async def signed_in(self, request: web.Request) -> Login:
        """The login behind a request. Raises SIGN_IN_REQUIRED or FOREIGN_ORIGIN."""
        bearer = request.headers.get("Authorization", "")
        if bearer:
            scheme, _, token = bearer.partition(" ")
            if scheme.lower() != "bearer":
                raise Refusal(Codes.SIGN_IN_REQUIRED)
        else:
            token = request.cookies.get(COOKIE, "")
            if request.method not in ("GET", "HEAD"):
                self.require_own_page(request, absent_is_fine=not token)
        login = await self._logins.by_token(token) if token else None
        if login is None:
            raise Refusal(Codes.SIGN_IN_REQUIRED)
        return login

    def require_own_page(self, request: web.Request, *, absent_is_fine: bool) -> None:
        """A browser says where the page comes from that acts; a cookie alone must not be enough."""
        origin = request.headers.get("Origin")
        if (origin is None and not absent_is_fine) or (origin is not None and origin not in self._origins):
            raise Refusal(Codes.FOREIGN_ORIGIN)

    async def by_cookie_header(self, header: str) -> Login | None:
        try:
            morsel = SimpleCookie(header).get(COOKIE)
        except CookieError:
            return None
        return await self._logins.by_token(morsel.value) if morsel else None

    async def is_live(self, claims: Claims) -> bool:
        return await self._logins.is_live(claims.login, claims.person)

    async def ended_lately(self) -> Collection[int]:
        """Logins that ended in the last minutes."""
        return await self._logins.ended_in(ENDED_LATELY)

    async def live(self, logins: Collection[int]) -> dict[int, int]:
        """Those of the sign-ins that are live, and whose they are, in one query."""
        return await self._logins.live(logins)

    async def sign_out(self, login: Login) -> None:
        await self._logins.end(login.id)

    def address(self, request: web.BaseRequest) -> str:
        if self._behind_proxy and (forwarded := request.headers.get("X-Forwarded-For")):
            return forwarded.rpartition(",")[2].strip()
        return request.remote or ""


def pause(failures: int, free: int, longest: int) -> int:
    """Seconds to wait after so many failures in a row: none at first, then 1, 2, 4 … up to the longest."""
    if failures < free:
        return 0
    return int(min(2 ** min(failures - free, 30), longest))


def set_cookie(response: web.StreamResponse, token: str) -> None:
    response.set_cookie(
        COOKIE, token, max_age=int(LIFE.total_seconds()), path="/", secure=True, httponly=True, samesite="Lax"
    )


def clear_cookie(response: web.StreamResponse) -> None:
    response.del_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="Lax")
