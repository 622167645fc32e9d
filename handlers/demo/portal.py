"""A portal of the demo's own: a list of its people, of whom one tap signs one in. On this machine only."""

import base64
import html
import secrets
import time
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

import asyncpg
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey, OKPKey

from channels.portals.inputs import Claims
from handlers.letters.pages import language, page
from handlers.oidc.visits import challenge
from handlers.settings import Settings
from storage.logins import PostgresLogins

PATH, CLIENT = "/demo/portal", "zvonok-demo"
KEY_NAME = "demo-portal"
CODE_SECONDS, TOKEN_SECONDS = 60, 300
NAME_RU, NAME_EN = "Учебный портал", "Practice portal"
STRANGER = "stranger"  # somebody whom the portal knows and the school does not
_STRANGER = {
    "family_name": "Прохожева",
    "given_name": "Вера",
    "middle_name": "Никитична",
    "email": "vera@portal.example",
    "email_verified": True,
}
HEADERS = {"Cache-Control": "no-store"}

_TEXTS = {
    "ru": (NAME_RU, "Здесь нет паролей: выберите, кто входит.", "Посторонний, которого школа не знает"),
    "en": (NAME_EN, "There are no passwords here: choose who signs in.", "A stranger whom the school does not know"),
}


def is_served(settings: Settings) -> bool:
    """True where nobody but who sits at this machine can open it."""
    return settings.is_loopback and settings.public_url is None and not settings.behind_proxy and settings.port > 0


def issuer(settings: Settings) -> str:
    return f"http://localhost:{settings.port}{PATH}"


async def register_portal(pool: asyncpg.Pool, settings: Settings) -> None:
    """Adds the portal to the demo school, at the present address, with those of its people who are connected.

    One is left to connect: `demo.teacher2`.
    """
    if not is_served(settings):
        return
    async with pool.acquire() as connection, connection.transaction():
        portal = await connection.fetchval(
            "update portal set issuer = $2 where client_id = $1 and ended_at is null returning id",
            CLIENT,
            issuer(settings),
        )
        if portal is not None:
            return
        portal = await connection.fetchval(
            """
            insert into portal (school_id, name_ru, name_en, issuer, client_id, client_secret, scopes, claims, roles,
                                contacts_verified, matches, is_on, made_at)
            select id, $1, $2, $3, $4, '', '{openid,profile}', $5,
                   enum_range(null::role_name), false, true, true, now()
            from school order by id limit 1
            returning id
            """,
            NAME_RU,
            NAME_EN,
            issuer(settings),
            CLIENT,
            Claims().model_dump_json(),
        )
        await connection.execute(
            """
            insert into portal_account (portal_id, subject, person_id, bound_at)
            select $1, 'demo-' || person_id, person_id, now() from account
            where name like 'demo.%' and name <> 'demo.teacher2'
            """,
            portal,
        )


class DemoPortal:
    """Serves the portal where the demo school has registered it."""

    def __init__(self, pool: asyncpg.Pool, settings: Settings) -> None:
        self._pool = pool
        self._issuer = issuer(settings)
        self._origins = settings.origins

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(f"{PATH}/.well-known/openid-configuration", self._discovery),
            web.get(f"{PATH}/keys", self._keys),
            web.get(f"{PATH}/authorize", self._authorize),
            web.post(f"{PATH}/token", self._token),
            web.get(f"{PATH}/logout", self._logout),
        ]

    async def _discovery(self, request: web.Request) -> web.Response:
        await self._require(request)
        return web.json_response(
            {
                "issuer": self._issuer,
                "authorization_endpoint": f"{self._issuer}/authorize",
                "token_endpoint": f"{self._issuer}/token",
                "jwks_uri": f"{self._issuer}/keys",
                "end_session_endpoint": f"{self._issuer}/logout",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["Ed25519"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["none"],
                "authorization_response_iss_parameter_supported": True,
            }
        )

    async def _keys(self, request: web.Request) -> web.Response:
        key = await self._require(request)
        return web.json_response({"keys": [signing_key(key).as_dict(private=False)]})

    async def _authorize(self, request: web.Request) -> web.Response:
        """Lists the people; sends back, with a code, who has chosen one."""
        key, asked = await self._require(request), request.query
        back = asked.get("redirect_uri", "")
        if not self._is_ours(back) or asked.get("client_id") != CLIENT or asked.get("code_challenge_method") != "S256":
            raise web.HTTPBadRequest
        chosen = asked.get("person")
        if chosen is None:
            return await self._people(request)
        code = jwt.encode(
            {"alg": "HS256"},
            {
                "sub": chosen,
                "nonce": asked.get("nonce", ""),
                "challenge": asked.get("code_challenge", ""),
                "redirect_uri": back,
                "exp": int(time.time()) + CODE_SECONDS,
            },
            OctKey.import_key(key),
        )
        said = urlencode({"code": code, "state": asked.get("state", ""), "iss": self._issuer})
        return web.Response(status=303, headers={"Location": f"{back}?{said}", **HEADERS})

    async def _people(self, request: web.Request) -> web.Response:
        head, text, stranger = _TEXTS[language(request)]
        rows = await self._pool.fetch(
            """
            select 'demo-' || p.id as subject, a.name as login, concat_ws(' ', p.family_name, p.given_name) as name
            from account a join person p on p.id = a.person_id where a.name like 'demo.%' order by a.name
            """
        )
        people = [(row["subject"], f"{row['name']} ({row['login']})") for row in rows]
        links = "".join(
            f'<p><a class="btn" href="?{html.escape(urlencode({**request.query, "person": subject}))}">'
            f"{html.escape(name)}</a></p>"
            for subject, name in [*people, (STRANGER, stranger)]
        )
        return page(request, head, f"<p>{text}</p>{links}")

    async def _token(self, request: web.Request) -> web.Response:
        """Gives an ID token for a code to whoever knows the verifier of its challenge."""
        key, form = await self._require(request), await request.post()
        try:
            said = jwt.decode(str(form.get("code", "")), OctKey.import_key(key), algorithms=["HS256"]).claims
        except (JoseError, ValueError):
            said = {}
        fits = (
            said.get("challenge") == challenge(str(form.get("code_verifier", "")))
            and said.get("redirect_uri") == form.get("redirect_uri")
            and form.get("client_id") == CLIENT
            and said.get("exp", 0) > time.time()
        )
        if not fits:
            return web.json_response({"error": "invalid_grant"}, status=400, headers=HEADERS)
        token = await self._id_token(key, said)
        answer = {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "id_token": token}
        return web.json_response(answer, headers=HEADERS)

    async def _id_token(self, key: bytes, said: Mapping[str, object]) -> str:
        row = await self._pool.fetchrow(
            "select family_name, given_name, middle_name from person where 'demo-' || id = $1", said["sub"]
        )
        names = _STRANGER if row is None else {name: row[name] for name in ("family_name", "given_name", "middle_name")}
        now = int(time.time())
        claims = {
            "iss": self._issuer,
            "aud": CLIENT,
            "sub": said["sub"],
            "nonce": said["nonce"],
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            **names,
        }
        signing = signing_key(key)
        return jwt.encode({"alg": "Ed25519", "kid": signing.kid}, claims, signing, registry=_REGISTRY)

    async def _logout(self, request: web.Request) -> web.Response:
        await self._require(request)
        back = request.query.get("post_logout_redirect_uri", "")
        if not any(back == f"{origin}/sign-in" for origin in self._origins):
            raise web.HTTPBadRequest
        return web.Response(status=303, headers={"Location": back, **HEADERS})

    def _is_ours(self, back: str) -> bool:
        parts = urlsplit(back)
        path = parts.path.split("/")
        is_callback = path[:2] == ["", "portals"] and path[3:] == ["callback"] and not parts.query
        return f"{parts.scheme}://{parts.netloc}" in self._origins and is_callback

    async def _require(self, request: web.Request) -> bytes:
        """Returns the portal's key. Raises 404 where there is no demo, and for who opens it by another name."""
        if f"http://{request.host}" not in self._origins or not await self._pool.fetchval(
            "select exists (select from portal where client_id = $1 and issuer = $2 and ended_at is null)",
            CLIENT,
            self._issuer,
        ):
            raise web.HTTPNotFound
        return await PostgresLogins(self._pool).secret(KEY_NAME)


def signing_key(secret: bytes) -> OKPKey:
    """Returns the key that signs ID tokens, the same in all processes."""
    public = Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    pair = {name: base64.urlsafe_b64encode(raw).rstrip(b"=").decode() for name, raw in (("d", secret), ("x", public))}
    return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "kid": "demo", "use": "sig", **pair})


_REGISTRY = jws.JWSRegistry(algorithms=["Ed25519"])
