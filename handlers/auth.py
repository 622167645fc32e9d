"""Authentication: login and password, the cookie, the bearer token, the socket's connection token."""

import math
import secrets
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from channels.errors import Codes, Refusal
from channels.people import PersonRef, sign_in_name
from channels.portals.ports import PortalSession
from handlers.cookies import COOKIE as COOKIE
from handlers.cookies import DEVICE, TOKEN, answer_with, tokens_in
from handlers.passwords import MAX_PASSWORD, Passwords, TooManyWaiting
from handlers.second_factors import SecondFactors
from handlers.tries import network, pause
from storage.brake import Budget, PostgresBrake
from storage.logins import Account, LiveLogin, Login, OwnAccount, PostgresLogins

CONNECTION_TOKEN_SECONDS = 300  # long enough for a slow phone to open its socket
AUDIENCE = "zvonok-socket"

# Guessing: an account is slowed down from the sixth failure in a row. It is never locked, and never slowed down on
# devices where its person has signed in before (else children would lock each other out as a prank). A whole school
# may share one address: over its budget, only accounts with failures of their own are slowed, from the second on.
FORGET_FAILURES = timedelta(hours=1)
ACCOUNT_FREE, ACCOUNT_LONGEST = 5, 15 * 60
STRICT_FREE = 1
PATIENT, PATIENT_LONGEST = 12, 10  # the first twelve failures wait at most 10 seconds: somebody who tries every
# name of a school would otherwise lock all of it out for long. Later ones wait up to ACCOUNT_LONGEST: at most twenty
# passwords of one account are tried in an hour.
ADDRESS = Budget(failures=100, per_second=1 / 6)

JUST_SIGNED_IN = timedelta(minutes=10)  # instead of a password, of who has none
ENDED_LATELY = timedelta(minutes=2)  # a process that was held up longer has lost its sockets anyway


@dataclass(frozen=True, slots=True)
class Claims:
    person: int
    login: int


class TokenExpired(Exception):
    """Raised for a genuine connection token that has expired."""


class TokenInvalid(Exception):
    """Raised for a connection token with any other fault."""


class ConnectionTokens:
    """Tokens for the socket's `connect`: JWT, HS256, one audience, five minutes.

    They only say who asked; the gate looks up whether the login still lives when the socket opens.
    """

    def __init__(self, key: bytes, seconds: Callable[[], float] = time.time) -> None:
        """Takes the key and `seconds` since 1970, by a clock that all processes share."""
        self._key = OctKey.import_key(key)
        self._seconds = seconds

    def issue(self, login: Login) -> str:
        claims = {
            "sub": str(login.person),
            "login": login.id,
            "aud": AUDIENCE,
            "exp": int(self._seconds()) + CONNECTION_TOKEN_SECONDS,
        }
        return jwt.encode({"alg": "HS256"}, claims, self._key)

    def read(self, token: str) -> Claims:
        """Returns the claims, after checking the signature. Raises `TokenExpired` or `TokenInvalid`."""
        try:
            claims = jwt.decode(token, self._key, algorithms=["HS256"]).claims
            person, login, until = int(claims["sub"]), int(claims["login"]), int(claims["exp"])
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise TokenInvalid from error
        # a subscription token must not open a connection
        if claims.get("aud") != AUDIENCE or "channel" in claims:
            raise TokenInvalid
        if until <= self._seconds():
            raise TokenExpired
        return Claims(person, login)


@dataclass(frozen=True, slots=True)
class Entered:
    """Tokens of somebody who has signed in: of the login, and of the device, which is known from now on.

    A shared computer has none: it is not known afterwards. `is_new`: the person has signed in before, and not on this
    device.
    """

    person: int
    token: str
    device: str | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class Proven:
    """Person who has shown all that is asked from them. `Authentication.prove` alone says so."""

    person: int


class Authentication:
    def __init__(
        self,
        logins: PostgresLogins,
        brake: PostgresBrake,
        passwords: Passwords,
        second_factors: SecondFactors,
        *,
        origins: frozenset[str],
        behind_proxy: bool,
    ) -> None:
        self._logins = logins
        self._passwords = passwords
        self._brake = brake
        self._second_factors = second_factors
        self._origins = origins
        self._behind_proxy = behind_proxy

    async def sign_in(
        self,
        request: web.Request,
        typed: str,
        password: str,
        *,
        code: str | None = None,
        person: int | None = None,
        shared: bool = False,
    ) -> Entered:
        """Returns a new login's tokens; `shared`: on a shared computer. Raises what `prove_sign_in` raises."""
        return await self.enter(
            request, await self.prove_sign_in(request, typed, password, code, person), shared=shared
        )

    async def prove_sign_in(
        self, request: web.Request, typed: str, password: str, code: str | None = None, person: int | None = None
    ) -> Proven:
        """Asks for all that a sign-in asks for, and begins none.

        `typed` is the name of an account, or a mail address or telephone number of people who have one; `person` says
        which of them. Raises SIGN_IN_FAILED, for unknown and wrong alike, TOO_MANY_ATTEMPTS, and SEVERAL_PEOPLE with
        the `people` for whom the password is right; with a right password what `prove` raises.
        """
        self.require_own_page(request, absent_is_fine=True)
        typed = sign_in_name(typed)
        accounts = await self._logins.accounts(typed)
        # by the account, not by the spelling of its name: each spelling would have guesses of its own
        guessed: list[tuple[Account | None, str]] = [(one, f"account:{one.person}") for one in accounts]
        right = await self._right(request, guessed or [(None, f"name:{typed.casefold()}")], password)
        chosen = [one for one in right if person in (None, one.person)]
        if not chosen:
            raise Refusal(Codes.SIGN_IN_FAILED)
        if len(chosen) > 1:
            people = [PersonRef(id=one.person, name=one.name) for one in chosen]
            raise Refusal(Codes.SEVERAL_PEOPLE, {"people": [one.model_dump(mode="json") for one in people]})
        return await self.prove(request, chosen[0].person, code)

    async def prove(
        self, request: web.Request, person: int, code: str | None = None, *, verified: bool = False
    ) -> Proven:
        """Asks for the second factor of somebody who has shown the first; uses the code up.

        `verified`: by a passkey whose device has asked for a finger, a face or a code, which is both. Raises
        SECOND_FACTOR_NEEDED, with `by` what, SECOND_FACTOR_WRONG and TOO_MANY_ATTEMPTS.
        """
        asked = None if verified else await self._second_factors.asked_from(person)
        if asked is not None and (code is None or asked != "code"):
            raise Refusal(Codes.SECOND_FACTOR_NEEDED, {"by": asked})
        if asked is not None and code is not None:
            await self.require_code(request, person, code)
        return Proven(person)

    async def require_own_code(self, request: web.Request, person: int, code: str | None) -> None:
        """Asks who is signed in and has an app or recovery codes for one of them.

        Raises SECOND_FACTOR_WRONG, also without a code, and TOO_MANY_ATTEMPTS.
        """
        if await self._second_factors.asked_from(person) == "code":
            if code is None:
                raise Refusal(Codes.SECOND_FACTOR_WRONG)
            await self.require_code(request, person, code)

    async def require_code(self, request: web.Request, person: int, code: str) -> None:
        """Uses up a code of somebody's second factor. Raises SECOND_FACTOR_WRONG and TOO_MANY_ATTEMPTS.

        Codes are counted as passwords are, apart from them: who guesses has the password already.
        """
        key, known = await self._key(request, person, f"second:{person}")
        address_key = self._address_key(request)
        await self._slow_down(key, address_key, known=known)
        if not await self._second_factors.accepts(person, code):
            raise Refusal(Codes.SECOND_FACTOR_WRONG)
        await self._brake.forgive(key, address_key)

    async def enter(
        self, request: web.Request, proven: Proven, *, shared: bool, portal: PortalSession | None = None
    ) -> Entered:
        """Starts a login, maybe from a portal; the device is known from now on."""
        person, known = proven.person, _device(request)
        is_new = (known is None or not await self._brake.knows(person, known)) and await self._logins.has_any(person)
        device = None if shared else known or secrets.token_urlsafe(32)
        if device is not None:
            await self._brake.remember(person, device)
        agent = request.headers.get("User-Agent", "")
        token = await self._logins.start(person, agent, shared=shared, portal=portal)
        return Entered(person, token, device, is_new)

    async def _right(
        self, request: web.Request, guessed: Sequence[tuple[Account | None, str]], password: str
    ) -> list[Account]:
        """Returns those of the accounts whose password it is. Raises TOO_MANY_ATTEMPTS if some have to wait.

        Who shares a contact signs in without slowing the others down: what was right for one counts against none.
        """
        right, wrong, refused = [], [], None
        for account, key in guessed:
            try:
                if await self._is_right(request, account, key, password) and account is not None:
                    right.append(account)
                else:
                    wrong.append(await self._key(request, None if account is None else account.person, key))
            except Refusal as refusal:
                refused = refusal
        if refused is not None and not right:
            raise refused
        if right:
            for key, _ in wrong:
                await self._brake.take_back(key, self._address_key(request))
        return right

    async def _is_right(self, request: web.Request, account: Account | None, account_key: str, password: str) -> bool:
        """True if it is the account's password; not if there is no account. Raises TOO_MANY_ATTEMPTS."""
        key, known = await self._key(request, None if account is None else account.person, account_key)
        address_key = self._address_key(request)
        failures = await self._slow_down(key, address_key, known=known)
        stored = account.password_hash if account is not None and len(password) <= MAX_PASSWORD else None
        rank = 0 if known else 1 + min(failures, ACCOUNT_FREE)
        try:
            right = await self._passwords.matches(password[:MAX_PASSWORD], stored, rank)
        except TooManyWaiting:
            await self._brake.forgive(key, address_key)
            raise _come_again() from None
        if right:
            await self._brake.forgive(key, address_key)
        return right

    async def _key(self, request: web.Request, person: int | None, key: str) -> tuple[str, bool]:
        """Returns the key under which tries are counted, and whether the person has signed in on this device before."""
        device = _device(request)
        if person is None or device is None or not await self._brake.knows(person, device):
            return key, False
        return f"{key}:{device}", True

    def _address_key(self, request: web.Request) -> str:
        return f"address:{network(self.address(request))}"

    async def _slow_down(self, account_key: str, address_key: str, *, known: bool) -> int:
        """Counts the attempt before the password is checked; a success takes it back. Returns the failures before."""

        def wait(failures: int, over_budget: bool) -> float:
            free = STRICT_FREE if over_budget and not known else ACCOUNT_FREE
            return account_pause(failures, free)

        attempt = await self._brake.attempt(account_key, address_key, FORGET_FAILURES, ADDRESS, wait)
        if attempt.wait > 0:
            raise Refusal(Codes.TOO_MANY_ATTEMPTS, {"retry_after": math.ceil(attempt.wait)})
        return attempt.failures

    async def signed_in(self, request: web.Request, *, limited_is_fine: bool = False) -> Login:
        """Returns the login behind a request. Its cookie is renewed if rights of its person have changed.

        Raises SIGN_IN_REQUIRED, FOREIGN_ORIGIN and, unless `limited_is_fine`, SECOND_FACTOR_REQUIRED.
        """
        token = _bearer(request)
        if token is not None:
            login = await self._logins.by_token(token) if TOKEN.fullmatch(token) else None
        else:
            lines = request.headers.getall("Cookie", [])
            if request.method not in ("GET", "HEAD"):
                self.require_own_page(request, absent_is_fine=not tokens_in(lines))
            login = await self.by_cookies(lines)
        if login is None:
            raise Refusal(Codes.SIGN_IN_REQUIRED)
        if login.is_limited and not limited_is_fine:
            raise Refusal(Codes.SECOND_FACTOR_REQUIRED)
        if login.is_outdated:
            await self.renew(request, login, outdated_only=True)
        return login

    async def renew(self, request: web.Request, login: Login, *, outdated_only: bool = False) -> None:
        """Gives a login that goes on after a change of rights or proofs a new token; the answer brings it as a cookie.

        A program's token stays: it is in no browser, and the program could not learn of a new one.
        """
        if _bearer(request) is None:
            renewed = await self._logins.renew(login.id, outdated_only=outdated_only)
            if renewed is not None:
                answer_with(request, renewed)

    def require_own_page(self, request: web.Request, *, absent_is_fine: bool) -> None:
        """Raises FOREIGN_ORIGIN unless the request is from our own page: a cookie alone must not be enough."""
        origin = request.headers.get("Origin")
        if (origin is None and not absent_is_fine) or (origin is not None and origin not in self._origins):
            raise Refusal(Codes.FOREIGN_ORIGIN)

    async def by_cookies(self, lines: Sequence[str]) -> Login | None:
        """Returns the live login of a request's `Cookie` lines: the first, if there are several.

        None if they are of two people: then it is unknown whose page asks, and one cookie may have been planted.
        """
        tokens = tokens_in(lines)
        if len(tokens) < 2:
            return await self._logins.by_token(tokens[0]) if tokens else None
        live = [login for token in tokens if (login := await self._logins.by_token(token)) is not None]
        return live[0] if len({login.person for login in live}) == 1 else None

    async def is_live(self, claims: Claims) -> bool:
        return await self._logins.is_live(claims.login, claims.person)

    async def ended_lately(self) -> Collection[int]:
        """Returns the logins that ended in the last minutes."""
        return await self._logins.ended_in(ENDED_LATELY)

    async def live(self, logins: Collection[int]) -> dict[int, int]:
        """Returns login -> person for those of the logins that are live, in one query."""
        return await self._logins.live(logins)

    async def sign_out(self, login: Login) -> None:
        await self._logins.end(login.id)

    async def logins_of(self, person: int) -> list[LiveLogin]:
        """Returns where somebody is signed in, the last seen first."""
        return await self._logins.live_of(person)

    async def end_own(self, person: int, login: int) -> bool:
        """Ends a login of a person. False if it is not theirs, or has ended."""
        return await self._logins.end_own(person, login)

    async def end_others(self, login: Login) -> list[int]:
        """Ends all logins of a person but this one; returns them."""
        return await self._logins.end_others(login)

    async def password_changed_at(self, person: int) -> datetime | None:
        """Returns since when the password is what it is; None without one."""
        account = await self._logins.own_account(person)
        return None if account is None or account.password_hash is None else account.changed_at

    async def is_own_password(self, request: web.Request, person: int, password: str) -> bool:
        """True if it is the password of this person. Raises TOO_MANY_ATTEMPTS."""
        account = await self._logins.own_account(person)
        return account is not None and await self._is_right(request, account, f"account:{person}", password)

    async def require_proof(self, request: web.Request, login: Login, password: str | None) -> OwnAccount:
        """Returns the account of who is signed in, and knows the password; who has none has just signed in.

        Raises WRONG_PASSWORD, TOO_MANY_ATTEMPTS and SIGN_IN_AGAIN.
        """
        account = await self._logins.own_account(login.person)
        if account is not None and account.password_hash is None:
            if not await self._logins.is_fresh(login.id, JUST_SIGNED_IN):
                raise Refusal(Codes.SIGN_IN_AGAIN)
            return account
        if not await self._is_right(request, account, f"account:{login.person}", password or "") or account is None:
            raise Refusal(Codes.WRONG_PASSWORD)
        return account

    async def change_password(self, request: web.Request, login: Login, current: str | None, new: str) -> list[int]:
        """Changes the password of the person signed in; returns the logins that ended, all but this one.

        Raises what `require_proof` raises, WRONG_PASSWORD also if somebody else has just changed it, PASSWORD_LENGTH
        and PASSWORD_GUESSABLE.
        """
        account = await self.require_proof(request, login, current)
        password_hash = await self.hashed(new, account.names)
        ended = await self._logins.change_password(login, account.password_hash, password_hash)
        if ended is None:
            raise Refusal(Codes.WRONG_PASSWORD)
        if device := _device(request):
            await self._brake.remember(login.person, device)
        await self.renew(request, login)
        return ended

    async def hashed(self, password: str, known: Sequence[str]) -> str:
        """Returns the hash of a new password of somebody of whom these words are `known`.

        Raises PASSWORD_LENGTH, PASSWORD_GUESSABLE and TOO_MANY_ATTEMPTS.
        """
        try:
            return await self._passwords.hashed(password, known)
        except TooManyWaiting:
            raise _come_again() from None

    def address(self, request: web.BaseRequest) -> str:
        if self._behind_proxy and (forwarded := request.headers.get("X-Forwarded-For")):
            return forwarded.rpartition(",")[2].strip()
        return request.remote or ""


def _come_again() -> Refusal:
    return Refusal(Codes.TOO_MANY_ATTEMPTS, {"retry_after": 5})


def _bearer(request: web.Request) -> str | None:
    """Returns a program's token; None if a browser asks, or somebody without a sign-in."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else None  # another scheme is the password of a proxy before us


def _device(request: web.Request) -> str | None:
    """Returns the token of the device, if somebody has signed in on it before."""
    return next(iter(tokens_in(request.headers.getall("Cookie", []), DEVICE)), None)


def account_pause(failures: int, free: int) -> int:
    """Returns the seconds to wait before a password of an account is tried again."""
    return pause(failures, free, PATIENT_LONGEST if failures < PATIENT else ACCOUNT_LONGEST)
