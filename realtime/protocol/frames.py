"""Websocket frames of a server: unmasked, so that the same bytes serve every session."""

import struct

# final frame of a message
_TEXT = 0x81
_BINARY = 0x82


def text_frame(payload: bytes) -> bytes:
    """Returns a whole text message in one frame (RFC 6455, 5.2)."""
    return _head(_TEXT, len(payload)) + payload


def binary_frame(payload: bytes) -> bytes:
    """Returns a whole binary message in one frame."""
    return _head(_BINARY, len(payload)) + payload


def _head(kind: int, length: int) -> bytes:
    if length < 126:
        return struct.pack("!BB", kind, length)
    if length < 65536:
        return struct.pack("!BBH", kind, 126, length)
    return struct.pack("!BBQ", kind, 127, length)
