"""Our own cookie out of whatever a browser sends with it: one reader for all ways in."""

import re
from collections.abc import Iterable

COOKIE = "__Host-zvonok"
DEVICE = "__Host-zvonok-device"  # a browser where somebody has signed in before
MOST = 8  # cookies of our name that are looked up; a browser sends one

TOKEN = re.compile(r"[A-Za-z0-9_-]{1,100}")  # of a sign-in, as `storage.logins` makes them


def tokens_in(lines: Iterable[str], cookie: str = COOKIE) -> list[str]:
    """What may be a sign-in's token (or a device's) in the `Cookie` headers of a request, in their order.

    What neighbours on the same host have set is passed over, however odd it is: nobody asked us before setting it.
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
