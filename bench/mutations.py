"""Frames that no client should send: of random bytes, of broken structure, and of commands that are nearly right."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

from bench.sockets import text_frame

COMMANDS: tuple[dict[str, Any], ...] = (
    {"connect": {"token": "x", "data": {}, "name": "js", "version": "1", "subs": {}}},
    {"subscribe": {"channel": "chat:1", "recover": True, "epoch": "x", "offset": 1}},
    {"unsubscribe": {"channel": "chat:1"}},
    {"publish": {"channel": "chat:1", "data": {"text": "…", "key": "k"}}},
    {"history": {"channel": "diary:1", "limit": 10, "reverse": True, "since": {"offset": 1, "epoch": "x"}}},
    {"presence": {"channel": "chat:1"}},
    {"presence_stats": {"channel": "chat:1"}},
    {"rpc": {"method": "diary", "data": {"student": "1", "week": "2026-W48"}}},
    {"rpc": {"method": "send_message", "data": {"chat": "1", "text": "a", "key": "k"}}},
    {"rpc": {"method": "post_marks", "data": {"course": "1", "marks": [{"student": "1", "lesson": "1", "value": 5}]}}},
    {"rpc": {"method": "mark_seen", "data": {"chat": "1", "offset": 1}}},
    {"sub_refresh": {"channel": "chat:1", "token": "x"}},
    {"refresh": {"token": "x"}},
    {"ping": {}},
    {"send": {"data": 1}},
    {},
)
ACTIONS = tuple(command for command in COMMANDS if "rpc" in command)
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1 << 31, 1 << 63, 1 << 64, 10**400, 0.5, 1e308, "", "x" * 300, "\x00", "\u2028", "ё", "😀",
    "\ud800", [], {}, [[]], [None] * 50, {"": {}}, {"a": {"b": {"c": {}}}}, "diary:1", "chat:18446744073709551616",
    "person:../1",
)  # fmt: skip
TEXTS = tuple(value for value in VALUES if isinstance(value, str) and value.isprintable())


def batch(rng: random.Random, number: int, frames: int) -> list[bytes]:
    """So many frames, the same for the same generator; ids count up from `number`.

    The worst comes last: the connection seldom outlives it, and what follows would not be read.
    """
    return [text_frame(_answerable(rng, number + each)) for each in range(frames - 1)] + [_worst(rng, number)]


def _worst(rng: random.Random, number: int) -> bytes:
    match rng.randrange(8):
        case 0:
            return rng.randbytes(rng.randrange(1, 200))
        case 1 | 2:
            return _websocket(rng)
        case 3:
            return text_frame(rng.randbytes(rng.randrange(120)))
        case 4 | 5:
            return text_frame(_scratched(rng, _command(rng, number, faults=2)))
        case 6:
            return text_frame(b"\n".join(_command(rng, number + each, faults=2) for each in range(rng.randrange(2, 5))))
        case _:
            return text_frame(_command(rng, number, faults=4))


def _websocket(rng: random.Random) -> bytes:
    """Any opcode, reserved bits, mask or none, and a length that may lie."""
    size = rng.choice((0, 1, 5, 125, 126, 200, 65_535, 65_537, 1 << 31, (1 << 63) - 1, 1 << 63))
    real = min(size, rng.choice((0, 1, 5, 125, 400)))
    head = bytearray([rng.choice((0x00, 0x80, 0x90, 0xC0)) | rng.randrange(16)])
    masked = rng.choice((0x80, 0x80, 0x80, 0))
    if size < 126:
        head.append(masked | size)
    elif size < 65_536:
        head += bytes([masked | 126]) + size.to_bytes(2, "big")
    else:
        head += bytes([masked | 127]) + size.to_bytes(8, "big")
    return bytes(head) + (rng.randbytes(4) if masked else b"") + rng.randbytes(real)


def _answerable(rng: random.Random, number: int) -> bytes:
    """A command of the right shape about something odd: most need no database, one in eight has an action run."""
    if rng.randrange(8):
        method = rng.choice(("presence", "presence_stats", "unsubscribe", "sub_refresh"))
        command: dict[str, Any] = {"id": number, method: {"channel": rng.choice(TEXTS), "token": rng.choice(TEXTS)}}
    else:
        command = copy.deepcopy({"id": number, **rng.choice(ACTIONS)})
        _spoil(rng, command["rpc"]["data"])
    return _text(rng, command)


def _command(rng: random.Random, number: int, faults: int) -> bytes:
    """A command with up to so many faults anywhere in it."""
    command = copy.deepcopy({"id": number, **rng.choice(COMMANDS)})
    for _ in range(rng.randrange(faults + 1)):
        _spoil(rng, command)
    return _text(rng, command)


def _text(rng: random.Random, command: object) -> bytes:
    return json.dumps(command, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")


def _spoil(rng: random.Random, command: dict[str, Any]) -> None:
    inside: Any = command
    while True:
        if not inside:
            return
        at = rng.choice(list(inside)) if isinstance(inside, dict) else rng.randrange(len(inside))
        if isinstance(inside[at], dict | list) and inside[at] and rng.random() < 0.7:
            inside = inside[at]
            continue
        match rng.randrange(4):
            case 0:
                del inside[at]
            case 1 if isinstance(inside, dict):
                inside[rng.choice(("", "id", "connect", "channel", "data", "ё"))] = copy.deepcopy(rng.choice(VALUES))
            case _:
                inside[at] = copy.deepcopy(rng.choice(VALUES))
        return


def _scratched(rng: random.Random, text: bytes) -> bytes:
    """Bytes changed, lost or doubled; or nested beyond sense."""
    scratched = bytearray(text)
    for _ in range(rng.randrange(1, 5)):
        at = rng.randrange(len(scratched) + 1)
        match rng.randrange(5):
            case 0:
                scratched[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                del scratched[at : at + rng.randrange(1, 10)]
            case 2:
                scratched[at:at] = scratched[at : at + 20]
            case 3:
                scratched[at:at] = rng.choice((b"[", b'{"a":', b"\\u", b'"', b"\n", b"1e999", b"\xff\xfe")) * 3
            case _:
                scratched[at:at] = b"[" * rng.choice((10, 1000, 5000))
    return bytes(scratched)
