"""To the school's own gateway, which sends text messages or writes to a messenger (Standard Webhooks 1.0)."""

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
BODY_BYTES = 20 * 1024  # what receivers are made for
_INNER = (".localhost", ".local", ".internal")  # never names of the public network
_WRONGLY_SET = frozenset({401, 403, 404, 405, 407, 410})  # about the address or the secret, whatever is brought there


@dataclass(frozen=True, slots=True)
class Ring:
    """`id` is the same however often it is brought, and without a dot. `data` is JSON, of up to 20 KiB all in all."""

    id: str
    type: str  # words with dots between, as `notice.mark`
    timestamp: datetime  # when what it tells of happened
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Gateway:
    url: URL = field(repr=False)  # its path or query may be a secret, too
    secrets: Sequence[bytes] = field(repr=False)  # each signs: one is the newest, others are being given up

    @classmethod
    def from_settings(cls, url: str, secrets: Iterable[str]) -> "Gateway":
        """`https://host/path`, or `http` to an inner host; secrets as `whsec_…`.

        Raises ValueError that says what is wrong, and quotes nothing.
        """
        keys = [_secret(one) for one in secrets]
        if not keys:
            raise ValueError("a webhook needs a secret to be signed with")
        return cls(_url(url), keys)


class Webhook:
    """`Carrier[Ring]`: a POST each, signed with the moment of the attempt."""

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
        """Of a `Gateway`. Raises ValueError that says what is wrong, and quotes nothing."""
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
            # Once it was connected it may have been taken: the same id goes out again, and the gateway knows it.
            return Outcome(End.LATER if error.connected else End.AWAY, f"no answer: {error}")

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
    """`v1,` and the base64 of what stands under `id.timestamp.body`."""
    signed = hmac.digest(secret, f"{id_}.{timestamp}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(signed).decode()}"


def _body(ring: Ring) -> bytes:
    """Raises TypeError, ValueError or RecursionError for what is no JSON, and for an id that cannot be signed."""
    if "." in ring.id or not ring.id.isascii() or not ring.id.isprintable():
        raise ValueError("not an id")
    at = ring.timestamp.astimezone(UTC).isoformat().replace("+00:00", "Z")
    content = {"type": ring.type, "timestamp": at, "data": ring.data}
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _outcome(answer: Answer) -> Outcome:
    """What is about the gateway as a whole is no attempt: it would meet every other ring just so."""
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
    """An address that is not public, or a name that only an inner network can know."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(_INNER)
