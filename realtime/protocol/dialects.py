"""Dialects of the transports: an encoding and the framing of each message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from realtime.protocol import json_decoding, json_encoding, protobuf_decoding, protobuf_encoding
from realtime.protocol.commands import Command
from realtime.protocol.frames import binary_frame, text_frame
from realtime.protocol.protobuf import varint
from realtime.protocol.replies import Message, Ping


def _delimited(message: bytes) -> bytes:
    return varint(len(message)) + message


def _line(message: bytes) -> bytes:
    return message + b"\n"


def _event(message: bytes) -> bytes:
    return b"data: " + message + b"\n\n"


@dataclass(frozen=True, slots=True, eq=False)
class Dialect:
    """One of the five dialects below, compared by identity: a publication is encoded once for each in use."""

    name: str  # for counts and logs
    binary: bool  # True if a client sends binary frames or bodies
    decode: Callable[[bytes], list[Command]]
    _encode: Callable[[Message], bytes]
    _frame: Callable[[bytes], bytes]
    ping: bytes  # encoded

    def encode(self, message: Message) -> bytes:
        """Returns the bytes of one message, framed."""
        return self._frame(self._encode(message))


def _binary_message(message: bytes) -> bytes:
    return binary_frame(_delimited(message))


def _dialect(name: str, encoding: Any, decoding: Any, frame: Callable[[bytes], bytes]) -> Dialect:
    ping = frame(encoding.encode(Ping()))
    return Dialect(name, encoding is protobuf_encoding, decoding.decode, encoding.encode, frame, ping)


SOCKET_JSON = _dialect("websocket json", json_encoding, json_decoding, text_frame)
SOCKET_PROTOBUF = _dialect("websocket protobuf", protobuf_encoding, protobuf_decoding, _binary_message)
STREAM_JSON = _dialect("http_stream json", json_encoding, json_decoding, _line)
STREAM_PROTOBUF = _dialect("http_stream protobuf", protobuf_encoding, protobuf_decoding, _delimited)
EVENTS = _dialect("sse json", json_encoding, json_decoding, _event)
