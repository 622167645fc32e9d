"""Signing in with passkeys: challenges are given out within bounds, answers checked, passkeys kept."""

import logging
import math
from datetime import timedelta

from aiohttp import web

from channels.errors import Codes, Refusal
from channels.passkeys import keeping
from channels.passkeys.inputs import MadeCredential, UsedCredential
from channels.passkeys.ports import KeptPasskey, NewPasskey
from channels.store import Desk
from handlers.auth import Authentication, Entered, Proven
from handlers.passkey_proofs import RelyingParty, bytes_of, challenge_in, made, signed
from handlers.tries import network
from storage.brake import Budget, PostgresBrake
from storage.logins import Login

log = logging.getLogger("zvonok")

# Challenges that strangers behind one address get: as a whole school on the first morning, then two a second.
CHALLENGES = Budget(failures=600, per_second=2)
FORGET_CHALLENGES = timedelta(hours=1)


class Passkeys:
    """Gives challenges out and lets those in who have them signed.

    With `party` None passkeys work nowhere here, and everything is refused.
    """

    def __init__(
        self, desk: Desk, authentication: Authentication, brake: PostgresBrake, party: RelyingParty | None
    ) -> None:
        self._desk = desk
        self._authentication = authentication
        self._brake = brake
        self.party = party

    @property
    def required_party(self) -> RelyingParty:
        """Place where passkeys work. Raises PASSKEY_FAILED if that is nowhere."""
        if self.party is None:
            raise keeping.failed()
        return self.party

    async def challenge_to_add(
        self, request: web.Request, login: Login, password: str | None, code: str | None
    ) -> tuple[bytes, list[KeptPasskey]]:
        """Returns a challenge for one more passkey of who is signed in, and those they have.

        Who has a second factor shows it: a passkey would stand for it from now on. Raises what
        `Authentication.require_proof` and `require_own_code` raise, TOO_MANY_PASSKEYS and PASSKEY_FAILED.
        """
        _ = self.required_party
        await self._authentication.require_proof(request, login, password)
        await self._authentication.require_own_code(request, login.person, code)
        held = await keeping.passkeys_of(self._desk, login.person)
        keeping.require_room(held)
        return await keeping.new_challenge(self._desk, "add", login.person), held

    async def add(self, request: web.Request, login: Login, given: MadeCredential) -> None:
        """Adds a passkey. Raises PASSKEY_FAILED and TOO_MANY_PASSKEYS."""
        challenge = challenge_in(given.client_data)
        await keeping.require_challenge(self._desk, challenge, "add", login.person)
        await keeping.add(self._desk, login.person, await self.made(request, challenge, given))
        await self._authentication.renew(request, login)

    async def made(self, request: web.Request, challenge: bytes, given: MadeCredential) -> NewPasskey:
        """Returns the passkey that a device has made for a challenge that was used up. Raises PASSKEY_FAILED."""
        return await made(self.required_party, challenge, given, request.headers.get("User-Agent", ""))

    async def challenge_to_sign_in(self, request: web.Request) -> bytes:
        """Returns a challenge for whoever has a passkey here. Raises TOO_MANY_ATTEMPTS and PASSKEY_FAILED."""
        self._authentication.require_own_page(request, absent_is_fine=True)
        _ = self.required_party
        here = network(self._authentication.address(request))

        def wait(_given: int, over_budget: bool) -> float:
            return 1 / CHALLENGES.per_second if over_budget else 0

        attempt = await self._brake.attempt(
            f"challenge:{here}", f"challenges:{here}", FORGET_CHALLENGES, CHALLENGES, wait
        )
        if attempt.wait > 0:
            raise Refusal(Codes.TOO_MANY_ATTEMPTS, {"retry_after": math.ceil(attempt.wait)})
        return await keeping.new_challenge(self._desk, "sign_in")

    async def sign_in(self, request: web.Request, given: UsedCredential) -> Entered:
        """Returns the tokens of a new login. Raises what `prove` raises."""
        return await self._authentication.enter(request, await self.prove(request, given), shared=given.shared)

    async def prove(self, request: web.Request, given: UsedCredential) -> Proven:
        """Returns whose passkey it is, and begins no login. Raises PASSKEY_FAILED, whatever is wrong with it.

        One whose device has asked for a finger, a face or a code needs no second factor; with another one it raises
        what `Authentication.prove` raises.
        """
        self._authentication.require_own_page(request, absent_is_fine=True)
        party, challenge = self.required_party, challenge_in(given.client_data)
        await keeping.require_challenge(self._desk, challenge, "sign_in")
        passkey = await keeping.find(self._desk, bytes_of(given.id))
        if given.user_handle is not None and bytes_of(given.user_handle) != user_handle(passkey.made_for):
            raise keeping.failed()
        proof = await signed(party, challenge, given, passkey.public_key)
        if not await keeping.use(self._desk, passkey, proof.count, verified=proof.is_verified):
            log.warning("a passkey was refused: its counter did not go on, as that of a copy, or it was just removed")
            raise keeping.failed()
        return await self._authentication.prove(request, passkey.person, given.code, verified=proof.is_verified)


def user_handle(person: int) -> bytes:
    """Returns by what a device knows whose passkey it is: a number and nothing else of the person."""
    return str(person).encode()
