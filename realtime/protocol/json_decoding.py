"""Decodes JSON text of a client to commands. The only exception is `Disconnect`, whatever comes in.

Source: the Centrifuge client protocol, JSON encoding. Unknown fields are ignored; `null` counts as absent.
"""

import json
from collections.abc import Callable
from typing import Any, NoReturn

from realtime.protocol import commands
from realtime.protocol.codes import Disconnect, DisconnectCode
from realtime.protocol.commands import (
    MAX_COMMANDS,
    MAX_EPOCH,
    MAX_ID,
    MAX_METHOD,
    MAX_NAME,
    MAX_OFFSET,
    MAX_VERSION,
    Command,
    Recovery,
)

MAX_DEPTH = 32

Fields = dict[str, Any]


def decode(text: bytes) -> list[Command]:
    """Returns the commands of one frame, in order: JSON objects joined by line breaks.

    Raises `Disconnect` (BAD_REQUEST) if any part of the frame is malformed.
    """
    lines = text.removesuffix(b"\n").split(b"\n", MAX_COMMANDS)
    if len(lines) > MAX_COMMANDS:
        _refuse()
    return [_command(_parse(line)) for line in lines]


def _refuse(*_: object) -> NoReturn:
    raise Disconnect(DisconnectCode.BAD_REQUEST)


def _parse(line: bytes) -> Fields:
    # RecursionError: deep nesting. ValueError: not JSON, not UTF-8, an endless integer.
    try:
        value = json.loads(line.decode(), parse_constant=_refuse)
    except (ValueError, RecursionError):
        _refuse()
    if not isinstance(value, dict) or _too_deep(line, value):
        _refuse()
    return value


def _too_deep(line: bytes, value: object) -> bool:
    if line.count(b"{") + line.count(b"[") <= MAX_DEPTH:
        return False
    level: list[object] = [value]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for parent in level
            for child in (parent.values() if isinstance(parent, dict) else parent)  # type: ignore[attr-defined]
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True


def _command(fields: Fields) -> Command:
    number = _integer(fields, "id", maximum=MAX_ID)
    if not number and fields.get("send") is None:
        return commands.Pong()
    for method, build in _BUILDERS.items():
        body = fields.get(method)
        if body is None:
            continue
        if not isinstance(body, dict) or not (number or method == "send"):
            _refuse()
        return build(number, body)
    _refuse()


def _string(fields: Fields, name: str, maximum: int | None = None) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or (maximum is not None and len(value) > maximum):
        _refuse()
    return value


def _integer(fields: Fields, name: str, minimum: int = 0, maximum: int = MAX_OFFSET) -> int:
    value = fields.get(name)
    if value is None:
        return 0
    # bool is an int in Python, but not in the protocol
    if type(value) is not int or not minimum <= value <= maximum:
        _refuse()
    return value


def _flag(fields: Fields, name: str) -> bool:
    value = fields.get(name)
    if value is None:
        return False
    if not isinstance(value, bool):
        _refuse()
    return value


def _object(fields: Fields, name: str) -> Fields | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, dict):
        _refuse()
    return value


def _raw(fields: Fields, name: str) -> bytes | None:
    """Returns the field as JSON text without line breaks; None if it is absent (`null` is a value)."""
    if name not in fields:
        return None
    try:
        return json.dumps(fields[name], ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    except ValueError:  # half of a surrogate pair, or 1e999, which Python reads as infinity
        _refuse()


def _channel(fields: Fields) -> str:
    return _string(fields, "channel") or _refuse()


def _recovery(fields: Fields) -> Recovery:
    return Recovery(_integer(fields, "offset"), _string(fields, "epoch", maximum=MAX_EPOCH))


def _connect(number: int, body: Fields) -> Command:
    subs = _object(body, "subs") or {}
    recoveries = {}
    for channel, sub in subs.items():
        if not isinstance(sub, dict):
            _refuse()
        recovery = _recovery(sub)
        if _flag(sub, "recover"):
            recoveries[channel] = recovery
    return commands.Connect(
        id=number,
        token=_string(body, "token") or None,
        data=_raw(body, "data"),
        name=_string(body, "name", maximum=MAX_NAME),
        version=_string(body, "version", maximum=MAX_VERSION),
        recoveries=recoveries,
    )


def _subscribe(number: int, body: Fields) -> Command:
    recovery = _recovery(body)
    if _string(body, "delta") not in ("", "fossil"):
        _refuse()
    return commands.Subscribe(
        id=number,
        channel=_channel(body),
        token=_string(body, "token"),
        data=_raw(body, "data"),
        recovery=recovery if _flag(body, "recover") else None,
        recoverable=_flag(body, "recoverable") | _flag(body, "positioned"),
        join_leave=_flag(body, "join_leave"),
        refuse_unrecovered=bool(_integer(body, "flag", minimum=-(2**63)) & 2),
        filtered=_object(body, "tf") is not None,
        kind=_integer(body, "type", minimum=-(2**31), maximum=2**31 - 1),
    )


def _history(number: int, body: Fields) -> Command:
    since = _object(body, "since")
    return commands.History(
        id=number,
        channel=_channel(body),
        limit=_integer(body, "limit", minimum=-(2**31), maximum=2**31 - 1),
        since=None if since is None else _recovery(since),
        reverse=_flag(body, "reverse"),
    )


_BUILDERS: dict[str, Callable[[int, Fields], Command]] = {  # in the protocol's order of precedence
    "connect": _connect,
    "subscribe": _subscribe,
    "unsubscribe": lambda number, body: commands.Unsubscribe(number, _channel(body)),
    "publish": lambda number, body: commands.Publish(number, _channel(body), _raw(body, "data")),
    "presence": lambda number, body: commands.Presence(number, _channel(body)),
    "presence_stats": lambda number, body: commands.PresenceStats(number, _channel(body)),
    "history": _history,
    "rpc": lambda number, body: commands.Rpc(number, _string(body, "method", maximum=MAX_METHOD), _raw(body, "data")),
    "send": lambda number, body: commands.Send(_raw(body, "data")),
    "refresh": lambda number, body: commands.Refresh(number, _string(body, "token")),
    "sub_refresh": lambda number, body: commands.SubRefresh(
        number, _string(body, "channel"), _string(body, "token"), _integer(body, "type", minimum=-(2**31))
    ),
}
