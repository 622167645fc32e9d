"""What a route is, and how a request becomes the call of a handler: signed in, parsed, bounded, answered."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from aiohttp import web
from pydantic import ValidationError

from channels.errors import Codes, Refusal
from channels.types import Input, Shape
from handlers.auth import Authentication
from handlers.parse import KEY, parse_json
from handlers.problems import invalid, is_name
from storage.logins import Login


class Access(Enum):
    """Who may call a route at all. What they may see there is decided by the action, through channels.policy."""

    PUBLIC = "public"  # anybody; nothing of the school is told
    SIGNED_IN = "signed_in"  # tells a person only of that person
    DIARY = "diary"
    JOURNAL = "journal"
    CHAT = "chat"
    CONTACT = "contact"
    FILE = "file"
    ANNOUNCEMENT = "announcement"
    SCHOOL_EVENT = "school_event"
    REPORT = "report"
    TICKET = "ticket"
    GROUP = "group"  # whoever looks after it, or may come into it
    CLASS = "class"
    SCHOOL = "school"
    NOTICE = "notice"  # whoever it is for
    BROWSER = "browser"  # whose it is


@dataclass(frozen=True)
class Call:
    """One request to a handler, parsed."""

    request: web.Request
    login: Login | None
    ids: Mapping[str, int]
    body: Input | None
    query: Input | None
    key: str | None

    @property
    def person(self) -> int:
        return self.signed_in.person

    @property
    def signed_in(self) -> Login:
        if self.login is None:
            raise Refusal(Codes.SIGN_IN_REQUIRED)
        return self.login


Handler = Callable[[Call], Awaitable[Shape | web.StreamResponse]]


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    handler: Handler
    summary: str
    access: Access
    answer: type[Shape] | None = None
    body: type[Input] | None = None
    query: type[Input] | None = None
    status: int = 200
    raw: str | None = None  # the type of a body that the handler reads itself, as it comes
    gives: str | None = None  # the type of an answer that is no JSON

    def fits(self, parts: Sequence[str]) -> bool:
        """Whether an address, cut at its slashes, is this route's."""
        own = self.path.split("/")
        return len(own) == len(parts) and all(
            one.startswith("{") or one == part for one, part in zip(own, parts, strict=True)
        )

    @property
    def writes(self) -> bool:
        return self.method not in ("GET", "HEAD")


ID = re.compile(r"[0-9]{1,18}")


def as_aiohttp(route: Route, authentication: Authentication) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The route's aiohttp handler. Signing in comes first: a stranger learns nothing, not even what is malformed."""

    async def handle(request: web.Request) -> web.StreamResponse:
        login = None if route.access is Access.PUBLIC else await authentication.signed_in(request)
        call = Call(
            request=request,
            login=login,
            ids=_ids(request),
            query=_query(route, request),
            body=await _body(route, request),
            key=_key(request) if route.writes else None,
        )
        answer = await route.handler(call)
        if isinstance(answer, web.StreamResponse):
            return answer
        return web.Response(
            text=answer.json_text,
            status=route.status,
            content_type="application/json",
            headers={"Cache-Control": "no-store"},
        )

    return handle


def _ids(request: web.Request) -> dict[str, int]:
    if not all(ID.fullmatch(value) for value in request.match_info.values()):
        raise Refusal(Codes.NOT_FOUND)
    return {name: int(value) for name, value in request.match_info.items()}


def _query(route: Route, request: web.Request) -> Input | None:
    given: dict[str, str] = {}
    for name, value in request.query.items():
        if name in given:
            raise Refusal(
                Codes.BAD_REQUEST,
                {"errors": [{"field": name if is_name(name) else "", "code": "bad_request", "hint": "repeated"}]},
            )
        given[name] = value
    if route.query is None:
        if given and route.access is not Access.PUBLIC:
            raise Refusal(
                Codes.BAD_REQUEST,
                {
                    "errors": [
                        {"field": n if is_name(n) else "", "code": "bad_request", "hint": "unknown"} for n in given
                    ]
                },
            )
        return None
    try:
        return route.query.model_validate_strings(given)
    except ValidationError as error:
        raise invalid(error) from None


async def _body(route: Route, request: web.Request) -> Input | None:
    if route.body is None:
        return None
    if request.content_type != "application/json":
        raise Refusal(Codes.UNSUPPORTED_TYPE)
    return parse_json(route.body, await request.read())


def _key(request: web.Request) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is not None and not KEY.fullmatch(key):
        raise Refusal(
            Codes.BAD_REQUEST,
            {"errors": [{"field": "Idempotency-Key", "code": "bad_request", "hint": "1-100 visible ASCII characters"}]},
        )
    return key
