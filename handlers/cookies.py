"""Reads our own cookies from those that a browser sends: one reader for REST and sockets."""

import re
from collections.abc import Iterable

COOKIE = "__Host-zvonok"
DEVICE = "__Host-zvonok-device"  # a browser where somebody has signed in before
SHARED = "__Host-zvonok-shared"  # on a shared computer: read by the page, which keeps nothing then
MOST = 8  # cookies of our name that are looked up; a browser normally sends one

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
