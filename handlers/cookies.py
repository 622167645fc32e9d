"""Our own cookies: read from those that a browser sends, for REST and sockets alike, and kept in it."""

import re
from collections.abc import Iterable
from datetime import timedelta

from aiohttp import web

from storage.logins import LIFE, RenewedToken

COOKIE = "__Host-zvonok"
DEVICE = "__Host-zvonok-device"  # a browser where somebody has signed in before
SHARED = "__Host-zvonok-shared"  # on a shared computer: read by the page, which keeps nothing then
PORTAL = "__Host-zvonok-portal"  # a browser that somebody was sent to a portal from, for minutes
MOST = 8  # cookies of our name that are looked up; a browser normally sends one

DEVICE_LIFE = timedelta(days=400)  # the longest that browsers keep a cookie
_RENEWED = web.RequestKey("renewed", RenewedToken)  # goes out with the answer, whatever that is

TOKEN = re.compile(r"[A-Za-z0-9_-]{1,100}")  # of a sign-in, as made by `storage.logins`


def tokens_in(lines: Iterable[str], cookie: str = COOKIE) -> list[str]:
    """Returns possible tokens of a sign-in (or a device) in the `Cookie` headers of a request, in their order.

    Cookies that neighbours on the same host have set are ignored, however malformed: they did not ask us.
    """
    found: dict[str, None] = {}
    for line in lines:
        for pair in line.split(";"):
            name, _, value = pair.partition("=")
            value = value.strip(" \t")
            if len(value) > 1 and value[0] == value[-1] == '"':
                value = value[1:-1]
            if name.strip(" \t") == cookie and TOKEN.fullmatch(value):
                found[value] = None
    return list(found)[:MOST]


def set_cookies(response: web.StreamResponse, token: str, device: str | None) -> None:
    """Keeps a sign-in in the browser: of a shared computer, which has no `device`, until it is closed and no longer."""
    if device is None:
        _keep(response, COOKIE, token, None)
        _keep(response, SHARED, "1", None)
        return
    _keep(response, COOKIE, token, LIFE)
    _keep(response, DEVICE, device, DEVICE_LIFE)
    _drop(response, SHARED)


def clear_cookies(response: web.StreamResponse) -> None:
    """Ends what a browser keeps of a sign-in; that the device is known stays."""
    _drop(response, COOKIE)
    _drop(response, SHARED)


def answer_with(request: web.Request, renewed: RenewedToken) -> None:
    """Has the answer to a request bring the new token of its login."""
    request[_RENEWED] = renewed


async def keep_renewed(request: web.Request, response: web.StreamResponse) -> None:
    """Puts the new token of a login into an answer that is about to leave, unless that signs in or out."""
    renewed = request.get(_RENEWED)
    if renewed is not None and COOKIE not in response.cookies:
        holder = web.Response()
        _keep(holder, COOKIE, renewed.token, None if renewed.shared else LIFE)
        # as a header: those of `response.cookies` have been written at this moment
        response.headers.add("Set-Cookie", holder.cookies[COOKIE].OutputString())
        response.headers["Cache-Control"] = "no-store"  # a picture, too, that would be kept with the token


def _keep(response: web.StreamResponse, name: str, value: str, life: timedelta | None) -> None:
    seconds = None if life is None else int(life.total_seconds())
    only = name != SHARED
    response.set_cookie(name, value, max_age=seconds, path="/", secure=True, httponly=only, samesite="Lax")


def _drop(response: web.StreamResponse, name: str) -> None:
    response.del_cookie(name, path="/", secure=True, httponly=name != SHARED, samesite="Lax")
