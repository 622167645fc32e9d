"""Web Push (RFC 8030, 8188, 8291, 8292): to the push services that browsers name, and to no other host."""

import ipaddress
import socket
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver
from py_vapid import Vapid02
from pywebpush import WebPushException, webpush_async

from channels.notices.carrying import End, Outcome, Parcel

# Of the push services that browsers use; below those that begin with a dot any name counts.
SERVICES = frozenset(
    {
        "fcm.googleapis.com",
        "updates.push.services.mozilla.com",
        ".push.services.mozilla.com",
        "web.push.apple.com",
        ".push.apple.com",
        ".notify.windows.com",
    }
)
SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Push:
    """`topic`: a later one of the same takes the place of one that was not fetched yet."""

    url: str
    p256dh: str
    auth: str
    payload: str
    urgent: bool
    topic: str | None = None
    seconds: int = 2 * 24 * 3600  # for which the service keeps it


def is_push_service(url: str, more: Collection[str] = ()) -> bool:
    """May this be pushed to? `more` are hosts (with their port) that the school's administrator trusts."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    if parts.netloc.lower() in more:
        return parts.scheme in ("http", "https") and parts.username is None
    host = (parts.hostname or "").lower()
    known = host in SERVICES or any(host.endswith(name) for name in SERVICES if name.startswith("."))
    return parts.scheme == "https" and port in (None, 443) and parts.username is None and known


class WebPush:
    """`Carrier[Push]`. `key` is the server's VAPID key, `contact` whom a push service may write to (`mailto:…`)."""

    def __init__(self, key: Vapid02, contact: str, more_hosts: Collection[str] = (), seconds: float = SECONDS) -> None:
        self._key = key
        self._contact = contact
        self._more = frozenset(more_hosts)
        self._seconds = seconds
        self._http: aiohttp.ClientSession | None = None

    async def carry(self, parcel: Parcel[Push]) -> Outcome:
        push = parcel.content
        if not is_push_service(push.url, self._more):
            return Outcome(End.GONE, "not a push service")
        headers: dict[str, str | int | float] = {"Urgency": "high" if push.urgent else "normal"}
        if push.topic is not None:
            headers["Topic"] = push.topic
        try:
            await webpush_async(
                {"endpoint": push.url, "keys": {"p256dh": push.p256dh, "auth": push.auth}},
                push.payload,
                vapid_private_key=self._key,
                vapid_claims={"sub": self._contact},
                timeout=self._seconds,
                ttl=push.seconds,
                headers=headers,
                aiohttp_session=self._session(),
            )
        except WebPushException as error:
            return _refused(error)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            return Outcome(End.LATER, type(error).__name__)
        except ValueError:
            return Outcome(End.GONE, "its key is none")
        return Outcome(End.ACCEPTED)

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            connector = aiohttp.TCPConnector(resolver=PublicOnly(DefaultResolver(), self._more))
            self._http = aiohttp.ClientSession(
                connector=connector, middlewares=[self._stays], cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._http

    async def _stays(
        self, request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        """Each hop of a redirect passes here, too."""
        if not is_push_service(str(request.url), self._more):
            raise aiohttp.ClientConnectionError("leads away from the push service")
        return await handler(request)

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()
            self._http = None


class PublicOnly(AbstractResolver):
    """Names that lead into a private network lead nowhere. `trusted` hosts may be anywhere."""

    def __init__(self, resolver: AbstractResolver, trusted: Collection[str]) -> None:
        self._resolver = resolver
        self._trusted = {name.rpartition(":")[0] or name for name in trusted}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        if host in self._trusted:
            return found
        public = [one for one in found if ipaddress.ip_address(one["host"]).is_global]
        if not public:
            raise OSError("no public address")
        return public

    async def close(self) -> None:
        await self._resolver.close()


def _refused(error: WebPushException) -> Outcome:
    status = error.status_code
    if status is None:
        return Outcome(End.LATER, "no answer")
    if status in (404, 410):
        return Outcome(End.GONE, str(status))
    if status == 429 or status >= 500:
        return Outcome(End.LATER, str(status), _seconds(error.retry_after))
    return Outcome(End.REFUSED, str(status))


def _seconds(retry_after: str | None) -> float | None:
    """Of the header, when it is a number; at most an hour is waited."""
    return min(float(retry_after), 3600.0) if retry_after and retry_after.isdigit() else None
