"""Encodes replies and pushes to protobuf, without the length before them. Data goes as it was stored."""

from collections.abc import Iterable
from typing import Any, assert_never

from channels.publication import ClientInfo, Publication
from realtime.protocol.protobuf import Reply as ReplyMessage
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


def encode(message: Message) -> bytes:
    """Returns one message; a ping is empty."""
    out = ReplyMessage()
    match message:
        case Ping():
            pass
        case Told(publication):
            out.push.channel = publication.channel
            _publication(out.push.pub, publication)
        case Reply(number, result):
            out.id = number
            _result(out, result)
        case Refused(number, error):
            out.id = number
            out.error.code, out.error.message, out.error.temporary = error.code, error.message, error.temporary
        case Joined(channel, info):
            out.push.channel = channel
            _info(out.push.join.info, info)
        case Left(channel, info):
            out.push.channel = channel
            _info(out.push.leave.info, info)
        case SubscribedByServer(channel, subscribed):
            out.push.channel = channel
            _subscribed_by_server(out.push.subscribe, subscribed)
        case Unsubscribed(channel, code, reason):
            out.push.channel = channel
            out.push.unsubscribe.code, out.push.unsubscribe.reason = code, reason
        case Disconnected(code, reason):
            out.push.disconnect.code, out.push.disconnect.reason = code, reason
        case _:
            assert_never(message)
    text: bytes = out.SerializeToString()
    return text


def _result(out: Any, result: Result) -> None:
    """Sets the result of a reply, even an empty one: otherwise a client sees none."""
    match result:
        case Connected():
            _connected(out.connect, result)
        case Subscribed():
            out.subscribe.SetInParent()
            _subscribed(out.subscribe, result)
        case Done(method):
            getattr(out, method).SetInParent()
        case RpcResult(data):
            out.rpc.SetInParent()
            out.rpc.data = data
        case Page(publications, top):
            out.history.SetInParent()
            out.history.epoch, out.history.offset = top.epoch, top.offset
            _list(out.history.publications, publications)
        case Members(clients):
            out.presence.SetInParent()
            for client, info in clients.items():
                _info(out.presence.presence[client], info)
        case MemberCount(clients, users):
            out.presence_stats.SetInParent()
            out.presence_stats.num_clients, out.presence_stats.num_users = clients, users
        case Refreshed(client, version, ttl):
            out.refresh.client, out.refresh.version = client, version
            _expiry(out.refresh, ttl)
        case SubRefreshed(ttl):
            out.sub_refresh.SetInParent()
            _expiry(out.sub_refresh, ttl)
        case _:
            assert_never(result)


def _connected(out: Any, result: Connected) -> None:
    out.client, out.version, out.ping, out.pong = result.client, result.version, result.ping, result.ping > 0
    out.session, out.node = result.session, result.node
    _expiry(out, result.ttl)
    for channel, at in result.subscriptions.items():
        _subscribed(out.subs[channel], at)


def _subscribed(out: Any, at: Subscribed) -> None:
    _expiry(out, at.ttl)
    out.was_recovering = at.recovering
    out.recovered = at.recovered_from is not None
    if at.recoverable:
        out.recoverable = out.positioned = True
        out.epoch = at.top.epoch
        out.offset = at.top.offset if at.recovered_from is None else at.recovered_from
    if at.data is not None:
        out.data = at.data
    _list(out.publications, at.publications)


def _subscribed_by_server(out: Any, at: Subscribed) -> None:
    out.SetInParent()
    if at.recoverable:
        out.recoverable = out.positioned = True
        out.epoch, out.offset = at.top.epoch, at.top.offset
    if at.data is not None:
        out.data = at.data


def _expiry(out: Any, ttl: int | None) -> None:
    if ttl is not None:
        out.expires, out.ttl = True, max(ttl, 1)


def _publication(out: Any, publication: Publication) -> None:
    out.data, out.offset = publication.data, publication.offset
    if publication.info is not None:
        _info(out.info, publication.info)
    if publication.tags:
        out.tags.update(publication.tags)


def _list(out: Any, publications: Iterable[Publication]) -> None:
    for publication in publications:
        _publication(out.add(), publication)


def _info(out: Any, info: ClientInfo) -> None:
    out.SetInParent()
    out.user, out.client = info.user, info.client
    if info.conn_info is not None:
        out.conn_info = info.conn_info
    if info.chan_info is not None:
        out.chan_info = info.chan_info
