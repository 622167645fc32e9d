"""Errors on HTTP: RFC 9457 problems, from the one catalogue."""

import logging
import re
import traceback
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler
from pydantic import ValidationError

from channels.errors import Codes, Reason, Refusal
from handlers.wording import language_of, wording
from realtime.faults import place

log = logging.getLogger("zvonok.http")

NAME = re.compile(r"[a-z][a-z_]{0,29}")

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
# Statuses for which HTTP has a better word.
OWN_STATUS = {
    Codes.BAD_REQUEST.name: HTTPStatus.BAD_REQUEST,
    Codes.METHOD_NOT_ALLOWED.name: HTTPStatus.METHOD_NOT_ALLOWED,
    Codes.UNSUPPORTED_TYPE.name: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    Codes.FILE_DAMAGED.name: HTTPStatus.INTERNAL_SERVER_ERROR,
    Codes.HEADERS_TOO_LARGE.name: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
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


def problem(refusal: Refusal, request: web.BaseRequest, status: int = 0) -> web.Response:
    """Returns the refusal as a response. `status` is set if HTTP has one of its own for this refusal."""
    code = refusal.code
    status = status or OWN_STATUS.get(code.name, STATUS[code.reason])
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
    """Returns a pydantic error as a refusal: the fields, but not the values (they may be personal, or huge), nor an
    unknown field whose name does not look like one.
    """
    return Refusal(
        Codes.BAD_REQUEST,
        {
            "errors": [
                {
                    "field": ".".join(str(part) for part in (where, *_known(one)) if part != ""),
                    "code": Codes.BAD_REQUEST.name,
                    "hint": one["type"],
                }
                for one in error.errors(include_url=False, include_context=False, include_input=False)[:20]
            ]
        },
    )


def _known(error: Mapping[str, Any]) -> Sequence[int | str]:
    place: tuple[int | str, ...] = error["loc"]
    return place[:-1] if error["type"] == "extra_forbidden" and not is_name(str(place[-1])) else place


def is_name(text: str) -> bool:
    """True if it looks like a mistyped name of a field, and may be repeated."""
    return NAME.fullmatch(text) is not None


def problem_of(error: web.HTTPException, request: web.BaseRequest) -> web.StreamResponse:
    """Returns a refusal of aiohttp itself as a problem, without its words: it quotes what it refuses."""
    if error.status < 400:
        return error
    if error.status in FROM_HTTP:
        answer = problem(Refusal(FROM_HTTP[error.status]), request)
    else:
        answer = problem(Refusal(Codes.BAD_REQUEST), request, error.status)
    for name in ("Allow", "Upgrade", "Retry-After"):
        if name in error.headers:
            answer.headers[name] = error.headers[name]
    return answer


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turns every error into a problem, as the outermost middleware. Nothing personal is logged."""
    try:
        return await handler(request)
    except Refusal as refusal:
        return problem(refusal, request)
    except web.HTTPException as error:
        return problem_of(error, request)
    except (web.RequestPayloadError, web.PayloadAccessError):
        # a body that is not compressed or chunked as its headers say
        return problem(Refusal(Codes.BAD_REQUEST, {"errors": [{"field": "body", "code": "bad_request"}]}), request)
    except ConnectionResetError:
        return problem(Refusal(Codes.UNAVAILABLE), request)  # the client has hung up: nobody reads it, nothing is wrong
    except Exception as error:
        # Kind and place, not the words: a database quotes values in them.
        what, where = place(error), request.match_info.route.resource
        trace = "" if isinstance(error, OSError) else "".join(traceback.format_tb(error.__traceback__))
        log.error("%s, asked for %s %s\n%s", what, request.method, where, trace, extra={"kind": what})
        return problem(Refusal(Codes.UNAVAILABLE), request)
