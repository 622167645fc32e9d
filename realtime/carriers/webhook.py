"""Posts to the school's own gateway, which sends text messages or writes to a messenger (Standard Webhooks 1.0)."""

import base64
import binascii
import hashlib
import hmac
import ipaddress
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from yarl import URL

from channels.notices.delivery import Delivery, End, Outcome
from realtime.carriers.posting import Answer, NoAnswer, Poster

CONNECTIONS = 4
SECONDS = 15.0
BODY_BYTES = 20 * 1024  # receivers are built for this size
_INNER = (".localhost", ".local", ".internal")  # never names of the public network
_WRONGLY_SET = frozenset({401, 403, 404, 405, 407, 410})  # the address or the secret is wrong, whatever is sent there


@dataclass(frozen=True, slots=True)
class Ring:
    """One message to the gateway. `id` has no dot and is the same at every attempt. `data` is JSON; the whole body is
    at most 20 KiB.
    """

    id: str
    type: str  # words with dots between, like `notice.mark`
    timestamp: datetime  # time of the fact that it tells of
    data: Mapping[str, Any] = field(repr=False)  # whom it is for, and what it says: a link may open something


@dataclass(frozen=True, slots=True)
class Gateway:
    url: URL = field(repr=False)  # its path or query may hold a secret, too
    secrets: Sequence[bytes] = field(repr=False)  # each one signs: the newest, and those being given up

    @classmethod
    def from_settings(cls, url: str, secrets: Iterable[str]) -> "Gateway":
        """Parses `https://host/path`, or `http` to a host of an inner network; secrets are `whsec_…`.

        Raises ValueError that says what is wrong and quotes nothing.
        """
        keys = [_secret(one) for one in secrets]
        if not keys:
            raise ValueError("a webhook needs a secret to be signed with")
        return cls(_url(url), keys)


class Webhook:
    """`Carrier[Ring]`: one POST each, signed with the time of the attempt."""

    def __init__(
        self,
        gateway: Gateway,
        *,
        connections: int = CONNECTIONS,
        seconds: float = SECONDS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._gateway = gateway
        self._clock = clock
        self._poster = Poster(connections=connections, seconds=seconds, clock=clock)

    @classmethod
    def from_settings(cls, url: str, secrets: Iterable[str]) -> "Webhook":
        """Makes a webhook from a `Gateway`'s settings. Raises ValueError that says what is wrong and quotes nothing."""
        return cls(Gateway.from_settings(url, secrets))

    async def carry(self, delivery: Delivery[Ring]) -> Outcome:
        ring = delivery.content
        try:
            body = _body(ring)
        except (TypeError, ValueError, RecursionError):
            return Outcome(End.REFUSED, "cannot be written")
        if len(body) > BODY_BYTES:
            return Outcome(End.REFUSED, "too long")
        try:
            return _outcome(await self._poster.post(self._gateway.url, body, self._headers(ring.id, body)))
        except NoAnswer as error:
            # Once connected, the gateway may have taken it: the same id goes out again, and the gateway recognizes it.
            return Outcome(End.LATER if error.connected else End.AWAY, f"no answer: {error}", in_doubt=error.connected)

    def _headers(self, id_: str, body: bytes) -> dict[str, str]:
        now = int(self._clock())
        return {
            "Content-Type": "application/json",
            "webhook-id": id_,
            "webhook-timestamp": str(now),
            "webhook-signature": " ".join(signature(secret, id_, now, body) for secret in self._gateway.secrets),
        }

    async def close(self) -> None:
        await self._poster.close()


def signature(secret: bytes, id_: str, timestamp: int, body: bytes) -> str:
    """Returns `v1,` and the base64 of the signature over `id.timestamp.body`."""
    signed = hmac.digest(secret, f"{id_}.{timestamp}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(signed).decode()}"


def _body(ring: Ring) -> bytes:
    """Returns the JSON body. Raises TypeError, ValueError or RecursionError for bad data or an unsignable id."""
    if "." in ring.id or not ring.id.isascii() or not ring.id.isprintable():
        raise ValueError("not an id")
    at = ring.timestamp.astimezone(UTC).isoformat().replace("+00:00", "Z")
    content = {"type": ring.type, "timestamp": at, "data": ring.data}
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _outcome(answer: Answer) -> Outcome:
    """Returns the outcome for an answer. An error of the whole gateway is AWAY: every other ring would meet it too."""
    status, problem = answer.status, str(answer.status)
    if 200 <= status < 300:
        return Outcome(End.ACCEPTED)
    if status == 429 or (status == 503 and answer.retry_after is not None):
        return Outcome(End.AWAY, problem, answer.retry_after)
    if 300 <= status < 400:
        return Outcome(End.AWAY, f"{problem}: leads elsewhere")
    if status in _WRONGLY_SET:
        return Outcome(End.AWAY, f"{problem}: wrong address or secret")
    if status in (408, 425) or status < 200 or status >= 500:
        return Outcome(End.LATER, problem, answer.retry_after)
    return Outcome(End.REFUSED, problem)


def _secret(text: str) -> bytes:
    try:
        secret = base64.b64decode(text.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if not text.startswith("whsec_") or not 24 <= len(secret) <= 64:
        raise ValueError("a webhook's secret is whsec_ and 24 to 64 random bytes in base64")
    return secret


def _url(text: str) -> URL:
    try:
        url = URL(text)
    except ValueError:
        url = URL()
    host = url.host
    if not host or "#" in text or any(c.isspace() or not c.isprintable() for c in text):
        raise ValueError("not the address of a webhook")
    if url.user is not None or url.password is not None:
        raise ValueError("the address of a webhook holds no name and no password: it is signed instead")
    if url.scheme != "https" and not (url.scheme == "http" and _is_inner(host)):
        raise ValueError("a webhook needs https, unless its host is one of the school's own network")
    return url


def _is_inner(host: str) -> bool:
    """True for an address that is not public, or a name that only an inner network can resolve."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(_INNER)
