"""Actions by REST: signs in, parses and bounds a request, and answers it."""

import re
from collections.abc import Awaitable, Callable

from aiohttp import web
from pydantic import ValidationError

from channels.errors import Codes, Refusal
from channels.types import Input
from handlers.actions.action import KEY, Access, Action, Call, Parts
from handlers.auth import Authentication
from handlers.parse import parse_json
from handlers.problems import invalid, is_name

ID = re.compile(r"[0-9]{1,18}")


def as_aiohttp(
    action: Action, parts: Parts, authentication: Authentication
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Returns the action's aiohttp handler. Signing in comes first: strangers do not even learn what is malformed."""
    run = action.bind(parts)

    async def handle(request: web.Request) -> web.StreamResponse:
        is_public = action.access is Access.PUBLIC
        login = None if is_public else await authentication.signed_in(request, limited_is_fine=action.sets_up)
        ids = _ids(action, request)
        query = _query(action, request)
        body = await _body(action, request)
        key = _key(request) if action.writes else None
        answer = await run(Call(login, ids, query or body, key, request))
        if isinstance(answer, web.StreamResponse):
            return answer
        return web.Response(
            text=answer.json_text,
            status=action.status,
            content_type="application/json",
            headers={"Cache-Control": "no-store"},
        )

    return handle


def _ids(action: Action, request: web.Request) -> tuple[int, ...]:
    given = [request.match_info[name] for name in action.ids]
    if not all(ID.fullmatch(value) for value in given):
        raise Refusal(Codes.NOT_FOUND)
    return tuple(map(int, given))


def _query(action: Action, request: web.Request) -> Input | None:
    given: dict[str, str] = {}
    for name, value in request.query.items():
        if name in given:
            raise _wrong(name, hint="repeated")
        given[name] = value
    if action.query is None:
        if given and action.access is not Access.PUBLIC:
            raise _wrong(*given, hint="unknown")
        return None
    try:
        return action.query.model_validate_strings(given)
    except ValidationError as error:
        raise invalid(error) from None


def _wrong(*names: str, hint: str) -> Refusal:
    errors = [{"field": name if is_name(name) else "", "code": "bad_request", "hint": hint} for name in names]
    return Refusal(Codes.BAD_REQUEST, {"errors": errors})


async def _body(action: Action, request: web.Request) -> Input | None:
    if action.body is None:
        return None
    if request.content_type != "application/json":
        raise Refusal(Codes.UNSUPPORTED_TYPE)
    return parse_json(action.body, await request.read())


def _key(request: web.Request) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is not None and not KEY.fullmatch(key):
        raise Refusal(
            Codes.BAD_REQUEST,
            {"errors": [{"field": "Idempotency-Key", "code": "bad_request", "hint": "1-100 visible ASCII characters"}]},
        )
    return key
