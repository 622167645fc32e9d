"""The binary encoding: the published schema, what clients send, and any bytes at all."""

from contextlib import suppress
from typing import Any

import hypothesis.strategies as st
import pytest
from centrifuge.protocol import client_pb2
from hypothesis import given

from channels.publication import ClientInfo, Position
from realtime.protocol import commands, protobuf
from realtime.protocol.codes import Disconnect, DisconnectCode, ErrorReply
from realtime.protocol.commands import MAX_COMMANDS, Recovery
from realtime.protocol.dialects import SOCKET_PROTOBUF, STREAM_PROTOBUF
from realtime.protocol.protobuf import varint
from realtime.protocol.protobuf_decoding import decode, emulation
from realtime.protocol.protobuf_encoding import encode
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
    RpcResult,
    SubRefreshed,
    Subscribed,
    SubscribedByServer,
    Told,
    Unsubscribed,
)
from tests.realtime.fakes import channel, publication

published: Any = client_pb2  # its classes are made when it is loaded

# newer than that release of the client
LATER = {("SubscribeRequest", "type"), ("SubRefreshRequest", "type")}

# our shape -> the published one, where one of ours serves several of theirs
NAMES = {
    "ChannelRequest": ["UnsubscribeRequest", "PresenceRequest", "PresenceStatsRequest"],
    "Empty": ["UnsubscribeResult", "PublishResult"],
    "Info": ["Join", "Leave"],
    "RpcRequest": ["RPCRequest"],
    "RpcResult": ["RPCResult"],
}
ROOM = channel("chat:1")
ANA = ClientInfo("1", "c", b'{"a":1}', b"2")


def test_every_field_is_where_the_published_schema_has_it() -> None:
    ours = protobuf.Command.DESCRIPTOR.file.message_types_by_name
    for name, message in ours.items():
        for theirs in NAMES.get(name, [name]):
            if not hasattr(published, theirs):
                assert name == "EmulationRequest"  # which no SDK in Python sends
                continue
            fields = getattr(published, theirs).DESCRIPTOR.fields_by_number
            for field in message.fields:
                if (name, field.name) in LATER:
                    continue
                assert fields[field.number].name == field.name, (name, field.name)
                # an enumeration is a number on the wire
                assert fields[field.number].type in (field.type, fields[field.number].TYPE_ENUM), (name, field.name)


def framed(*sent: Any) -> bytes:
    parts = [command.SerializeToString() for command in sent]
    return b"".join(varint(len(part)) + part for part in parts)


def one(**fields: object) -> commands.Command:
    (command,) = decode(framed(published.Command(**fields)))
    return command


def test_commands_are_typed() -> None:
    subs = {"a": published.SubscribeRequest(recover=True, offset=7, epoch="e"), "b": published.SubscribeRequest()}
    connect = published.ConnectRequest(token="t", data=b"\xff", name="dart", version="1", subs=subs)
    assert one(id=1, connect=connect) == commands.Connect(1, "t", b"\xff", "dart", "1", {"a": Recovery(7, "e")})
    asked = published.SubscribeRequest(
        channel="a", token="t", recover=True, offset=3, epoch="e", flag=3, positioned=True, join_leave=True
    )
    assert one(id=2, subscribe=asked) == commands.Subscribe(
        2, "a", "t", None, Recovery(3, "e"), True, True, True, False, 0
    )
    since = published.StreamPosition(offset=2, epoch="e")
    history = published.HistoryRequest(channel="a", limit=-1, since=since, reverse=True)
    assert one(id=3, history=history) == commands.History(3, "a", -1, Recovery(2, "e"), True)
    assert one(id=4, publish=published.PublishRequest(channel="a", data=b"1")) == commands.Publish(4, "a", b"1")
    assert one(id=5, rpc=published.RPCRequest(method="m")) == commands.Rpc(5, "m", None)
    assert one(id=6, presence=published.PresenceRequest(channel="a")) == commands.Presence(6, "a")
    assert one(id=7, refresh=published.RefreshRequest(token="t")) == commands.Refresh(7, "t")
    assert one(send=published.SendRequest(data=b"1")) == commands.Send(b"1")
    assert one() == commands.Pong()


def test_a_frame_holds_many_commands_in_order() -> None:
    rpcs = [published.Command(id=n, rpc=published.RPCRequest(method="m")) for n in (1, 2)]
    assert [command.id for command in decode(framed(*rpcs)) if isinstance(command, commands.Rpc)] == [1, 2]
    with pytest.raises(Disconnect):
        decode(framed(*[published.Command()] * (MAX_COMMANDS + 1)))


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\x05",  # announces more than there is
        b"\xff\xff\xff\xff\xff\xff\xff",  # a length without an end
        b"\xff\xff\xff\xff\x07\x08\x01",  # 2^31 bytes
        b"\x02\xff\xff",
        framed(published.Command(id=1)),
        framed(published.Command(id=1, subscribe=published.SubscribeRequest())),
        framed(published.Command(id=1, subscribe=published.SubscribeRequest(channel="a", delta="other"))),
        framed(published.Command(id=1, connect=published.ConnectRequest(name="n" * 17))),
        framed(published.Command(id=1, subscribe=published.SubscribeRequest(channel="a", offset=2**63))),
        framed(published.Command(rpc=published.RPCRequest(method="m")), published.Command(id=1)),
    ],
)
def test_what_is_wrong_in_form_ends_the_connection(frame: bytes) -> None:
    with pytest.raises(Disconnect) as end:
        decode(frame)
    assert end.value.code == DisconnectCode.BAD_REQUEST


@given(st.binary(max_size=300))
def test_any_bytes_lead_to_commands_or_to_the_end(frame: bytes) -> None:
    for read in (decode, emulation):
        with suppress(Disconnect):
            read(frame)


SUBSCRIBED = Subscribed(Position(5, "e"), True, True, 4, [publication("chat:1", 5)], 30, b"1")


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (Ping(), ""),
        (Told(publication("chat:1", 5)), 'push { channel: "chat:1" pub { data: "{\\"n\\":5}" offset: 5 } }'),
        (Refused(3, ErrorReply(100)), 'id: 3 error { code: 100 message: "internal server error" temporary: true }'),
        (Reply(3, Done("publish")), "id: 3 publish { }"),
        (Reply(3, Done("unsubscribe")), "id: 3 unsubscribe { }"),
        (Reply(3, RpcResult(b"1")), 'id: 3 rpc { data: "1" }'),
        (Reply(3, MemberCount(2, 1)), "id: 3 presence_stats { num_clients: 2 num_users: 1 }"),
        (Reply(3, Refreshed("c", "v", 9)), 'id: 3 refresh { client: "c" version: "v" expires: true ttl: 9 }'),
        (Reply(3, SubRefreshed(None)), "id: 3 sub_refresh { }"),
        (Reply(3, Page([], Position(0, ""))), "id: 3 history { }"),
        (
            Reply(3, Members({"c": ANA})),
            'id: 3 presence { presence { key: "c" value { user: "1" client: "c" conn_info: "{\\"a\\":1}" chan_info: "2"'
            " } } }",
        ),
        (
            Reply(3, SUBSCRIBED),
            'id: 3 subscribe { expires: true ttl: 30 recoverable: true epoch: "e" publications { data: "{\\"n\\":5}" '
            'offset: 5 } recovered: true offset: 4 positioned: true data: "1" was_recovering: true }',
        ),
        (
            Reply(3, Connected("c", "v", 25, {ROOM: Subscribed(Position(0, ""), False)}, None, "s", "n")),
            'id: 3 connect { client: "c" version: "v" subs { key: "chat:1" value { } } ping: 25 pong: true session: "s"'
            ' node: "n" }',
        ),
        (
            SubscribedByServer(ROOM, Subscribed(Position(5, "e"))),
            'push { channel: "chat:1" subscribe { recoverable: true epoch: "e" offset: 5 positioned: true } }',
        ),
        (Joined(ROOM, ClientInfo("1", "c")), 'push { channel: "chat:1" join { info { user: "1" client: "c" } } }'),
        (Left(ROOM, ClientInfo("1", "c")), 'push { channel: "chat:1" leave { info { user: "1" client: "c" } } }'),
        (Unsubscribed(ROOM, 2000, "r"), 'push { channel: "chat:1" unsubscribe { code: 2000 reason: "r" } }'),
        (Disconnected(3501, "r"), 'push { disconnect { code: 3501 reason: "r" } }'),
    ],
)
def test_a_published_client_reads_what_we_say(message: Message, text: str) -> None:
    read = published.Reply.FromString(encode(message))
    assert " ".join(str(read).split()) == text


def test_messages_stand_after_their_length() -> None:
    assert STREAM_PROTOBUF.ping == b"\x00"
    assert SOCKET_PROTOBUF.ping == b"\x82\x01\x00"
    told = STREAM_PROTOBUF.encode(Told(publication("chat:1", 1, b'"' + b"x" * 300 + b'"')))
    assert told[:2] == varint(len(told) - 2)
