"""HTTP client for portals: encrypted, bounded in time and size, to no private address, following no redirect."""

import ipaddress
import json
from collections.abc import Callable, Collection, Mapping
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver
from aiohttp.resolver import DefaultResolver
from yarl import URL

from realtime.carriers.webpush import PublicOnly

SECONDS = 10.0
MOST_BYTES = 256 * 1024
CONNECTIONS = 20
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

Json = Mapping[str, Any]


class PortalAway(Exception):
    """Raised if a portal gives no answer that can be used. `str()` says why, without anything of the answer."""


class PortalRefuses(Exception):
    """Raised if a portal answers with an error: it takes neither our code nor our word for it."""


class Fetcher:
    """Asks portals. `trusted` hosts, each as `host` or `host:port`, may be in the school's own network."""

    def __init__(self, trusted: Collection[str], *, resolver: Callable[[], AbstractResolver] = DefaultResolver) -> None:
        self._trusted = frozenset(trusted)
        self._resolver = resolver
        self._http: aiohttp.ClientSession | None = None

    async def get(self, url: str, bearer: str | None = None) -> Json:
        """Returns a JSON object. Raises `PortalAway`, and `PortalRefuses` for answers 400 to 499."""
        return await self._ask("GET", url, None if bearer is None else {"Authorization": f"Bearer {bearer}"}, None)

    async def post(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Json:
        """Sends a form; returns a JSON object. Raises what `get` raises."""
        return await self._ask("POST", url, headers, form)

    async def _ask(
        self, method: str, url: str, headers: Mapping[str, str] | None, form: Mapping[str, str] | None
    ) -> Json:
        where = self.address(url)
        try:
            async with self._session().request(
                method, where, headers=headers, data=form, allow_redirects=False
            ) as answer:
                raw = await _read(answer)
        except PortalAway:
            raise
        except Exception as error:  # some garbage makes aiohttp raise errors that are not its own
            raise PortalAway(type(error).__name__) from None
        if 400 <= answer.status < 500 and answer.status not in (404, 408, 429):
            raise PortalRefuses(str(answer.status))
        if answer.status != 200:
            raise PortalAway(f"status {answer.status}")
        try:
            found = json.loads(raw)
        except (ValueError, RecursionError):
            raise PortalAway("no JSON") from None
        if not isinstance(found, dict):
            raise PortalAway("no JSON object")
        return found

    def address(self, url: str) -> URL:
        """Returns an address that may be asked, exactly as it will be. Raises `PortalAway` for others."""
        parts = self.address_of_page(url)
        host = parts.host or ""
        if not self._is_trusted(parts) and _is_private(host):
            raise PortalAway("a private address")
        return parts

    def address_of_page(self, url: str) -> URL:
        """Returns an address that a browser may be sent to. Raises `PortalAway` for others."""
        try:
            parts = URL(url)
            host = parts.host or ""
        except ValueError:
            raise PortalAway("no address") from None
        if not host or parts.user is not None or parts.password is not None:
            raise PortalAway("no address")
        if parts.scheme != "https" and not (parts.scheme == "http" and host in LOOPBACK and self._is_trusted(parts)):
            raise PortalAway("not encrypted")
        return parts

    def _is_trusted(self, parts: URL) -> bool:
        return parts.host in self._trusted or f"{parts.host}:{parts.port}" in self._trusted

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            self._http = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    resolver=PublicOnly(self._resolver(), self._trusted), limit_per_host=CONNECTIONS
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=SECONDS),
                headers={"User-Agent": "Zvonok", "Accept": "application/json"},
            )
        return self._http

    async def close(self) -> None:
        if self._http is not None:
            http, self._http = self._http, None
            await http.close()


def _is_private(host: str) -> bool:
    """True for a number of an address that is not public; a name is looked at when it is resolved."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host in LOOPBACK


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    """Returns the body. Raises `PortalAway` if it is too long, also packed."""
    raw = bytearray()
    async for part in answer.content.iter_chunked(16 * 1024):
        raw += part
        if len(raw) > MOST_BYTES:
            raise PortalAway("too long an answer")
    return bytes(raw)
