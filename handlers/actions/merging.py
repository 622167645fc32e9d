"""Merging of two sign-ins, by their owner or by two people of the office."""

from aiohttp import web
from pydantic import Field

from channels.errors import Codes, Refusal
from channels.merging import office, own
from channels.merging.shapes import MergePreview, MyMerges, SchoolMerges
from channels.passkeys.inputs import PresentPassword, UsedCredential
from channels.second_factor.model import Code
from channels.store import Desk
from channels.types import Id, Input
from handlers.actions.action import Access, Action
from handlers.auth import Authentication
from handlers.passkeys import Passkeys
from realtime.engine import Engine
from storage.logins import Login


class ShownSignIn(Input):
    """The other sign-in, as one would sign in with it: `login` also by mail address or telephone number.

    `code`: of a second factor. `person`: which of several.
    """

    login: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=1, max_length=1000)
    code: Code | None = None
    person: Id | None = None

    checked_later = frozenset({"password"})  # it is only hashed


async def show_other_sign_in(
    request: web.Request, desk: Desk, authentication: Authentication, login: Login, asked: ShownSignIn
) -> MergePreview:
    """Returns what joins. Raises what signing in raises, as it is said to who is in already, and MERGE_SAME."""
    try:
        proven = await authentication.prove_sign_in(request, asked.login, asked.password, asked.code, asked.person)
    except Refusal as refusal:
        raise _to_who_is_in(refusal) from None
    return await own.show(desk, login.person, proven.person)


async def show_other_passkey(
    request: web.Request, desk: Desk, passkeys: Passkeys, login: Login, asked: UsedCredential
) -> MergePreview:
    """Returns what joins. Raises what signing in with a passkey raises, and MERGE_SAME."""
    try:
        proven = await passkeys.prove(request, asked)
    except Refusal as refusal:
        raise _to_who_is_in(refusal) from None
    return await own.show(desk, login.person, proven.person)


async def join_sign_ins(
    request: web.Request, desk: Desk, authentication: Authentication, engine: Engine, login: Login, merge: int
) -> MyMerges:
    """Joins the other sign-in, whose logins end, with their sockets."""
    for ended in await own.join(desk, login.person, merge):
        engine.close_login(ended)
    await authentication.renew(request, login)
    return await own.my_merges(desk, login.person)


async def undo_my_merge(
    request: web.Request, desk: Desk, authentication: Authentication, login: Login, merge: int, asked: PresentPassword
) -> MyMerges:
    """Undoes a merge into oneself. Raises what `require_proof` and `require_own_code` raise, NOT_FOUND, MERGE_OVER."""
    await authentication.require_proof(request, login, asked.password)
    await authentication.require_own_code(request, login.person, asked.code)
    await own.undo(desk, login.person, merge)
    await authentication.renew(request, login)
    return await own.my_merges(desk, login.person)


async def confirm_merge(desk: Desk, engine: Engine, person: int, school: int, merge: int) -> SchoolMerges:
    """Makes a merge that somebody else has proposed; the logins of who leads there end, with their sockets."""
    answer, ended = await office.confirm_merge(desk, person, school, merge)
    for login in ended:
        engine.close_login(login)
    return answer


def _to_who_is_in(refusal: Refusal) -> Refusal:
    """Returns what a failed sign-in is to somebody who is signed in: no end of their own."""
    said = {Codes.SIGN_IN_FAILED: Codes.WRONG_PASSWORD, Codes.SECOND_FACTOR_NEEDED: Codes.SECOND_FACTOR_WRONG}
    return Refusal(said.get(refusal.code, refusal.code), refusal.data)


_MINE = "/api/me/merges"
_MERGE = f"{_MINE}/{{merge}}"
_OF_SCHOOL = "/api/schools/{school}/merges"
_ONE = f"{_OF_SCHOOL}/{{merge}}"

MERGING = (
    Action("my_merges", "GET", _MINE, Access.SIGNED_IN, "Sign-ins joined to mine", own.my_merges),
    Action(
        "show_other_sign_in",
        "POST",
        _MINE,
        Access.SIGNED_IN,
        "Show another sign-in of mine, and see what joins",
        show_other_sign_in,
        status=201,
    ),
    Action(
        "show_other_passkey",
        "POST",
        f"{_MINE}/passkey",
        Access.SIGNED_IN,
        "Show another sign-in of mine by its passkey",
        show_other_passkey,
        status=201,
    ),
    Action("join_sign_ins", "POST", f"{_MERGE}/join", Access.SIGNED_IN, "Join it to mine", join_sign_ins),
    Action("undo_my_merge", "POST", f"{_MERGE}/undo", Access.SIGNED_IN, "Have them apart again", undo_my_merge),
    Action("merges", "GET", _OF_SCHOOL, Access.SCHOOL, "People who were made one, or shall be", office.merges),
    Action(
        "preview_merge",
        "GET",
        f"{_OF_SCHOOL}/preview",
        Access.SCHOOL,
        "What a merge of two would join",
        office.preview_merge,
    ),
    Action(
        "propose_merge",
        "POST",
        _OF_SCHOOL,
        Access.SCHOOL,
        "Propose that two are one",
        office.propose_merge,
        status=201,
    ),
    Action("confirm_merge", "POST", f"{_ONE}/confirm", Access.SCHOOL, "Confirm what a colleague says", confirm_merge),
    Action("decline_merge", "POST", f"{_ONE}/decline", Access.SCHOOL, "Say that they are two", office.decline_merge),
    Action("undo_merge", "POST", f"{_ONE}/undo", Access.SCHOOL, "Have two people apart again", office.undo_merge),
)
