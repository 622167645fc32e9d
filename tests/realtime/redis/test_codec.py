"""What crosses Redis: everything of ours comes back as it was, everything else is garbage and nothing worse."""

import string
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.publication import ChannelName, ClientInfo, Publication
from realtime.fanout.port import Ephemeral, EphemeralKind
from realtime.redis.codec import LONGEST, Beat, Body, Codec, Garbage, Order
from tests.realtime.fakes import publication

OURS, THEIRS = Codec(b"one", "here"), Codec(b"other", "here")

names = st.text(string.ascii_letters + string.digits + ":", min_size=1, max_size=40).map(ChannelName)
texts = st.text(st.characters(exclude_categories=["Cs"]))
infos = st.none() | st.builds(ClientInfo, texts, texts, st.none() | st.just(b"{}"), st.none() | st.just(b'"\xd1\x91"'))
tags = st.none() | st.dictionaries(texts, texts)
data = texts.map(str.encode)
bodies: st.SearchStrategy[Body] = st.one_of(
    st.builds(
        Publication,
        channel=names,
        offset=st.integers(1, 2**63 - 1),
        at=st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
        author=st.none() | st.integers(1, 2**63 - 1),
        data=data,
        changes_readers=st.booleans(),
        info=infos,
        tags=tags,
    ),
    st.builds(Ephemeral, names, st.sampled_from(EphemeralKind), data, infos, tags),
    st.builds(Order, data),
    st.builds(Beat, data),
)


@given(bodies)
def test_what_was_encoded_comes_back_the_same(body: Body) -> None:
    heard = OURS.decode(OURS.encode(body))
    assert heard.body == body
    assert heard.node == "here"


@given(st.binary(max_size=200))
def test_whatever_else_comes_is_garbage(message: bytes) -> None:
    with pytest.raises(Garbage):
        OURS.decode(message)
    with pytest.raises(Garbage):
        OURS.decode(OURS.seal(message) + message)  # even under the right seal


@given(bodies, st.data())
def test_one_changed_bit_makes_it_garbage(body: Body, drawn: st.DataObject) -> None:
    message = bytearray(OURS.encode(body))
    message[drawn.draw(st.integers(0, len(message) - 1))] ^= 1 << drawn.draw(st.integers(0, 7))
    with pytest.raises(Garbage):
        OURS.decode(bytes(message))


@given(bodies)
def test_another_installation_on_the_same_redis_speaks_garbage(body: Body) -> None:
    with pytest.raises(Garbage):
        OURS.decode(THEIRS.encode(body))


@pytest.mark.parametrize(
    "head",
    [
        b"p[]\n",
        b'p["n",1]\n{}',
        b'p["n",1,"chat:1",0,0,null,false,null,null]\n{}',
        b'p["n",1,"chat:1",true,0,null,false,null,null]\n{}',
        b'p["n",1,"chat:1",1,0,null,0,null,null]\n{}',
        b'p["n",1,"chat:1",1,0,null,false,["u"],null]\n{}',
        b'p["n",1,"chat:1",1,0,null,false,null,[1]]\n{}',
        b'p["n",1,"chat:1",1,99999999999999999999,null,false,null,null]\n{}',
        b'p["n",1,"chat:1",1,0,null,false,null,null]',
        b'p["n",1e999,"chat:1",1,0,null,false,null,null]\n{}',
        b'p["n",1,"' + b"x" * 256 + b'",1,0,null,false,null,null]\n{}',
        b'e["n",1,"chat:1","other",null,null]\n{}',
        b'o["n",1,2]\n{}',
        b"b" + b"[" * 100_000 + b"\n",
        b'z["n",1]\n{}',
    ],
)
def test_a_head_of_another_version_is_garbage(head: bytes) -> None:
    with pytest.raises(Garbage):
        OURS.decode(OURS.seal(head) + head)


def test_what_is_too_long_is_refused_on_both_sides() -> None:
    with pytest.raises(ValueError, match="too long"):
        OURS.encode(publication("chat:1", 1, b"x" * LONGEST))
    with pytest.raises(Garbage):
        OURS.decode(b"x" * (LONGEST + 1))
