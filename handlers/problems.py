"""Errors on HTTP: RFC 9457 problems, from the one catalogue."""

import logging
import traceback
from http import HTTPStatus
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler
from pydantic import ValidationError

from channels.errors import Codes, Reason, Refusal
from handlers.wording import language_of, wording

log = logging.getLogger("zvonok.http")

STATUS: dict[Reason, HTTPStatus] = {
    Reason.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    Reason.UNAUTHENTICATED: HTTPStatus.UNAUTHORIZED,
    Reason.FORBIDDEN: HTTPStatus.FORBIDDEN,
    Reason.NOT_FOUND: HTTPStatus.NOT_FOUND,
    Reason.GONE: HTTPStatus.GONE,
    Reason.CONFLICT: HTTPStatus.CONFLICT,
    Reason.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Reason.TOO_MANY: HTTPStatus.TOO_MANY_REQUESTS,
    Reason.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
}
# Statuses that HTTP itself has a better word for.
OWN_STATUS = {
    Codes.BAD_REQUEST.name: HTTPStatus.BAD_REQUEST,
    Codes.METHOD_NOT_ALLOWED.name: HTTPStatus.METHOD_NOT_ALLOWED,
    Codes.UNSUPPORTED_TYPE.name: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
}
FROM_HTTP = {
    401: Codes.SIGN_IN_REQUIRED,
    403: Codes.FORBIDDEN,
    404: Codes.NOT_FOUND,
    405: Codes.METHOD_NOT_ALLOWED,
    413: Codes.TOO_LARGE,
    415: Codes.UNSUPPORTED_TYPE,
    503: Codes.UNAVAILABLE,
}


def problem(refusal: Refusal, request: web.BaseRequest) -> web.Response:
    code = refusal.code
    status = OWN_STATUS.get(code.name, STATUS[code.reason])
    language = language_of(request.headers.get("Accept-Language", ""))
    title, detail = wording(code.name, language)
    errors = [{**error, "message": wording(error["code"], language)[0]} for error in refusal.data.get("errors", [])]
    headers = {"Cache-Control": "no-store", "Content-Language": language}
    if code.reason is Reason.TOO_MANY:
        headers["Retry-After"] = str(refusal.data["retry_after"])
    if code.reason is Reason.UNAVAILABLE:
        headers["Retry-After"] = "2"
    if code.reason is Reason.UNAUTHENTICATED:
        headers["WWW-Authenticate"] = "Bearer"
    body: dict[str, Any] = {
        "type": f"urn:zvonok:{code.name}",
        "title": title,
        "status": int(status),
        "code": code.name,
        "detail": detail,
        **{name: value for name, value in refusal.data.items() if name != "errors"},
    }
    if errors:
        body["errors"] = errors
    return web.json_response(body, status=status, headers=headers, content_type="application/problem+json")


def invalid(error: ValidationError, where: str = "") -> Refusal:
    """A pydantic error as a refusal: the fields, not the values (they may be personal, or huge)."""
    return Refusal(
        Codes.BAD_REQUEST,
        {
            "errors": [
                {
                    "field": ".".join(str(part) for part in (where, *one["loc"]) if part != ""),
                    "code": Codes.BAD_REQUEST.name,
                    "hint": one["type"],
                }
                for one in error.errors(include_url=False, include_context=False, include_input=False)[:20]
            ]
        },
    )


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The outermost middleware: whatever goes wrong leaves as a problem, and nothing personal is logged."""
    try:
        return await handler(request)
    except Refusal as refusal:
        return problem(refusal, request)
    except web.HTTPException as error:
        if error.status not in FROM_HTTP:
            raise
        answer = problem(Refusal(FROM_HTTP[error.status]), request)
        if "Allow" in error.headers:
            answer.headers["Allow"] = error.headers["Allow"]
        return answer
    except ConnectionResetError:
        return problem(Refusal(Codes.UNAVAILABLE), request)  # who asked has hung up: nobody reads it, nothing is wrong
    except Exception as error:
        # Where it happened and what kind it is, not its words: a database quotes values in them.
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("%s in %s %s\n%s", type(error).__name__, request.method, request.match_info.route.resource, where)
        return problem(Refusal(Codes.UNAVAILABLE), request)
