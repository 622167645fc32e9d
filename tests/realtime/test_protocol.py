"""What a client may send, and when; any bytes at all lead to commands or to a close, never further."""

import json
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from realtime.protocol import commands
from realtime.protocol.codes import DISCONNECTS, ERRORS, Disconnect, DisconnectCode, ErrorCode, ErrorReply
from realtime.protocol.commands import MAX_COMMANDS, Recovery
from realtime.protocol.conversation import Conversation, Stage
from realtime.protocol.json_decoding import MAX_DEPTH, decode

CONNECT = b'{"connect":{"token":"t"},"id":1}'


def one(text: str) -> commands.Command:
    (command,) = decode(text.encode())
    return command


def refused(text: bytes, conversation: Conversation | None = None) -> bool:
    try:
        (conversation or connected()).receive(text)
    except Disconnect as end:
        return end.code == DisconnectCode.BAD_REQUEST
    return False


def connected() -> Conversation:
    conversation = Conversation(decode)
    conversation.receive(CONNECT)
    conversation.admitted()
    return conversation


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("{}", commands.Pong()),
        ('{"id":0}', commands.Pong()),
        ('{"send":{"data":1}}', commands.Send(b"1")),
        (
            '{"connect":{"token":"t","data":{"a":1.5},"name":"js","version":"5","subs":{"chat:1":'
            '{"recover":true,"offset":7,"epoch":"e"},"chat:2":{}},"headers":{},"flag":3},"id":1}',
            commands.Connect(1, "t", b'{"a":1.5}', "js", "5", {"chat:1": Recovery(7, "e")}),
        ),
        ('{"id":1,"connect":{}}', commands.Connect(1, None, None, "", "", {})),
        ('{"id":1,"connect":{"token":null}}', commands.Connect(1, None, None, "", "", {})),
        (
            '{"id":2,"subscribe":{"channel":"a","recover":true,"offset":3,"epoch":"e","flag":3}}',
            commands.Subscribe(2, "a", "", None, Recovery(3, "e"), False, False, True, False, 0),
        ),
        (
            '{"id":2,"subscribe":{"channel":"a","token":"t","data":[],"offset":3,"delta":"fossil","tf":{"key":"k"},'
            '"type":1,"positioned":true,"join_leave":true}}',
            commands.Subscribe(2, "a", "t", b"[]", None, True, True, False, True, 1),
        ),
        ('{"id":3,"unsubscribe":{"channel":"a"}}', commands.Unsubscribe(3, "a")),
        ('{"id":4,"publish":{"channel":"a","data":"ё"}}', commands.Publish(4, "a", '"ё"'.encode())),
        ('{"id":4,"publish":{"channel":"a","data":null}}', commands.Publish(4, "a", b"null")),
        ('{"id":4,"publish":{"channel":"a"}}', commands.Publish(4, "a", None)),
        ('{"id":5,"presence":{"channel":"a"}}', commands.Presence(5, "a")),
        ('{"id":5,"presence_stats":{"channel":"a"}}', commands.PresenceStats(5, "a")),
        ('{"id":6,"history":{"channel":"a","limit":-1}}', commands.History(6, "a", -1, None, False)),
        (
            '{"id":6,"history":{"channel":"a","since":{"offset":2},"reverse":true}}',
            commands.History(6, "a", 0, Recovery(2, ""), True),
        ),
        ('{"id":7,"rpc":{"method":"m","data":[1]}}', commands.Rpc(7, "m", b"[1]")),
        ('{"id":8,"refresh":{"token":"t"}}', commands.Refresh(8, "t")),
        ('{"id":9,"sub_refresh":{"channel":"a","token":"t"}}', commands.SubRefresh(9, "a", "t", 0)),
        ('{"id":9,"rpc":{"method":"m"},"subscribe":{"channel":"a"}}', None),
        ('{"unknown":1,"rpc":{"method":"m","more":{}},"id":4294967295}', commands.Rpc(2**32 - 1, "m", None)),
    ],
)
def test_commands_are_typed(text: str, command: commands.Command | None) -> None:
    if command is None:  # several methods: the first of the protocol's order counts
        assert isinstance(one(text), commands.Subscribe)
    else:
        assert one(text) == command


def test_a_frame_holds_many_commands_in_order() -> None:
    found = decode(b'{"id":1,"rpc":{"method":"a"}}\n{"id":2,"rpc":{"method":"b"}}\n')
    assert [command.id for command in found if isinstance(command, commands.Rpc)] == [1, 2]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\n",
        b"\n\n",
        b"nonsense",
        b"\xff\xfe",
        b"[]",
        b"1",
        b"null",
        b'"connect"',
        b'{"id":1}\n\n{"id":2}',
        b'{"id":5}',
        b'{"id":5,"ping":{}}',
        b'{"id":5,"unknown":{}}',
        b'{"id":-1,"rpc":{}}',
        b'{"id":4294967296,"rpc":{}}',
        b'{"id":1.0,"rpc":{}}',
        b'{"id":"1","rpc":{}}',
        b'{"id":true,"rpc":{}}',
        b'{"id":1,"rpc":[]}',
        b'{"id":1,"rpc":"m"}',
        b'{"id":1,"rpc":{"method":1}}',
        b'{"id":1,"rpc":{"method":"m","data":NaN}}',
        b'{"id":1,"rpc":{"method":"m","data":1e999}}',
        b'{"id":1,"rpc":{"method":"m","data":"\\ud800"}}',
        b'{"id":1,"rpc":{"method":"m","data":' + b"9" * 5000 + b"}}",
        b'{"id":1,"subscribe":{}}',
        b'{"id":1,"subscribe":{"channel":""}}',
        b'{"id":1,"subscribe":{"channel":{"$ne":1}}}',
        b'{"id":1,"subscribe":{"channel":"a","offset":-1}}',
        b'{"id":1,"subscribe":{"channel":"a","offset":18446744073709551616}}',
        b'{"id":1,"subscribe":{"channel":"a","recover":1}}',
        b'{"id":1,"subscribe":{"channel":"a","delta":"other"}}',
        b'{"id":1,"subscribe":{"channel":"a","tf":[]}}',
        b'{"id":1,"unsubscribe":{}}',
        b'{"id":1,"publish":{"data":1}}',
        b'{"id":1,"presence":{}}',
        b'{"id":1,"history":{"channel":"a","limit":"all"}}',
        b'{"id":1,"history":{"channel":"a","since":7}}',
        b'{"id":1,"connect":{"subs":[]}}',
        b'{"id":1,"connect":{"subs":{"a":1}}}',
        b'{"id":1,"connect":{"name":"seventeen letters"}}',
        b'{"id":1,"connect":{"version":"' + b"v" * 65 + b'"}}',
        b'{"id":1,"connect":{"token":["t"]}}',
        b'{"send":1}',
        b"[" * 60000,
        b'{"a":' * 10000 + b"1" + b"}" * 10000,
    ],
)
def test_what_is_not_right_in_form_is_refused(text: bytes) -> None:
    with pytest.raises(Disconnect) as end:
        decode(text)
    assert end.value.code == DisconnectCode.BAD_REQUEST


def test_nesting_is_bounded() -> None:
    def nested(depth: int) -> bytes:  # the command and its body are two levels
        return b'{"id":1,"rpc":{"method":"m","data":' + b"[" * (depth - 2) + b"]" * (depth - 2) + b"}}"

    assert decode(nested(MAX_DEPTH))
    with pytest.raises(Disconnect):
        decode(nested(MAX_DEPTH + 1))


def test_width_is_not_depth() -> None:
    assert decode(b'{"id":1,"rpc":{"method":"m","data":[' + b"{}," * 100 + b"[]]}}")


def test_commands_in_a_frame_are_bounded() -> None:
    assert len(decode(b"\n".join([b"{}"] * MAX_COMMANDS))) == MAX_COMMANDS
    with pytest.raises(Disconnect):
        decode(b"\n".join([b"{}"] * (MAX_COMMANDS + 1)))


@given(st.binary(max_size=300))
def test_any_bytes_are_commands_or_a_refusal(text: bytes) -> None:
    refused(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ["channel", "token", "data", "recover", "offset", "epoch", "flag", "type", "tf", "delta", "limit"]
FIELDS += ["since", "reverse", "method", "subs", "name", "version"]
METHODS = ["connect", "subscribe", "unsubscribe", "publish", "presence", "presence_stats", "history"]
METHODS += ["rpc", "send", "refresh", "sub_refresh"]


@given(
    st.dictionaries(
        st.sampled_from(METHODS),
        st.dictionaries(st.sampled_from(FIELDS), json_values, max_size=6) | json_values,
        max_size=2,
    ),
    st.just(1) | json_values,
)
def test_any_types_in_any_field_are_commands_or_a_refusal(body: dict[str, Any], number: object) -> None:
    refused(json.dumps({**body, "id": number}).encode(), connected())


@given(json_values)
def test_data_arrives_as_it_was_meant(value: object) -> None:
    text = json.dumps({"id": 1, "rpc": {"method": "m", "data": value}}, ensure_ascii=True)
    try:
        command = one(text)
    except Disconnect:
        return
    assert isinstance(command, commands.Rpc)
    assert command.data is not None
    assert json.loads(command.data) == value
    assert b"\n" not in command.data


def test_nothing_comes_before_connect() -> None:
    for text in (b'{"id":1,"rpc":{"method":"m"}}', b'{"send":{}}', b"{}"):
        assert refused(text, Conversation(decode))


def test_a_second_connect_is_refused() -> None:
    assert refused(CONNECT)
    assert refused(CONNECT + b"\n" + CONNECT, Conversation(decode))


def test_others_may_follow_connect_in_its_frame() -> None:
    conversation = Conversation(decode)
    found = conversation.receive(CONNECT + b'\n{"id":2,"subscribe":{"channel":"a"}}')
    assert [type(command) for command in found] == [commands.Connect, commands.Subscribe]
    assert conversation.stage is Stage.CONNECTING


def test_nothing_comes_after_a_refused_connect() -> None:
    conversation = Conversation(decode)
    conversation.receive(CONNECT)
    conversation.refused()
    assert refused(b'{"id":2,"rpc":{"method":"m"}}', conversation)
    conversation = Conversation(decode)
    conversation.receive(CONNECT)
    conversation.refused()
    assert refused(CONNECT, conversation)


def test_a_pong_answers_one_ping() -> None:
    conversation = connected()
    conversation.pinged()
    due = [conversation.pong_due]
    assert conversation.receive(b"{}") == []
    due.append(conversation.pong_due)
    assert due == [True, False]
    assert refused(b"{}", conversation)


def test_every_code_has_its_text() -> None:
    assert set(ERRORS) == set(ErrorCode)
    assert set(DISCONNECTS) == set(DisconnectCode)
    for reason in DISCONNECTS.values():
        assert 0 < len(reason) < 124
        with pytest.raises(ValueError):
            json.loads(reason)


def test_exceptions_take_text_from_the_table_or_their_own() -> None:
    assert Disconnect(3500).reason == "invalid token"
    assert Disconnect(4501, "gone").reason == "gone"
    assert (ErrorReply(100).message, ErrorReply(100).temporary) == ("internal server error", True)
    assert (ErrorReply(404, "not_found").message, ErrorReply(404, "not_found").temporary) == ("not_found", False)
