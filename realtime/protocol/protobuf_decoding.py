"""Decodes protobuf of a client to commands. The only exception is `Disconnect`, whatever comes in."""

from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from google.protobuf.message import DecodeError

from realtime.protocol import commands
from realtime.protocol.codes import Disconnect, DisconnectCode
from realtime.protocol.commands import (
    MAX_COMMANDS,
    MAX_EPOCH,
    MAX_METHOD,
    MAX_NAME,
    MAX_OFFSET,
    MAX_VERSION,
    Command,
    Recovery,
)
from realtime.protocol.protobuf import Command as CommandMessage
from realtime.protocol.protobuf import EmulationRequest


def decode(frame: bytes) -> list[Command]:
    """Returns the commands of one frame, in order: messages, each after its length.

    Raises `Disconnect` (BAD_REQUEST) if any part of the frame is malformed.
    """
    found = [_command(_parse(CommandMessage(), part)) for part in _parts(frame)]
    return found or _refuse()


def emulation(body: bytes) -> tuple[str, str, bytes]:
    """Returns node, session and frame of a posted command. Raises `Disconnect` (BAD_REQUEST)."""
    message = _parse(EmulationRequest(), body)
    return message.node, message.session, message.data


def _refuse(*_: object) -> NoReturn:
    raise Disconnect(DisconnectCode.BAD_REQUEST)


def _parse(message: Any, part: bytes) -> Any:
    try:
        message.ParseFromString(part)
    except DecodeError:
        _refuse()
    return message


def _parts(frame: bytes) -> Iterator[bytes]:
    at, count = 0, 0
    while at < len(frame):
        length, at = _length(frame, at)
        count += 1
        if at + length > len(frame) or count > MAX_COMMANDS:
            _refuse()
        yield frame[at : at + length]
        at += length


def _length(frame: bytes, at: int) -> tuple[int, int]:
    length = 0
    for shift in range(0, 35, 7):  # a length of more than 32 bits is malformed
        if at >= len(frame):
            break
        byte = frame[at]
        at += 1
        length |= (byte & 127) << shift
        if byte < 128:
            return length, at
    _refuse()


def _command(message: Any) -> Command:
    if not message.id and not message.HasField("send"):
        return commands.Pong()
    for method, build in _BUILDERS.items():
        if message.HasField(method):
            if not (message.id or method == "send"):
                _refuse()
            return build(message.id, getattr(message, method))
    _refuse()


def _bounded(text: str, maximum: int) -> str:
    return text if len(text) <= maximum else _refuse()


def _raw(body: Any) -> bytes | None:
    """Returns the bytes; None if empty: absent and empty are the same on this wire."""
    data: bytes = body.data
    return data or None


def _channel(body: Any) -> str:
    channel: str = body.channel
    return channel or _refuse()


def _recovery(body: Any) -> Recovery:
    if body.offset > MAX_OFFSET:
        _refuse()
    return Recovery(body.offset, _bounded(body.epoch, MAX_EPOCH))


def _connect(number: int, body: Any) -> Command:
    recoveries = {channel: (sub.recover, _recovery(sub)) for channel, sub in body.subs.items()}
    return commands.Connect(
        id=number,
        token=body.token or None,
        data=_raw(body),
        name=_bounded(body.name, MAX_NAME),
        version=_bounded(body.version, MAX_VERSION),
        recoveries={channel: recovery for channel, (asked, recovery) in recoveries.items() if asked},
    )


def _subscribe(number: int, body: Any) -> Command:
    recovery = _recovery(body)
    if body.delta not in ("", "fossil"):
        _refuse()
    return commands.Subscribe(
        id=number,
        channel=_channel(body),
        token=body.token,
        data=_raw(body),
        recovery=recovery if body.recover else None,
        recoverable=body.recoverable or body.positioned,
        join_leave=body.join_leave,
        refuse_unrecovered=bool(body.flag & 2),
        filtered=body.HasField("tf"),
        kind=body.type,
    )


def _history(number: int, body: Any) -> Command:
    since = _recovery(body.since) if body.HasField("since") else None
    return commands.History(number, _channel(body), body.limit, since, body.reverse)


_BUILDERS: dict[str, Callable[[int, Any], Command]] = {  # in the protocol's order of precedence
    "connect": _connect,
    "subscribe": _subscribe,
    "unsubscribe": lambda number, body: commands.Unsubscribe(number, _channel(body)),
    "publish": lambda number, body: commands.Publish(number, _channel(body), _raw(body)),
    "presence": lambda number, body: commands.Presence(number, _channel(body)),
    "presence_stats": lambda number, body: commands.PresenceStats(number, _channel(body)),
    "history": _history,
    "rpc": lambda number, body: commands.Rpc(number, _bounded(body.method, MAX_METHOD), _raw(body)),
    "send": lambda number, body: commands.Send(_raw(body)),
    "refresh": lambda number, body: commands.Refresh(number, body.token),
    "sub_refresh": lambda number, body: commands.SubRefresh(number, body.channel, body.token, body.type),
}
