"""A portal that does as it should, or as a test tells it, and browsers that go there and come back."""

import asyncio
import base64
import hashlib
import json
import secrets
import time
import warnings
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote_plus, urlsplit

from aiohttp import BasicAuth, web
from joserfc import jws
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, Key
from joserfc.registry import HeaderParameter

from handlers.oidc.tokens import LOGOUT_EVENT
from realtime.transports.listener import stop_accepting
from tests.support.serving import Answer, Served, free_port

Claims = dict[str, Any]
CLIENT, SECRET = "zvonok-of-school-7", "secret-of:the+client"


_REGISTRY = jws.JWSRegistry(
    header_registry={"of_ours": HeaderParameter("something that the reader has to know", "int")},
    algorithms=["RS256", "PS256", "ES256", "EdDSA"],
)


def new_key(name: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": name, "use": "sig", "alg": "ES256"})


@dataclass
class Portal:
    """`claims`, `header`, `signed` and `answers` change what it says: they are its faults."""

    port: int
    clients: dict[str, str] = field(default_factory=lambda: {CLIENT: SECRET})
    key: Key = field(default_factory=lambda: new_key("first"))
    published: list[Key] = field(default_factory=list)
    claims: Callable[[Claims], Claims] = lambda claims: claims
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "ES256"})
    signed: Callable[[str], object] = lambda token: token
    answers: dict[str, Callable[[], web.StreamResponse]] = field(default_factory=dict)
    discovery: Claims = field(default_factory=dict)
    user_info: Claims = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    codes: dict[str, tuple[Claims, Claims]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.published = self.published or [self.key]

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def rotate(self, name: str) -> None:
        self.key = new_key(name)
        self.published = [self.key]

    def sign_in(self, address: str, subject: str, **claims: Any) -> str:
        """Signs somebody in whose browser was sent here; returns where it is sent back to."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["client_id"] in self.clients
        code = secrets.token_urlsafe(16)
        self.codes[code] = (asked, {"sub": subject, **claims})
        return f"{asked['redirect_uri']}?code={code}&state={asked['state']}"

    def token(self, claims: Claims, header: dict[str, Any] | None = None) -> object:
        header = {"kid": self.key.kid} | self.header | (header or {})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SecurityWarning)
            return self.signed(jws.serialize_compact(header, json.dumps(claims), self.key, registry=_REGISTRY))

    def id_token(self, asked: Claims, more: Claims) -> object:
        now = int(time.time())
        usual = {"iss": self.issuer, "aud": asked["client_id"], "iat": now, "exp": now + 300}
        return self.token(self.claims({**usual, "nonce": asked["nonce"], **more}))

    def logout_token(self, client: str = CLIENT, **claims: Any) -> object:
        now = int(time.time())
        usual = {"iss": self.issuer, "aud": client, "iat": now, "exp": now + 120, "jti": secrets.token_urlsafe(8)}
        said = {**usual, "events": {LOGOUT_EVENT: {}}, **claims}
        return self.token({name: value for name, value in said.items() if value is not None}, {"typ": "logout+jwt"})

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/.well-known/openid-configuration", self._asked(self._discovery))
        app.router.add_get("/keys", self._asked(self._keys))
        app.router.add_post("/token", self._asked(self._token))
        app.router.add_get("/userinfo", self._asked(self._user_info))
        return app

    def _asked(self, answer: Callable[[web.Request], Any]) -> Callable[[web.Request], Any]:
        async def handler(request: web.Request) -> web.StreamResponse:
            self.asked.append(request.path)
            fault = self.answers.get(request.path)
            found: web.StreamResponse = fault() if fault else await answer(request)
            return found

        return handler

    async def _discovery(self, request: web.Request) -> web.Response:
        said = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "end_session_endpoint": f"{self.issuer}/logout",
            **self.discovery,
        }
        return web.json_response({name: value for name, value in said.items() if value is not None})

    async def _keys(self, request: web.Request) -> web.Response:
        return web.json_response({"keys": [key.as_dict(private=False) for key in self.published]})

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        asked, claims = self.codes.pop(str(form["code"]), ({}, {}))
        verifier = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        fits = asked.get("code_challenge") == base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        if not fits or asked["redirect_uri"] != form["redirect_uri"] or not self._is_client(request, asked):
            return web.json_response({"error": "invalid_grant"}, status=400)
        return web.json_response(
            {
                "access_token": f"access-{claims['sub']}",
                "token_type": "Bearer",
                "id_token": self.id_token(asked, claims),
            }
        )

    def _is_client(self, request: web.Request, asked: Claims) -> bool:

        given = BasicAuth.decode(request.headers["Authorization"])
        client = unquote_plus(given.login)
        return client == asked["client_id"] and self.clients.get(client) == unquote_plus(given.password)

    async def _user_info(self, request: web.Request) -> web.Response:
        subject = request.headers["Authorization"].removeprefix("Bearer access-")
        return web.json_response({"sub": subject, **self.user_info})


@asynccontextmanager
async def portal_here(port: int | None = None) -> AsyncIterator[Portal]:
    portal = Portal(port or free_port())
    runner = web.AppRunner(portal.application(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    assert runner.server is not None
    server = await asyncio.get_running_loop().create_server(runner.server, "127.0.0.1", portal.port)
    yield portal
    await stop_accepting(server)
    await runner.cleanup()


def settings_of(portal: Portal, **more: Any) -> Claims:
    """What an admin types."""
    return {
        "name_ru": "Городской портал",
        "name_en": "City portal",
        "issuer": portal.issuer,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "roles": ["student", "guardian", "teacher", "admin"],
        "matches": True,
        "is_on": True,
        **more,
    }


@dataclass
class Browser:
    """A browser with its cookies, at our pages."""

    served: Served
    cookies: dict[str, str] = field(default_factory=dict)

    async def post(self, path: str, body: Claims) -> Answer:
        return await self._ask("POST", self.served.base + path, json.dumps(body).encode())

    async def open(self, address: str) -> Answer:
        """Opens an address, and no further one that it leads to."""
        return await self._ask("GET", address, None)

    async def depart(self, portal: str, **more: Any) -> str:
        """Where the portal is, with what we ask it."""
        answer = await self.post("/api/login/portal", {"portal": portal, **more})
        assert answer.status == 200, answer.body
        address: str = answer.body["address"]
        return address

    async def _ask(self, method: str, address: str, data: bytes | None) -> Answer:
        headers = {}
        if data is not None:
            headers = {"Content-Type": "application/json", "Origin": self.served.base}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        async with self.served.http.request(
            method, address, data=data, headers=headers, allow_redirects=False
        ) as answer:
            for name, morsel in answer.cookies.items():
                self.cookies[name] = morsel.value
            text = await answer.text()
            body = json.loads(text) if "json" in answer.content_type and text else text or None
            return Answer(answer.status, body, answer.headers)


def cause_of(answer: Answer) -> str | None:
    """What the page says that somebody is sent to from a portal; None if they are in."""
    assert answer.status == 303, answer.body
    place = urlsplit(answer.headers["Location"])
    assert place.netloc == ""
    causes = parse_qs(place.query).get("portal")
    return causes[0] if causes else None


OLGA: Claims = {
    "family_name": "Соколова",
    "given_name": "Ольга",
    "middle_name": "Сергеевна",
    "email": "olga@mail.example",
    "email_verified": True,
}
SUBJECT = "3e0a-subject-of-olga"


async def come(
    served: Served, portal: Portal, number: str, subject: str = SUBJECT, **claims: Any
) -> tuple[Browser, Answer]:
    """A browser that has been at the portal, and what it gets when it comes back."""
    browser = Browser(served)
    back = portal.sign_in(await browser.depart(number), subject, **claims)
    return browser, await browser.open(back)


async def who(browser: Browser) -> str:
    answer = await browser.open(f"{browser.served.base}/api/me")
    assert answer.status == 200, answer.body
    name: str = answer.body["person"]["name"]["given"]
    return name


async def logins(served: Served) -> int:
    found: int = await served.server.pool.fetchval("select count(*) from login where agent <> 'test'")
    return found
