"""Signing in and out, and who I am."""

from dataclasses import dataclass

from aiohttp import web
from pydantic import Field

from channels.people import Me
from channels.store import Store, viewer_of
from channels.types import Input, Shape
from handlers.auth import Authentication, ConnectionTokens, clear_cookie, set_cookies
from handlers.routing import Call
from realtime.engine import Engine


class Credentials(Input):
    login: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=1, max_length=1000)

    checked_later = frozenset({"password"})  # it is only hashed


class Token(Shape):
    token: str


class MyChanges(Input):
    share_seen: bool


@dataclass(frozen=True)
class LoginHandlers:
    authentication: Authentication
    tokens: ConnectionTokens
    store: Store
    engine: Engine

    async def sign_in(self, call: Call) -> web.Response:
        assert isinstance(call.body, Credentials)
        entered = await self.authentication.sign_in(call.request, call.body.login, call.body.password)
        response = web.Response(
            text=Token(token=entered.token).model_dump_json(),
            content_type="application/json",
            headers={"Cache-Control": "no-store"},
        )
        set_cookies(response, entered)
        return response

    async def sign_out(self, call: Call) -> web.Response:
        """The login ends first, so that a socket closed here cannot come back with it."""
        await self.authentication.sign_out(call.signed_in)
        self.engine.close_login(call.signed_in.id)
        response = web.Response(status=204, headers={"Cache-Control": "no-store"})
        clear_cookie(response)
        return response

    async def connection_token(self, call: Call) -> Token:
        return Token(token=self.tokens.issue(call.signed_in))

    async def me(self, call: Call) -> Me:
        async with self.store.read() as tx:
            return await tx.people.me(await viewer_of(tx, call.person))

    async def change_me(self, call: Call) -> Me:
        assert isinstance(call.body, MyChanges)
        async with self.store.begin() as tx:
            await tx.people.set_share_seen(call.person, call.body.share_seen)
            return await tx.people.me(await viewer_of(tx, call.person))
