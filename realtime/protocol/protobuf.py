"""Messages of the client protocol in protobuf. The table is the whole schema; the field numbers are the protocol's.

Its classes are made when the module is loaded: no compiler, no generated file.
"""

from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_PACKAGE = "zvonok.realtime"

# name: number, type, name; `*` repeated, `map<…>` from string. Of the optional features only what must be decoded.
_MESSAGES = """
Error: 1 uint32 code, 2 string message, 3 bool temporary
Command: 1 uint32 id, 4 ConnectRequest connect, 5 SubscribeRequest subscribe, 6 ChannelRequest unsubscribe, \
7 PublishRequest publish, 8 ChannelRequest presence, 9 ChannelRequest presence_stats, 10 HistoryRequest history, \
12 SendRequest send, 13 RpcRequest rpc, 14 RefreshRequest refresh, 15 SubRefreshRequest sub_refresh
Reply: 1 uint32 id, 2 Error error, 4 Push push, 5 ConnectResult connect, 6 SubscribeResult subscribe, \
7 Empty unsubscribe, 8 Empty publish, 9 PresenceResult presence, 10 PresenceStatsResult presence_stats, \
11 HistoryResult history, 13 RpcResult rpc, 14 RefreshResult refresh, 15 SubRefreshResult sub_refresh
Push: 2 string channel, 4 Publication pub, 5 Info join, 6 Info leave, 7 Unsubscribe unsubscribe, \
9 Subscribe subscribe, 11 Disconnect disconnect
ClientInfo: 1 string user, 2 string client, 3 bytes conn_info, 4 bytes chan_info
Info: 1 ClientInfo info
Publication: 4 bytes data, 5 ClientInfo info, 6 uint64 offset, 7 map<string> tags
Subscribe: 1 bool recoverable, 4 string epoch, 5 uint64 offset, 6 bool positioned, 7 bytes data
Unsubscribe: 2 uint32 code, 3 string reason
Disconnect: 1 uint32 code, 2 string reason
Empty:
StreamPosition: 1 uint64 offset, 2 string epoch
FilterNode: 1 string op
ConnectRequest: 1 string token, 2 bytes data, 3 map<SubscribeRequest> subs, 4 string name, 5 string version
ConnectResult: 1 string client, 2 string version, 3 bool expires, 4 uint32 ttl, 5 bytes data, \
6 map<SubscribeResult> subs, 7 uint32 ping, 8 bool pong, 9 string session, 10 string node
SubscribeRequest: 1 string channel, 2 string token, 3 bool recover, 6 string epoch, 7 uint64 offset, 8 bytes data, \
9 bool positioned, 10 bool recoverable, 11 bool join_leave, 12 string delta, 13 FilterNode tf, 14 int64 flag, \
15 int32 type
SubscribeResult: 1 bool expires, 2 uint32 ttl, 3 bool recoverable, 6 string epoch, 7 *Publication publications, \
8 bool recovered, 9 uint64 offset, 10 bool positioned, 11 bytes data, 12 bool was_recovering
ChannelRequest: 1 string channel
PublishRequest: 1 string channel, 2 bytes data
PresenceResult: 1 map<ClientInfo> presence
PresenceStatsResult: 1 uint32 num_clients, 2 uint32 num_users
HistoryRequest: 1 string channel, 7 int32 limit, 8 StreamPosition since, 9 bool reverse
HistoryResult: 1 *Publication publications, 2 string epoch, 3 uint64 offset
RpcRequest: 1 bytes data, 2 string method
RpcResult: 1 bytes data
SendRequest: 1 bytes data
RefreshRequest: 1 string token
RefreshResult: 1 string client, 2 string version, 3 bool expires, 4 uint32 ttl
SubRefreshRequest: 1 string channel, 2 string token, 3 int32 type
SubRefreshResult: 1 bool expires, 2 uint32 ttl
EmulationRequest: 1 string node, 2 string session, 3 bytes data
"""

_FIELD = descriptor_pb2.FieldDescriptorProto


def _file() -> descriptor_pb2.FileDescriptorProto:
    file = descriptor_pb2.FileDescriptorProto(name="zvonok/realtime.proto", package=_PACKAGE, syntax="proto3")
    for line in _MESSAGES.strip().splitlines():
        name, _, fields = line.partition(":")
        message = file.message_type.add(name=name)
        for field in filter(None, fields.split(",")):
            number, kind, field_name = field.split()
            _add(message, int(number), kind, field_name)
    return file


def _add(message: descriptor_pb2.DescriptorProto, number: int, kind: str, name: str) -> None:
    field = message.field.add(name=name, number=number, label=_FIELD.LABEL_OPTIONAL)
    if kind.startswith("map<"):
        entry = message.nested_type.add(name=f"{name.title().replace('_', '')}Entry")
        entry.options.map_entry = True
        _add(entry, 1, "string", "key")
        _add(entry, 2, kind[4:-1], "value")
        field.label, field.type = _FIELD.LABEL_REPEATED, _FIELD.TYPE_MESSAGE
        field.type_name = f".{_PACKAGE}.{message.name}.{entry.name}"
        return
    if kind.startswith("*"):
        field.label, kind = _FIELD.LABEL_REPEATED, kind[1:]
    if kind[0].isupper():
        field.type, field.type_name = _FIELD.TYPE_MESSAGE, f".{_PACKAGE}.{kind}"
    else:
        field.type = _FIELD.Type.Value(f"TYPE_{kind.upper()}")


_pool = descriptor_pool.DescriptorPool()
_pool.Add(_file())


def _class(name: str) -> Any:
    return message_factory.GetMessageClass(_pool.FindMessageTypeByName(f"{_PACKAGE}.{name}"))


Command = _class("Command")
Reply = _class("Reply")
EmulationRequest = _class("EmulationRequest")


def varint(number: int) -> bytes:
    """Returns a length as base 128, least significant group first: it goes before each message."""
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)
