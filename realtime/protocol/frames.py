"""Websocket frames that a server sends: unmasked, so the same bytes serve every session."""

import struct

_TEXT = 0x81  # final frame of a text message


def text_frame(payload: bytes) -> bytes:
    """One whole text message in one frame (RFC 6455, 5.2)."""
    length = len(payload)
    if length < 126:
        head = struct.pack("!BB", _TEXT, length)
    elif length < 65536:
        head = struct.pack("!BBH", _TEXT, 126, length)
    else:
        head = struct.pack("!BBQ", _TEXT, 127, length)
    return head + payload
