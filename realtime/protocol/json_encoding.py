"""Replies and pushes -> JSON text. The data of a publication is spliced in as it was stored."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from channels.publication import ChannelName, Position, Publication
from realtime.protocol.codes import DISCONNECTS, UNSUBSCRIBES, ErrorReply

PING = b"{}"


@dataclass(frozen=True, slots=True)
class Subscribed:
    """The result of one subscription: where the channel stands, and what was missed.

    `recovered_from` is the offset that the client asked from when everything since is in
    `publications`; None when it was not recovered or (`recovering` false) did not ask.
    """

    top: Position
    recovering: bool = False
    recovered_from: int | None = None
    publications: Sequence[Publication] = ()


def error(number: int, reply: ErrorReply) -> bytes:
    body: dict[str, object] = {"code": reply.code, "message": reply.message}
    if reply.temporary:
        body["temporary"] = True
    return _json({"id": number, "error": body})


def result(number: int, method: str, body: bytes = b"{}") -> bytes:
    """A successful reply; its key is there even when the result is empty."""
    return b'{"id":%d,"%b":%b}' % (number, method.encode(), body)


def connected(client: str, version: str, ping: int, subscriptions: Mapping[ChannelName, Subscribed]) -> bytes:
    """The result of connect; `ping` is in seconds, and pongs are asked for."""
    head = {"client": client, "version": version, "ping": ping, "pong": True}
    if not subscriptions:
        return _json(head)
    subs = (_json(channel) + b":" + subscribed(at) for channel, at in subscriptions.items())
    return _json(head)[:-1] + b',"subs":{' + b",".join(subs) + b"}}"


def subscribed(at: Subscribed) -> bytes:
    fields: dict[str, object] = {"recoverable": True, "positioned": True}
    if at.top.epoch:
        fields["epoch"] = at.top.epoch
    offset = at.top.offset if at.recovered_from is None else at.recovered_from
    if offset:
        fields["offset"] = offset
    if at.recovering:
        fields["was_recovering"] = True
    if at.recovered_from is not None:
        fields["recovered"] = True
    if not at.publications:
        return _json(fields)
    return _json(fields)[:-1] + b',"publications":' + _list(at.publications) + b"}"


def history(publications: Iterable[Publication], top: Position) -> bytes:
    return b'{"publications":%b,"epoch":%b,"offset":%d}' % (
        _list(publications),
        _json(top.epoch),
        top.offset,
    )


def rpc(data: bytes) -> bytes:
    return b'{"data":' + _line(data) + b"}"


def publication_push(publication: Publication) -> bytes:
    return b'{"push":{"channel":%b,"pub":%b}}' % (_json(publication.channel), _publication(publication))


def subscribe_push(channel: ChannelName, top: Position) -> bytes:
    """Tells a client that the server subscribed it to one more channel, live from after `top`."""
    return b'{"push":{"channel":%b,"subscribe":%b}}' % (_json(channel), subscribed(Subscribed(top)))


def unsubscribe_push(channel: ChannelName, code: int) -> bytes:
    body = {"code": int(code), "reason": UNSUBSCRIBES[code]}
    return _json({"push": {"channel": channel, "unsubscribe": body}})


def disconnect_push(code: int) -> bytes:
    """For transports without a close frame of their own."""
    return _json({"push": {"disconnect": {"code": int(code), "reason": DISCONNECTS[code]}}})


def _publication(publication: Publication) -> bytes:
    return b'{"data":%b,"offset":%d}' % (_line(publication.data), publication.offset)


def _list(publications: Iterable[Publication]) -> bytes:
    return b"[" + b",".join(_publication(each) for each in publications) + b"]"


def _line(data: bytes) -> bytes:
    # A raw line break would end the reply. In JSON it can only stand between tokens.
    return data.replace(b"\n", b" ") if b"\n" in data else data


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
