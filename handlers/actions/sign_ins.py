"""One's own sign-ins and password."""

from datetime import datetime

from aiohttp import web
from pydantic import Field

from channels.errors import Codes, Refusal
from channels.types import Id, Input, Shape
from handlers.actions.action import Access, Action
from handlers.agents import agent_of
from handlers.auth import Authentication
from realtime.engine import Engine
from storage.logins import Login


class MyLogin(Shape):
    """One sign-in on one device. `system` and `browser` are empty if unknown.

    `shared`: on a shared computer, which keeps nothing. `current`: it is the one that asks.
    """

    id: Id
    system: str
    browser: str
    started_at: datetime
    seen_at: datetime
    shared: bool
    current: bool


class MyLogins(Shape):
    """Live sign-ins, the last seen first, and since when the password is what it is; null without one."""

    logins: list[MyLogin]
    password_changed_at: datetime | None


class NewPassword(Input):
    """The password as it is, none if there is none yet, and as it shall be."""

    current: str | None = Field(default=None, min_length=1, max_length=1000)
    new: str = Field(min_length=1, max_length=1000)

    checked_later = frozenset({"current", "new"})  # they are only hashed


async def my_logins(authentication: Authentication, login: Login) -> MyLogins:
    """Returns where the person is signed in."""
    return MyLogins(
        logins=[
            MyLogin(
                id=one.id,
                **agent_of(one.agent)._asdict(),
                started_at=one.started_at,
                seen_at=one.seen_at,
                shared=one.shared,
                current=one.id == login.id,
            )
            for one in await authentication.logins_of(login.person)
        ],
        password_changed_at=await authentication.password_changed_at(login.person),
    )


async def end_login(authentication: Authentication, engine: Engine, login: Login, ended: int) -> MyLogins:
    """Ends a sign-in of one's own, and its sockets. Raises NOT_FOUND for those of others and that have ended."""
    if not await authentication.end_own(login.person, ended):
        raise Refusal(Codes.NOT_FOUND)
    engine.close_login(ended)
    return await my_logins(authentication, login)


async def end_other_logins(authentication: Authentication, engine: Engine, login: Login) -> MyLogins:
    """Ends all sign-ins of one's own but the one that asks, and their sockets."""
    for ended in await authentication.end_others(login):
        engine.close_login(ended)
    return await my_logins(authentication, login)


async def change_password(
    request: web.Request, authentication: Authentication, engine: Engine, login: Login, asked: NewPassword
) -> MyLogins:
    """Changes the password, or chooses the first one; all other sign-ins end, with their sockets.

    Other devices are no longer known; passkeys stay.

    Raises WRONG_PASSWORD, TOO_MANY_ATTEMPTS, SIGN_IN_AGAIN, PASSWORD_LENGTH, PASSWORD_GUESSABLE.
    """
    for ended in await authentication.change_password(request, login, asked.current, asked.new):
        engine.close_login(ended)
    return await my_logins(authentication, login)


_LOGINS = "/api/me/logins"

SIGN_INS = (
    Action("my_logins", "GET", _LOGINS, Access.SIGNED_IN, "Where I am signed in", my_logins),
    Action("end_login", "DELETE", f"{_LOGINS}/{{login}}", Access.SIGNED_IN, "End one of my sign-ins", end_login),
    Action(
        "end_other_logins",
        "POST",
        f"{_LOGINS}/end-others",
        Access.SIGNED_IN,
        "End all my sign-ins but this one",
        end_other_logins,
    ),
    Action("change_password", "POST", "/api/me/password", Access.SIGNED_IN, "Change my password", change_password),
)
