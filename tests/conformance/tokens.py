"""Tokens of open channels: JWT, HS256."""

import json
import time
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import OctKey

from realtime.gate import Grant


class Expired(Exception):
    """Genuine, and not valid at this time."""


class Invalid(Exception):
    """Anything else."""


@dataclass(frozen=True)
class Claims:
    user: str
    channel: str | None
    client: str | None
    info: bytes | None
    data: bytes | None
    subs: Mapping[str, Any]
    until: float | None

    def grant(self, *, recoverable: bool, join_leave: bool) -> Grant:
        return Grant(recoverable, join_leave, self.info, self.data, self.until)


def key(secret: str) -> OctKey | None:
    """None: no token is good."""
    with warnings.catch_warnings():  # "secret" is what the suites of the SDKs expect
        warnings.simplefilter("ignore", SecurityWarning)
        return OctKey.import_key(secret.encode()) if secret else None


def read(token: str, by: OctKey | None) -> Claims:
    """Raises `Expired` or `Invalid`."""
    if by is None:
        raise Invalid
    try:
        claims = jwt.decode(token, by, algorithms=["HS256"]).claims
        ends, begins = claims.get("exp"), claims.get("nbf", 0)
        if (ends is not None and float(ends) <= time.time()) or float(begins) > time.time():
            raise Expired
        until = claims.get("expire_at", ends)
        return Claims(
            user=str(claims.get("sub") or ""),
            channel=claims.get("channel"),
            client=claims.get("client"),
            info=_json(claims, "info"),
            data=_json(claims, "data"),
            subs=claims.get("subs") or {name: {} for name in claims.get("channels") or ()},
            until=float(until) if until else None,
        )
    except (JoseError, ValueError, TypeError) as error:
        raise Invalid from error


def _json(claims: Mapping[str, Any], name: str) -> bytes | None:
    return json.dumps(claims[name], ensure_ascii=False).encode() if claims.get(name) is not None else None


def infos(sub: Mapping[str, Any]) -> tuple[bytes | None, bytes | None]:
    """`info` and `data` of one server-side subscription in a connection token."""
    return _json(sub, "info"), _json(sub, "data")
