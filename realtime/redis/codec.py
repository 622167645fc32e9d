"""Messages between server processes over Redis: sealed, bounded and typed.

seal (16 bytes) · kind (1 byte) · head (a JSON array, no line break) · line break · data, as it is. The seal is a keyed
hash of everything after it, so that nobody else on the same Redis, such as another installation, can be mistaken for
us.
"""

import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

from channels.publication import ChannelName, ClientInfo, Publication
from realtime.fanout.port import Ephemeral, EphemeralKind

SEAL = 16
LONGEST = 1024 * 1024  # bytes of a message; a publication is at most one request of 256 KiB
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MAX_NAME = 255

PUBLICATION, EPHEMERAL, ORDER, BEAT = b"p", b"e", b"o", b"b"


class Garbage(Exception):
    """Raised for a message that is not ours, or of an unknown version."""


@dataclass(frozen=True, slots=True)
class Order:
    text: bytes


@dataclass(frozen=True, slots=True)
class Beat:
    """Heartbeat of a process. `said` is what it says of itself."""

    said: bytes


Body = Publication | Ephemeral | Order | Beat


@dataclass(frozen=True, slots=True)
class Heard:
    node: str
    age: float  # seconds since it was sent, by the clocks of both processes
    body: Body


class Codec:
    """Codec of one installation and one process. Pure except for the clock, which stamps what is sent."""

    def __init__(self, secret: bytes, node: str) -> None:
        self._key = blake2b(secret, digest_size=32, person=b"zvonok fan-out").digest()
        self._node = node

    def encode(self, body: Body) -> bytes:
        """Returns the sealed message. Raises `ValueError` if it is longer than `LONGEST`."""
        kind, head, data = _take_apart(body)
        stamp = [self._node, time.time_ns() // 1_000_000, *head]
        text = json.dumps(stamp, ensure_ascii=False, separators=(",", ":")).encode()
        sealed = b"%b%b\n%b" % (kind, text, data)
        if len(sealed) > LONGEST - SEAL:
            raise ValueError(f"a message of {len(sealed)} bytes is too long for the fan-out")
        return self.seal(sealed) + sealed

    def decode(self, message: object) -> Heard:
        """Returns the message. Raises `Garbage`, and nothing else, whatever comes."""
        if not isinstance(message, bytes) or not SEAL < len(message) <= LONGEST:
            raise Garbage
        sealed = message[SEAL:]
        if not hmac.compare_digest(self.seal(sealed), message[:SEAL]):
            raise Garbage
        head, found, data = sealed[1:].partition(b"\n")
        try:
            node, at, *rest = json.loads(head)
            if not found:
                raise Garbage
            age = max(0.0, time.time() - _number(at) / 1000)
            return Heard(_text(node), age, _put_together(sealed[:1], rest, data))
        except (ValueError, TypeError, OverflowError, RecursionError, AttributeError):
            raise Garbage from None

    def seal(self, sealed: bytes) -> bytes:
        return blake2b(sealed, digest_size=SEAL, key=self._key).digest()


def encode_info(info: ClientInfo | None) -> list[str | None] | None:
    if info is None:
        return None
    return [info.user, info.client, _decoded(info.conn_info), _decoded(info.chan_info)]


def decode_info(value: Any) -> ClientInfo | None:
    """Returns the client info; None for None. Raises `ValueError`, `TypeError` or `Garbage`."""
    if value is None:
        return None
    user, client, conn_info, chan_info = value
    return ClientInfo(_text(user), _text(client), _encoded(conn_info), _encoded(chan_info))


def _take_apart(body: Body) -> tuple[bytes, list[Any], bytes]:
    match body:
        case Publication():
            at = (body.at - EPOCH) // MICROSECOND
            info, tags = encode_info(body.info), _plain(body.tags)
            head = [body.channel, body.offset, at, body.author, body.changes_readers, info, tags]
            return PUBLICATION, head, body.data
        case Ephemeral():
            return EPHEMERAL, [body.channel, body.kind, encode_info(body.info), _plain(body.tags)], body.data
        case Order():
            return ORDER, [], body.text
        case Beat():
            return BEAT, [], body.said


def _put_together(kind: bytes, head: list[Any], data: bytes) -> Body:
    if kind == PUBLICATION:
        channel, offset, at, author, changes_readers, info, tags = head
        if not isinstance(changes_readers, bool) or _number(offset) < 1:
            raise Garbage
        moment = EPOCH + _number(at) * MICROSECOND
        author = None if author is None else _number(author)
        return Publication(
            _name(channel), offset, moment, author, data, changes_readers, decode_info(info), _tags(tags)
        )
    if kind == EPHEMERAL:
        channel, which, info, tags = head
        return Ephemeral(_name(channel), EphemeralKind(which), data, decode_info(info), _tags(tags))
    if kind == ORDER and not head:
        return Order(data)
    if kind == BEAT and not head:
        return Beat(data)
    raise Garbage


def _plain(tags: Mapping[str, str] | None) -> dict[str, str] | None:
    return None if tags is None else dict(tags)


def _tags(value: Any) -> Mapping[str, str] | None:
    if value is None:
        return None
    return {_text(key): _text(each) for key, each in value.items()}


def _name(value: Any) -> ChannelName:
    if not 0 < len(_text(value)) <= MAX_NAME:
        raise Garbage
    return ChannelName(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Garbage
    return value


def _number(value: Any) -> int:
    if type(value) is not int:  # a bool is an int in Python, but not a number here
        raise Garbage
    return value


def _decoded(text: bytes | None) -> str | None:
    return None if text is None else text.decode()


def _encoded(value: Any) -> bytes | None:
    return None if value is None else _text(value).encode()
