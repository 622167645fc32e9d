"""Signing in and out, and the person signed in."""

from aiohttp import web
from pydantic import Field

from channels.notices.new_devices import tell_new_device
from channels.people import Me
from channels.second_factor.model import Code
from channels.store import Desk, Store, viewer_of
from channels.types import Id, Input, Shape
from handlers.actions.action import Access, Action
from handlers.agents import agent_of
from handlers.auth import Authentication, ConnectionTokens, Entered
from handlers.cookies import clear_cookies, set_cookies
from realtime.engine import Engine
from storage.logins import Login


class Credentials(Input):
    """Name of an account, or a mail address or telephone number of its person, and the password.

    `code`: of a second factor, for who has one. `person`: which of several. `shared`: on a shared computer, which keeps
    nothing.
    """

    login: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=1, max_length=1000)
    code: Code | None = None
    person: Id | None = None
    shared: bool = False

    checked_later = frozenset({"password"})  # it is only hashed


class Token(Shape):
    token: str


class MyChanges(Input):
    share_seen: bool


async def sign_in(request: web.Request, desk: Desk, authentication: Authentication, asked: Credentials) -> web.Response:
    entered = await authentication.sign_in(
        request, asked.login, asked.password, code=asked.code, person=asked.person, shared=asked.shared
    )
    await tell_of_device(desk, request, entered)
    return signed_in_response(entered)


def signed_in_response(entered: Entered) -> web.Response:
    """Returns the answer for somebody who has just signed in: `Token`, and the cookies."""
    response = web.Response(
        text=Token(token=entered.token).model_dump_json(),
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
    set_cookies(response, entered.token, entered.device)
    return response


async def tell_of_device(desk: Desk, request: web.Request, entered: Entered) -> None:
    """Mails who has signed in on a device that is new to them."""
    if entered.is_new:
        agent = agent_of(request.headers.get("User-Agent", ""))
        await tell_new_device(desk, entered.person, agent.system, agent.browser)


async def sign_out(authentication: Authentication, engine: Engine, login: Login) -> web.Response:
    """Ends the login first, so that a socket closed here cannot come back with it."""
    await authentication.sign_out(login)
    engine.close_login(login.id)
    response = web.Response(status=204, headers={"Cache-Control": "no-store"})
    clear_cookies(response)
    return response


async def connection_token(tokens: ConnectionTokens, login: Login) -> Token:
    return Token(token=tokens.issue(login))


async def me(store: Store, person: int) -> Me:
    async with store.read() as tx:
        return await tx.people.me(await viewer_of(tx, person))


async def change_me(store: Store, person: int, asked: MyChanges) -> Me:
    async with store.begin() as tx:
        await tx.people.set_share_seen(person, asked.share_seen)
        return await tx.people.me(await viewer_of(tx, person))


LOGIN = (
    Action("sign_in", "POST", "/api/login", Access.PUBLIC, "Sign in", sign_in, gives=Token),
    Action(
        "sign_out",
        "POST",
        "/api/logout",
        Access.SIGNED_IN,
        "End this login and its sockets",
        sign_out,
        status=204,
        sets_up=True,
    ),
    Action(
        "connection_token",
        "POST",
        "/api/realtime/token",
        Access.SIGNED_IN,
        "A connection token for the socket",
        connection_token,
    ),
    Action("me", "GET", "/api/me", Access.SIGNED_IN, "Who I am", me, sets_up=True),
    Action("change_me", "PATCH", "/api/me", Access.SIGNED_IN, "Change my settings", change_me),
)
