"""A request for an action, as it came in."""

from dataclasses import dataclass

from aiohttp import web

from channels.types import Input
from storage.logins import Login


@dataclass(frozen=True, slots=True)
class Call:
    """One request for an action, by REST or rpc. `request` is None for rpc."""

    login: Login | None
    ids: tuple[int, ...]
    given: Input | None
    key: str | None
    request: web.Request | None = None
