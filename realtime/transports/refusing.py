"""Refusals of requests that never reach the application: RFC 9457 problems that quote nothing of the request."""

import json
from http import HTTPStatus

_SAID = {
    HTTPStatus.BAD_REQUEST: ("bad_request", "The request is not well-formed"),
    HTTPStatus.FORBIDDEN: ("foreign_origin", "The request came from another site's page"),
    HTTPStatus.NOT_FOUND: ("not_found", "There is no such thing here"),
    HTTPStatus.REQUEST_TIMEOUT: ("too_slow", "The request took too long to arrive"),
    HTTPStatus.UPGRADE_REQUIRED: ("bad_request", "A websocket is expected here"),
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: ("headers_too_large", "The request's headers are too large"),
    HTTPStatus.SERVICE_UNAVAILABLE: ("unavailable", "Too many come at once, or this server is about to stop"),
}
TYPE = "application/problem+json"


def body(status: HTTPStatus) -> bytes:
    code, title = _SAID[status]
    return json.dumps({"type": f"urn:zvonok:{code}", "title": title, "status": int(status), "code": code}).encode()


def _response(status: HTTPStatus) -> bytes:
    said = body(status)
    lines = [
        f"HTTP/1.1 {int(status)} {status.phrase}",
        "Connection: close",
        "Cache-Control: no-store",
        f"Content-Type: {TYPE}",
        f"Content-Length: {len(said)}",
    ]
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        lines.append("Retry-After: 2")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + said


RESPONSES = {status: _response(status) for status in _SAID}
"""Whole responses, ready to be written."""
