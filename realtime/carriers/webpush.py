"""Sends Web Push (RFC 8030, 8188, 8291, 8292), only to the push services that browsers use."""

import ipaddress
import socket
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver
from py_vapid import Vapid02, VapidException
from pywebpush import WebPusher
from yarl import URL

from channels.notices.delivery import Delivery, End, Outcome
from realtime.carriers.posting import Answer, NoAnswer, Poster

# Push services of the browsers. An entry that begins with a dot covers all names below it.
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
CONNECTIONS = 20
SECONDS = 15.0
SIGNED_SECONDS = 12 * 3600  # validity of a signature; at most a day is allowed


@dataclass(frozen=True, slots=True)
class Push:
    """One push message. `topic`: a newer one with the same topic replaces one that was not fetched yet."""

    url: str
    p256dh: str
    auth: str
    payload: str
    urgent: bool
    topic: str | None = None
    seconds: int = 2 * 24 * 3600  # how long the service keeps it


def is_push_service(url: str, more: Collection[str] = ()) -> bool:
    """True if this may be pushed to. `more` are hosts (with their port) that the school's administrator trusts."""
    return _parsed(url, more) is not None


def _parsed(url: str, more: Collection[str]) -> URL | None:
    """Returns the URL exactly as it will be requested, so that check and request cannot read it differently."""
    try:
        parts = URL(url)
        host, port = parts.host_subcomponent or "", parts.explicit_port
    except ValueError:
        return None
    if parts.user is not None or parts.password is not None:
        return None
    if (host if port is None else f"{host}:{port}") in more:
        return parts if parts.scheme in ("http", "https") else None
    known = host in SERVICES or any(host.endswith(name) for name in SERVICES if name.startswith("."))
    return parts if known and parts.scheme == "https" and port in (None, 443) else None


class WebPush:
    """`Carrier[Push]`. `key` is the server's VAPID key, `contact` an address for the push services (`mailto:…`)."""

    def __init__(
        self,
        key: Vapid02,
        contact: str,
        more_hosts: Collection[str] = (),
        seconds: float = SECONDS,
        *,
        connections: int = CONNECTIONS,
        clock: Callable[[], float] = time.time,
        resolver: Callable[[], AbstractResolver] = DefaultResolver,
    ) -> None:
        self._key = key
        self._contact = contact
        self._more = frozenset(more_hosts)
        self._clock = clock
        self._poster = Poster(
            connections=connections,
            seconds=seconds,
            clock=clock,
            resolver=lambda: PublicOnly(resolver(), self._more),
        )

    async def carry(self, delivery: Delivery[Push]) -> Outcome:
        """Pushes once. A service that does not answer never counts as AWAY: the carrier's other services still work."""
        push = delivery.content
        url = _parsed(push.url, self._more)
        if url is None:
            return Outcome(End.GONE, "not a push service")
        try:
            headers = self._headers(url, push)
        except VapidException:
            return Outcome(End.AWAY, "cannot be signed: the contact is none")
        try:
            body = _encrypted(push)
        except Exception:  # wrong keys can raise any error
            return Outcome(End.REFUSED, "cannot be encrypted")
        try:
            return _outcome(await self._poster.post(url, body, headers))
        except NoAnswer as error:
            return Outcome(End.LATER, f"no answer: {error}", in_doubt=True)

    def _headers(self, url: URL, push: Push) -> dict[str, str]:
        claims = {"aud": str(url.origin()), "exp": int(self._clock()) + SIGNED_SECONDS, "sub": self._contact}
        headers = {
            **self._key.sign(claims),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(push.seconds),
            "Urgency": "high" if push.urgent else "normal",
        }
        return headers if push.topic is None else {**headers, "Topic": push.topic}

    async def close(self) -> None:
        await self._poster.close()


def _encrypted(push: Push) -> bytes:
    keys = {"p256dh": push.p256dh, "auth": push.auth}
    body = WebPusher({"endpoint": push.url, "keys": keys}).encode(push.payload.encode())["body"]
    assert isinstance(body, bytes)
    return body


def _outcome(answer: Answer) -> Outcome:
    status = answer.status
    if 200 <= status < 300:
        return Outcome(End.ACCEPTED)
    if status in (404, 410):
        return Outcome(End.GONE, str(status))
    if status in (408, 429) or status < 200 or status >= 500:
        return Outcome(End.LATER, str(status), answer.retry_after)
    return Outcome(End.REFUSED, str(status))


class PublicOnly(AbstractResolver):
    """Resolver that refuses names in private networks. `trusted` hosts may be anywhere."""

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
