"""Passkeys: one's own, and getting in with them."""

from collections.abc import Sequence

from aiohttp import web

from channels.passkeys import keeping
from channels.passkeys.inputs import (
    CREDENTIAL_ALGORITHMS,
    InvitationForPasskey,
    InvitationWithPasskey,
    MadeCredential,
    PresentPassword,
    UsedCredential,
)
from channels.passkeys.ports import KeptPasskey, Transport
from channels.people import Name
from channels.second_factor.keeping import my_second_factor
from channels.store import Desk
from channels.types import Id, Moment, Shape
from handlers.actions.action import Access, Action
from handlers.actions.invitations import EnteredByInvitation, entered_response
from handlers.actions.login import Token, signed_in_response, tell_of_device
from handlers.agents import agent_of
from handlers.auth import Authentication
from handlers.invitations import Onboarding
from handlers.passkey_proofs import RelyingParty, written
from handlers.passkeys import Passkeys, user_handle
from realtime.engine import Engine
from storage.logins import Login


class MyPasskey(Shape):
    """One passkey. `system` and `browser`, with which it was made, are empty if unknown."""

    id: Id
    system: str
    browser: str
    made_at: Moment
    used_at: Moment | None


class MyPasskeys(Shape):
    """Passkeys, the oldest first. `origin`: where pages may use them; null if they work nowhere here.

    `has_code`: whoever adds one shows a code of the second factor.
    """

    passkeys: list[MyPasskey]
    has_password: bool
    has_code: bool
    origin: str | None


class KnownCredential(Shape):
    """A credential of which its device shall not make a second one."""

    id: str
    transports: list[Transport]


class CredentialToMake(Shape):
    """Options with which a browser makes a credential: `PublicKeyCredentialCreationOptions` of WebAuthn in our words.

    Bytes are in base64url. The credential shall be discoverable, user verification is preferred, attestation is none.
    """

    challenge: str
    rp_id: str
    user_handle: str
    user_name: str
    algorithms: list[int]
    known: list[KnownCredential]


class CredentialToUse(Shape):
    """Options with which a browser asks for a signature: `PublicKeyCredentialRequestOptions` of WebAuthn.

    Any discoverable credential will do: nobody is told of those that there are."""

    challenge: str
    rp_id: str


async def my_passkeys(desk: Desk, authentication: Authentication, passkeys: Passkeys, person: int) -> MyPasskeys:
    return MyPasskeys(
        passkeys=[
            MyPasskey(id=one.id, **agent_of(one.agent)._asdict(), made_at=one.made_at, used_at=one.used_at)
            for one in await keeping.passkeys_of(desk, person)
        ],
        has_password=await authentication.password_changed_at(person) is not None,
        has_code=(await my_second_factor(desk, person)).set_at is not None,
        origin=None if passkeys.party is None else passkeys.party.origin,
    )


async def start_passkey(
    request: web.Request, desk: Desk, passkeys: Passkeys, login: Login, asked: PresentPassword
) -> CredentialToMake:
    """Returns the options for a passkey of one's own.

    Raises WRONG_PASSWORD, SECOND_FACTOR_WRONG, TOO_MANY_ATTEMPTS, SIGN_IN_AGAIN, TOO_MANY_PASSKEYS and PASSKEY_FAILED.
    """
    challenge, held = await passkeys.challenge_to_add(request, login, asked.password, asked.code)
    async with desk.store.read() as tx:
        name = (await tx.people.ref(login.person)).name
    return _to_make(passkeys.required_party, challenge, login.person, name, held)


async def add_passkey(
    request: web.Request,
    desk: Desk,
    authentication: Authentication,
    passkeys: Passkeys,
    login: Login,
    asked: MadeCredential,
) -> MyPasskeys:
    """Adds a passkey of one's own. Raises PASSKEY_FAILED and TOO_MANY_PASSKEYS."""
    await passkeys.add(request, login, asked)
    return await my_passkeys(desk, authentication, passkeys, login.person)


async def remove_passkey(
    request: web.Request, desk: Desk, authentication: Authentication, passkeys: Passkeys, login: Login, passkey: int
) -> MyPasskeys:
    """Ends a passkey of one's own; sign-ins stay. Raises NOT_FOUND for those of others and that have ended."""
    await keeping.remove(desk, login.person, passkey)
    await authentication.renew(request, login)
    return await my_passkeys(desk, authentication, passkeys, login.person)


async def start_passkey_sign_in(request: web.Request, passkeys: Passkeys) -> CredentialToUse:
    challenge = await passkeys.challenge_to_sign_in(request)
    return CredentialToUse(challenge=written(challenge), rp_id=passkeys.required_party.id)


async def sign_in_with_passkey(
    request: web.Request, desk: Desk, passkeys: Passkeys, asked: UsedCredential
) -> web.Response:
    entered = await passkeys.sign_in(request, asked)
    await tell_of_device(desk, request, entered)
    return signed_in_response(entered)


async def start_invitation_passkey(
    request: web.Request, onboarding: Onboarding, passkeys: Passkeys, asked: InvitationForPasskey
) -> CredentialToMake:
    """Returns the options for the passkey of who is invited; uses nothing up."""
    challenge, invitee = await onboarding.challenge(request, asked)
    return _to_make(passkeys.required_party, challenge, invitee.person, invitee.name, [])


async def use_invitation_with_passkey(
    request: web.Request, desk: Desk, onboarding: Onboarding, engine: Engine, asked: InvitationWithPasskey
) -> web.Response:
    """Lets the person in, from now on with this passkey and no password; logins that ended lose their sockets."""
    entered, given = await onboarding.use_with_passkey(request, asked)
    await tell_of_device(desk, request, entered)
    for ended in given.ended:
        engine.close_login(ended)
    return entered_response(entered, given.login)


def _to_make(
    party: RelyingParty, challenge: bytes, person: int, name: Name, held: Sequence[KeptPasskey]
) -> CredentialToMake:
    return CredentialToMake(
        challenge=written(challenge),
        rp_id=party.id,
        user_handle=written(user_handle(person)),
        user_name=" ".join(part for part in (name.given, name.family) if part),
        algorithms=list(CREDENTIAL_ALGORITHMS),
        known=[KnownCredential(id=written(one.credential_id), transports=list(one.transports)) for one in held],
    )


_PASSKEYS = "/api/me/passkeys"

PASSKEYS = (
    Action("my_passkeys", "GET", _PASSKEYS, Access.SIGNED_IN, "My passkeys", my_passkeys, sets_up=True),
    Action(
        "start_passkey",
        "POST",
        f"{_PASSKEYS}/start",
        Access.SIGNED_IN,
        "What a passkey of mine is made of",
        start_passkey,
        sets_up=True,
    ),
    Action("add_passkey", "POST", _PASSKEYS, Access.SIGNED_IN, "Add a passkey", add_passkey, status=201, sets_up=True),
    Action(
        "remove_passkey",
        "DELETE",
        f"{_PASSKEYS}/{{passkey}}",
        Access.SIGNED_IN,
        "Remove one of my passkeys",
        remove_passkey,
    ),
    Action(
        "start_passkey_sign_in",
        "POST",
        "/api/login/passkey/start",
        Access.PUBLIC,
        "What a passkey has to sign",
        start_passkey_sign_in,
    ),
    Action(
        "sign_in_with_passkey",
        "POST",
        "/api/login/passkey",
        Access.PUBLIC,
        "Sign in with a passkey",
        sign_in_with_passkey,
        gives=Token,
    ),
    Action(
        "start_invitation_passkey",
        "POST",
        "/api/invitations/passkey/start",
        Access.PUBLIC,
        "What the passkey of who is invited is made of",
        start_invitation_passkey,
    ),
    Action(
        "use_invitation_with_passkey",
        "POST",
        "/api/invitations/passkey",
        Access.PUBLIC,
        "Come in by an invitation with a passkey",
        use_invitation_with_passkey,
        gives=EnteredByInvitation,
    ),
)
