"""Replies and pushes as the clients expect them, and the frames around them."""

import json

import hypothesis.strategies as st
import pytest
from hypothesis import given
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.uri import parse_uri

from channels.publication import Position
from realtime.protocol.codes import ErrorReply
from realtime.protocol.frames import text_frame
from realtime.protocol.json_encoding import Opaque, encode
from realtime.protocol.replies import Connected, Done, Page, Refused, Reply, RpcResult, Subscribed, Told
from tests.realtime.fakes import channel, messages_in, publication


def test_data_is_spliced_in_as_it_was_stored() -> None:
    data = '{"b": 1.10,"a":"ё\\u0451"}'.encode()
    push = encode(Told(publication("chat:1", 7, data)))
    assert push == b'{"push":{"channel":"chat:1","pub":{"data":' + data + b',"offset":7}}}'


def test_a_line_break_in_data_does_not_break_the_reply() -> None:
    push = encode(Told(publication("chat:1", 7, b'{\n"a":1}')))
    assert b"\n" not in push
    assert json.loads(push)["push"]["pub"]["data"] == {"a": 1}
    assert b"\n" not in encode(Reply(1, RpcResult(b"[1,\n2]")))


def test_a_channel_name_is_escaped() -> None:
    push = encode(Told(publication('chat:"}', 1)))
    assert json.loads(push)["push"]["channel"] == 'chat:"}'


def test_an_error_is_temporary_only_when_it_is() -> None:
    assert json.loads(encode(Refused(3, ErrorReply(103)))) == {
        "id": 3,
        "error": {"code": 103, "message": "permission denied"},
    }
    assert json.loads(encode(Refused(3, ErrorReply(100))))["error"]["temporary"] is True


def test_an_empty_result_keeps_its_key() -> None:
    assert encode(Reply(3, Done("publish"))) == b'{"id":3,"publish":{}}'


@pytest.mark.parametrize(
    ("at", "fields"),
    [
        (Subscribed(Position(0, "")), {}),
        (Subscribed(Position(5, "e")), {"offset": 5, "epoch": "e"}),
        (Subscribed(Position(5, "e"), recovering=True), {"offset": 5, "epoch": "e", "was_recovering": True}),
        (
            Subscribed(Position(5, "e"), True, True, 5),
            {"offset": 5, "epoch": "e", "was_recovering": True, "recovered": True},
        ),
        (
            Subscribed(Position(5, "e"), True, True, 4, [publication("chat:1", 5)]),
            {
                "offset": 4,
                "epoch": "e",
                "was_recovering": True,
                "recovered": True,
                "publications": [{"data": {"n": 5}, "offset": 5}],
            },
        ),
    ],
)
def test_a_subscription_says_where_it_stands(at: Subscribed, fields: dict[str, object]) -> None:
    assert json.loads(encode(Reply(1, at)))["subscribe"] == {"recoverable": True, "positioned": True, **fields}


def test_connect_tells_all_subscriptions() -> None:
    assert json.loads(encode(Reply(1, Connected("id", "v", 25, {}))))["connect"] == {
        "client": "id",
        "version": "v",
        "ping": 25,
        "pong": True,
    }
    at = Subscribed(Position(1, "e"))
    subs = json.loads(encode(Reply(1, Connected("id", "v", 25, {channel("a:1"): at, channel("b:2"): at}))))["connect"][
        "subs"
    ]
    assert list(subs) == ["a:1", "b:2"]
    assert subs["a:1"] == {"recoverable": True, "positioned": True, "epoch": "e", "offset": 1}


def test_history_keeps_what_is_zero_or_empty() -> None:
    assert json.loads(encode(Reply(1, Page([], Position(0, "")))))["history"] == {
        "publications": [],
        "epoch": "",
        "offset": 0,
    }


@given(st.sampled_from([0, 1, 125, 126, 127, 65535, 65536, 70000]) | st.integers(0, 300))
def test_a_client_reads_our_frames(length: int) -> None:
    reader = ClientProtocol(parse_uri("ws://localhost/"), state=State.OPEN, max_size=None)
    reader.receive_data(text_frame(b"x" * length))
    (frame,) = reader.events_received()
    assert isinstance(frame, Frame)
    assert (frame.opcode, frame.fin, len(frame.data)) == (Opcode.TEXT, True, length)


def test_frames_can_be_joined() -> None:
    assert messages_in(text_frame(b"{}") + text_frame(b'{"a":1}')) == [{}, {"a": 1}]


def test_data_that_is_no_json_reaches_json_clients_as_a_string() -> None:
    push = encode(Told(publication("chat:1", 1, Opaque(b"\xff{"))))
    assert json.loads(push)["push"]["pub"]["data"] == "\ufffd{"
