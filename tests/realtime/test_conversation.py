"""Whatever a client sends, and whatever becomes of it: the conversation lets pass just what may be said at that moment,
in both encodings alike."""

import json
from typing import Any

import pytest
from centrifuge.protocol import client_pb2
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from realtime.protocol import commands, json_decoding, protobuf_decoding
from realtime.protocol.codes import Disconnect, DisconnectCode
from realtime.protocol.conversation import Conversation, Stage
from realtime.protocol.protobuf import varint

published: Any = client_pb2

BODIES: dict[str, dict[str, Any]] = {
    "connect": {"token": "t"},
    "subscribe": {"channel": "chat:1"},
    "unsubscribe": {"channel": "chat:1"},
    "publish": {"channel": "chat:1", "data": 1},
    "presence": {"channel": "chat:1"},
    "presence_stats": {"channel": "chat:1"},
    "history": {"channel": "chat:1", "limit": 1},
    "rpc": {"method": "m"},
    "refresh": {"token": "t"},
    "sub_refresh": {"channel": "chat:1", "token": "t"},
}
QUESTIONS = sorted(BODIES.keys() - {"connect"})


def as_json(sent: list[tuple[str, int]]) -> bytes:
    lines = [{} if method == "pong" else {"id": number, method: BODIES[method]} for method, number in sent]
    return "\n".join(json.dumps(line) for line in lines).encode()


def as_protobuf(sent: list[tuple[str, int]]) -> bytes:
    frame = b""
    for method, number in sent:
        command = published.Command()
        if method != "pong":
            command.id = number
            body = getattr(command, method)
            body.SetInParent()
            for name, value in BODIES[method].items():
                setattr(body, name, b"1" if name == "data" else value)
        part = command.SerializeToString()
        frame += varint(len(part)) + part
    return frame


class Saying(RuleBasedStateMachine):
    """The model: a stage, whether a ping is open, and whether it is over."""

    @initialize(binary=st.booleans())
    def begin(self, binary: bool) -> None:
        self.open(binary)

    def open(self, binary: bool) -> None:
        self.encode = as_protobuf if binary else as_json
        self.conversation = Conversation(protobuf_decoding.decode if binary else json_decoding.decode)
        self.stage, self.ping_open, self.over, self.number = Stage.NEW, False, False, 0

    def _say(self, methods: list[str]) -> None:
        """Sends one frame; what passes, and what ends it, must be what the model says."""
        sent = []
        for method in methods:
            self.number += 1
            sent.append((method, self.number))
        passes, stage, ping_open = [], self.stage, self.ping_open
        for method, number in sent:
            if method == "pong":
                wrong, ping_open = not ping_open, False
            elif method == "connect":
                wrong, stage = stage is not Stage.NEW, Stage.CONNECTING
            else:
                wrong = stage in (Stage.NEW, Stage.REFUSED)
            if wrong:
                with pytest.raises(Disconnect) as end:
                    self.conversation.receive(self.encode(sent))
                assert end.value.code == DisconnectCode.BAD_REQUEST
                self.over = True
                return
            if method != "pong":
                passes.append((method, number))
        found = self.conversation.receive(self.encode(sent))
        assert [(type(each).__name__.lower(), getattr(each, "id", 0)) for each in found] == [
            (method.replace("_", ""), number) for method, number in passes
        ]
        self.stage, self.ping_open = stage, ping_open

    @precondition(lambda self: not self.over)
    @rule(first=st.booleans(), more=st.lists(st.sampled_from(QUESTIONS), max_size=3))
    def connects(self, first: bool, more: list[str]) -> None:
        self._say(["connect", *more] if first else [*more, "connect"])

    @precondition(lambda self: not self.over)
    @rule(methods=st.lists(st.sampled_from([*QUESTIONS, "pong"]), min_size=1, max_size=4))
    def says(self, methods: list[str]) -> None:
        self._say(methods)

    @precondition(lambda self: not self.over and self.ping_open)
    @rule()
    def answers_the_ping(self) -> None:
        self._say(["pong"])

    @precondition(lambda self: not self.over and self.stage is Stage.CONNECTED)
    @rule()
    def is_pinged(self) -> None:
        self.conversation.pinged()
        self.ping_open = True

    @precondition(lambda self: not self.over and self.stage is Stage.CONNECTING)
    @rule(admitted=st.booleans())
    def is_decided(self, admitted: bool) -> None:
        if admitted:
            self.conversation.admitted()
        else:
            self.conversation.refused()
        self.stage = Stage.CONNECTED if admitted else Stage.REFUSED

    @precondition(lambda self: self.over)
    @rule(binary=st.booleans())
    def comes_again(self, binary: bool) -> None:
        self.open(binary)

    @invariant()
    def stands_where_the_model_stands(self) -> None:
        if hasattr(self, "over") and not self.over:
            assert (self.conversation.stage, self.conversation.pong_due) == (self.stage, self.ping_open)


Saying.TestCase.settings = settings(max_examples=200, stateful_step_count=20, deadline=None)
TestSaying = Saying.TestCase


def test_the_model_names_every_question() -> None:
    assert {kind.__name__.lower() for kind in commands.Question.__args__} == {name.replace("_", "") for name in BODIES}
