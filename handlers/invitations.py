"""Onboarding of who has an invitation or an activation code: tries are counted, then the first login begins."""

from datetime import datetime

from aiohttp import web

from channels import activation
from channels.activation import CheckedCode, NewSchool
from channels.contact_details import login_key
from channels.errors import Codes, Refusal
from channels.invitations import codes, opening, requests, telephone_codes
from channels.invitations.hashes import InvitationHashes
from channels.invitations.inputs import AskedInvitation, ShownInvitation, TelephoneCode, UsedInvitation
from channels.invitations.model import InvitationToken, OpenInvitation
from channels.invitations.ports import GivenAccount, Invitee, KeptInvitation
from channels.passkeys import keeping
from channels.passkeys.inputs import InvitationForPasskey, InvitationWithPasskey
from channels.portals.inputs import InvitationForPortal
from channels.store import Desk, Tx
from handlers.auth import Authentication, Entered, Proven
from handlers.passkey_proofs import challenge_in
from handlers.passkeys import Passkeys
from handlers.tries import Kind, Tries, network
from storage.brake import Budget

FAMILY_NAMES = Kind("family-name", free=5, spared=5)  # tried with one invitation
TELEPHONE_CODES = Kind("telephone-code", free=5, spared=1)
MAILS = Kind("asked", free=3, spared=2)
# Codes that are none: nine or ten from one network, then ten an hour. Slips of the pen are no tries: the code's own
# check finds them. Invitations that are there are opened all the same.
UNKNOWN_CODES = Kind("unknown-code", free=5, spared=0, budget=Budget(failures=9, per_second=1 / 360))


class Onboarding:
    """Opens invitations and schools, and lets their people in."""

    def __init__(
        self,
        desk: Desk,
        hashes: InvitationHashes,
        authentication: Authentication,
        tries: Tries,
        passkeys: Passkeys,
    ) -> None:
        self._desk = desk
        self._hashes = hashes
        self._authentication = authentication
        self._tries = tries
        self._passkeys = passkeys

    async def open(self, request: web.Request, asked: ShownInvitation) -> OpenInvitation:
        """Returns what an invitation says to who holds it.

        Raises what `opening.open_for_anybody` and `opening.require_owner` raise, and TOO_MANY_ATTEMPTS.
        """
        self._authentication.require_own_page(request, absent_is_fine=True)
        here = await self._find(request, asked)
        if asked.family is None:
            return await opening.open_for_anybody(self._desk, here)
        await self._require_owner(request, here, asked.family)
        return await opening.open_for_owner(self._desk, here)

    async def ask(self, request: web.Request, asked: AskedInvitation) -> None:
        """Keeps a request for an invitation by mail. Raises TOO_MANY_ATTEMPTS, for known and unknown names alike."""
        self._authentication.require_own_page(request, absent_is_fine=True)
        await self._tries.count(MAILS, asked.login.casefold(), self._network(request))
        await requests.ask(self._desk, asked.login)

    async def use_telephone_code(self, request: web.Request, asked: TelephoneCode) -> InvitationToken:
        """Returns an invitation for who has the code that came to a telephone.

        Raises TELEPHONE_CODE_WRONG and TOO_MANY_ATTEMPTS, for known and unknown names alike.
        """
        self._authentication.require_own_page(request, absent_is_fine=True)
        counted = await self._tries.count(TELEPHONE_CODES, login_key(asked.login), self._network(request))
        token = await telephone_codes.use(self._desk, self._hashes, asked.login, asked.digits)
        await self._tries.forgive(counted)
        return InvitationToken(token=token)

    async def use(self, request: web.Request, asked: UsedInvitation) -> tuple[Entered, GivenAccount]:
        """Uses an invitation up; returns the tokens of the login that begins, and the sign-in that was given.

        Who has a second factor shows it here as well. Raises what `open` and `Authentication.prove` raise,
        PASSWORD_OFF, PASSWORD_LENGTH and PASSWORD_GUESSABLE.
        """
        self._authentication.require_own_page(request, absent_is_fine=True)
        here = await self._find(request, asked)
        person = here.invitee.person
        try:
            await self._require_owner(request, here, asked.family)
        except Refusal as refusal:
            # the answer may have been lost on its way: who has just chosen this password comes in with it
            is_again = refusal.code is Codes.INVITATION_USED
            if not is_again or not await self._authentication.is_own_password(request, person, asked.password):
                raise
            proven = await self._prove(request, here, asked)
            return await self._authentication.enter(request, proven, shared=asked.shared), GivenAccount(here.login, [])
        if not here.takes_password:
            raise Refusal(Codes.PASSWORD_OFF)
        name = here.invitee.name
        known = [name.family, name.given, name.middle, here.invitee.login or "", here.school.name]
        password_hash = await self._authentication.hashed(asked.password, [word for word in known if word])
        proven = await self._prove(request, here, asked)
        given = await opening.use(self._desk, here, password_hash, by_link=asked.token is not None)
        return await self._authentication.enter(request, proven, shared=asked.shared), given

    async def _prove(
        self, request: web.Request, here: opening.Found, asked: UsedInvitation | InvitationWithPasskey
    ) -> Proven:
        return await self._authentication.prove(request, here.invitee.person, asked.second_code)

    async def challenge(self, request: web.Request, asked: InvitationForPasskey) -> tuple[bytes, Invitee]:
        """Returns a challenge for the passkey of who is invited, and who that is; uses nothing up.

        Raises what `open` raises, and PASSKEY_FAILED where passkeys do not work.
        """
        _ = self._passkeys.required_party
        here = await self._owned(request, asked)
        return await keeping.new_challenge(self._desk, "invitation", here.invitation.id), here.invitee

    async def use_with_passkey(
        self, request: web.Request, asked: InvitationWithPasskey
    ) -> tuple[Entered, GivenAccount]:
        """Uses an invitation up for a sign-in without a password. Raises what `use` raises, and PASSKEY_FAILED."""
        here, credential = await self._owned(request, asked), asked.credential
        challenge = challenge_in(credential.client_data)
        await keeping.require_challenge(self._desk, challenge, "invitation", here.invitation.id)
        passkey = await self._passkeys.made(request, challenge, credential)
        proven = await self._prove(request, here, asked)

        async def keep(tx: Tx, person: int, now: datetime) -> None:
            await keeping.add_in(tx, person, passkey, now)

        given = await opening.use(self._desk, here, None, by_link=asked.token is not None, keep=keep)
        return await self._authentication.enter(request, proven, shared=asked.shared), given

    async def visit(self, request: web.Request, asked: InvitationForPortal) -> int:
        """Returns the invitation of who has it in hand, to be used once they come back from a portal.

        Who has a second factor shows it before they go. Raises what `open` and `Authentication.prove` raise; uses
        nothing of the invitation up.
        """
        here = await self._owned(request, asked)
        await self._authentication.prove(request, here.invitee.person, asked.second_code)
        return here.invitation.id

    async def use_with_portal(self, invitation: int, *, by_link: bool, keep: opening.Keep) -> GivenAccount:
        """Uses up the invitation of who comes back from a portal; returns the sign-in.

        Raises INVITATION_DOES_NOT_OPEN if it ended meanwhile, and what `keep` raises.
        """
        async with self._desk.store.read() as tx:
            kept = await tx.invitations.get(invitation)
            here = None if kept is None else await opening.found(tx, kept, self._desk.clock.now())
        if here is None:
            raise opening.does_not_open()
        return await opening.use(self._desk, here, None, by_link=by_link, keep=keep)

    async def check_activation_code(self, request: web.Request, typed: str) -> tuple[CheckedCode, bytes]:
        """Returns a good activation code, with its hash. Raises ACTIVATION_CODE_WRONG and TOO_MANY_ATTEMPTS."""
        self._authentication.require_own_page(request, absent_is_fine=True)
        for code in codes.readings(typed):
            counted = await self._tries.count(UNKNOWN_CODES, code, self._network(request))
            code_hash = self._hashes.of_code(code)
            if (good := await activation.find_code(self._desk, code_hash)) is not None:
                await self._tries.forgive(counted)
                return good, code_hash
        raise Refusal(Codes.ACTIVATION_CODE_WRONG)

    async def activate(self, request: web.Request, asked: NewSchool) -> tuple[Entered, str]:
        """Opens a school; returns the tokens of its first administrator, and the name to sign in with.

        Raises what `check_activation_code` raises, UNKNOWN_ZONE, CODE_OF_ANOTHER_SCHOOL, PASSWORD_LENGTH
        and PASSWORD_GUESSABLE.
        """
        good, code_hash = await self.check_activation_code(request, asked.code)
        activation.require_zone(asked.zone)
        activation.require_school(good, asked)
        one = asked.administrator
        known = [one.family, one.given, one.middle, one.email or "", asked.name]
        password_hash = await self._authentication.hashed(asked.password, [word for word in known if word])
        person, login = await activation.activate(self._desk, code_hash, asked, password_hash)
        proven = await self._authentication.prove(request, person)
        return await self._authentication.enter(request, proven, shared=asked.shared), login

    async def _owned(self, request: web.Request, asked: InvitationForPasskey | InvitationForPortal) -> opening.Found:
        """Returns a live invitation in its owner's hand. Raises what `open` raises."""
        self._authentication.require_own_page(request, absent_is_fine=True)
        here = await self._find(request, asked)
        await self._require_owner(request, here, asked.family)
        return here

    async def _find(self, request: web.Request, asked: ShownInvitation) -> opening.Found:
        async with self._desk.store.read() as tx:
            invitation = await self._invitation(tx, asked)
            here = None if invitation is None else await opening.found(tx, invitation, self._desk.clock.now())
        if here is None:
            if asked.code is not None and codes.readings(asked.code):
                await self._tries.count(UNKNOWN_CODES, codes.readings(asked.code)[0], self._network(request))
            raise opening.does_not_open()
        return here

    async def _invitation(self, tx: Tx, asked: ShownInvitation) -> KeptInvitation | None:
        if asked.token is not None:
            return await tx.invitations.find(token_hash=self._hashes.of_token(asked.token))
        for code in codes.readings(asked.code or ""):
            if found := await tx.invitations.find(code_hash=self._hashes.of_code(code)):
                return found
        return None

    async def _require_owner(self, request: web.Request, here: opening.Found, family: str) -> None:
        """Counts a family name that does not fit. Raises what `opening.require_owner` raises, and TOO_MANY_ATTEMPTS."""
        counted = await self._tries.count(FAMILY_NAMES, here.invitation.id, self._network(request))
        try:
            opening.require_owner(here, family, self._desk.clock.now())
        except Refusal as refusal:
            if refusal.code is not Codes.INVITATION_DOES_NOT_OPEN:
                await self._tries.forgive(counted)
            raise
        await self._tries.forgive(counted)

    def _network(self, request: web.Request) -> str:
        return network(self._authentication.address(request))
