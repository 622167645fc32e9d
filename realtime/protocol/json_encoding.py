"""Encodes replies and pushes to JSON text. The data of a publication is inserted as it was stored."""

import json
from collections.abc import Iterable
from typing import assert_never

from channels.publication import ClientInfo, Publication
from realtime.protocol.replies import (
    Connected,
    Disconnected,
    Done,
    Joined,
    Left,
    MemberCount,
    Members,
    Message,
    Page,
    Ping,
    Refreshed,
    Refused,
    Reply,
    Result,
    RpcResult,
    SubRefreshed,
    Subscribed,
    SubscribedByServer,
    Told,
    Unsubscribed,
)

PING = b"{}"


class Opaque(bytes):
    """Data that is no JSON text, posted by a client that speaks protobuf. JSON clients get it as a string."""


def encode(message: Message) -> bytes:
    """Returns one message, without a raw line break."""
    match message:
        case Told(publication):
            return _push(publication.channel, b"pub", _publication(publication))
        case Ping():
            return PING
        case Reply(number, result):
            name, body = _result(result)
            return b'{"id":%d,"%b":%b}' % (number, name, body)
        case Refused(number, error):
            fields: dict[str, object] = {"code": error.code, "message": error.message}
            if error.temporary:
                fields["temporary"] = True
            return _json({"id": number, "error": fields})
        case Joined(channel, info):
            return _push(channel, b"join", b'{"info":%b}' % _info(info))
        case Left(channel, info):
            return _push(channel, b"leave", b'{"info":%b}' % _info(info))
        case SubscribedByServer(channel, subscribed):
            return _push(channel, b"subscribe", _subscribed(subscribed))
        case Unsubscribed(channel, code, reason):
            return _push(channel, b"unsubscribe", _json({"code": code, "reason": reason}))
        case Disconnected(code, reason):
            return _json({"push": {"disconnect": {"code": code, "reason": reason}}})
    assert_never(message)


def _result(result: Result) -> tuple[bytes, bytes]:
    """Returns the key of a successful reply, which is needed even for an empty body, and the body."""
    match result:
        case Connected():
            return b"connect", _connected(result)
        case Subscribed():
            return b"subscribe", _subscribed(result)
        case Done(method):
            return method.encode(), b"{}"
        case RpcResult(data):
            return b"rpc", b'{"data":%b}' % _line(data)
        case Page(publications, top):
            body = b'{"publications":%b,"epoch":%b,"offset":%d}'
            return b"history", body % (_list(publications), _json(top.epoch), top.offset)
        case Members(clients):
            entries = b",".join(_json(client) + b":" + _info(info) for client, info in clients.items())
            return b"presence", b'{"presence":{%b}}' % entries
        case MemberCount(clients, users):
            return b"presence_stats", _json({"num_clients": clients, "num_users": users})
        case Refreshed(client, version, ttl):
            return b"refresh", _json({"client": client, "version": version, **_expiry(ttl)})
        case SubRefreshed(ttl):
            return b"sub_refresh", _json(_expiry(ttl))
    assert_never(result)


def _expiry(ttl: int | None) -> dict[str, object]:
    return {} if ttl is None else {"expires": True, "ttl": max(ttl, 1)}


def _connected(result: Connected) -> bytes:
    head: dict[str, object] = {"client": result.client, "version": result.version, **_expiry(result.ttl)}
    if result.ping:
        head |= {"ping": result.ping, "pong": True}
    if result.session:
        head |= {"session": result.session, "node": result.node}
    if not result.subscriptions:
        return _json(head)
    subs = (_json(channel) + b":" + _subscribed(at) for channel, at in result.subscriptions.items())
    return _json(head)[:-1] + b',"subs":{' + b",".join(subs) + b"}}"


def _subscribed(at: Subscribed) -> bytes:
    fields: dict[str, object] = _expiry(at.ttl)
    if at.recoverable:
        fields |= {"recoverable": True, "positioned": True}
        if at.top.epoch:
            fields["epoch"] = at.top.epoch
        offset = at.top.offset if at.recovered_from is None else at.recovered_from
        if offset:
            fields["offset"] = offset
    if at.recovering:
        fields["was_recovering"] = True
    if at.recovered_from is not None:
        fields["recovered"] = True
    parts = _json(fields)[1:-1]
    if at.data is not None:
        parts += (b"," if parts else b"") + b'"data":' + _line(at.data)
    if at.publications:
        parts += (b"," if parts else b"") + b'"publications":' + _list(at.publications)
    return b"{" + parts + b"}"


def _push(channel: str, name: bytes, body: bytes) -> bytes:
    return b'{"push":{"channel":%b,"%b":%b}}' % (_json(channel), name, body)


def _publication(publication: Publication) -> bytes:
    data = b'{"data":' + _line(publication.data)
    if publication.offset:
        data += b',"offset":%d' % publication.offset
    if publication.info is not None:
        data += b',"info":' + _info(publication.info)
    if publication.tags:
        data += b',"tags":' + _json(dict(publication.tags))
    return data + b"}"


def _info(info: ClientInfo) -> bytes:
    text = _json({"user": info.user, "client": info.client})[:-1]
    if info.conn_info is not None:
        text += b',"conn_info":' + _line(info.conn_info)
    if info.chan_info is not None:
        text += b',"chan_info":' + _line(info.chan_info)
    return text + b"}"


def _list(publications: Iterable[Publication]) -> bytes:
    return b"[" + b",".join(_publication(each) for each in publications) + b"]"


def _line(data: bytes) -> bytes:
    if type(data) is Opaque:
        return _json(data.decode(errors="replace"))
    # A raw line break would end the reply. In JSON it can only stand between tokens.
    return data.replace(b"\n", b" ").replace(b"\r", b" ") if b"\n" in data or b"\r" in data else data


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
