"""What every fan-out promises (`realtime.fanout.port`), within a process and between two."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from channels.publication import ClientInfo, Publication
from realtime.fanout.memory import MemoryFanout
from realtime.fanout.port import Ephemeral, EphemeralKind, Network
from realtime.redis.fanout import RedisFanout
from realtime.redis.servers import Servers
from tests.contracts.conftest import REDISES
from tests.realtime.fakes import NOON, channel, publication
from tests.support.fanouts import QUICK, Listening, eventually


@dataclass(frozen=True)
class Pair:
    """Two processes of an installation; of a fan-out for one process, that one twice."""

    here: Network
    there: Network
    ear: Listening  # there


@pytest.fixture(params=["memory", *REDISES])
async def pair(request: pytest.FixtureRequest, redis_urls: dict[str, str]) -> AsyncIterator[Pair]:
    fanouts: list[Network] = []
    if request.param == "memory":
        fanouts = [MemoryFanout()]
    else:
        secret = secrets.token_bytes(16)
        fanouts = [RedisFanout(Servers(redis_urls[request.param]), secret, QUICK) for _ in range(2)]
    ears = [Listening(b'{"number":%d}' % number) for number in range(len(fanouts))]
    for fanout, ear in zip(fanouts, ears, strict=True):
        fanout.attach(ear)
        fanout.join(ear)
        await fanout.start()
    await eventually(lambda: all(fanout.healthy for fanout in fanouts))
    yield Pair(fanouts[0], fanouts[-1], ears[-1])
    for fanout in fanouts:
        await fanout.stop()


async def test_after_follow_every_hint_arrives_whole(pair: Pair) -> None:
    await pair.there.follow([channel("chat:1")])
    sent = Publication(
        channel=channel("chat:1"),
        offset=7,
        at=NOON,
        author=12,
        data='{"text":"ё\u2028"}'.encode(),
        changes_readers=True,
        info=ClientInfo("12", "c", b'{"a":1}', None),
        tags={"язык": "ru"},
    )
    pair.here.send([sent])
    await pair.ear.until(lambda: bool(pair.ear.hints))
    assert pair.ear.hints == [sent]


async def test_hints_of_other_channels_do_not(pair: Pair) -> None:
    await pair.there.follow([channel("chat:1")])
    pair.here.send([publication(f"chat:{number}", 1) for number in range(2, 300)] + [publication("chat:1", 1)])
    await pair.ear.until(lambda: bool(pair.ear.hints))
    assert {hint.channel for hint in pair.ear.hints} == {"chat:1"}


async def test_one_who_follows_many_channels_hears_all(pair: Pair) -> None:
    names = [channel(f"chat:{number}") for number in range(500)]
    await asyncio.gather(*(pair.there.follow([name]) for name in names))
    pair.here.send([publication(name, 1) for name in names])
    await pair.ear.until(lambda: len(pair.ear.hints) == 500)


async def test_nothing_is_heard_after_unfollow_and_all_again_after_follow(pair: Pair) -> None:
    one, other = channel("chat:1"), channel("chat:2")
    await pair.there.follow([one, other])
    pair.there.unfollow([one])
    pair.there.unfollow([one])  # said twice, means the same
    pair.here.send([publication(one, 1), publication(other, 1)])
    await pair.ear.until(lambda: bool(pair.ear.offsets(other)))
    assert pair.ear.offsets(one) == []
    for offset in range(2, 20):  # whatever is still on its way between the two
        await pair.there.follow([one])
        pair.here.send([publication(one, offset)])
        await pair.ear.until(lambda offset=offset: pair.ear.offsets(one)[-1:] == [offset])  # type: ignore[misc]
        pair.there.unfollow([one])
        for _ in range(offset % 6):
            await asyncio.sleep(0)


async def test_ephemera_arrive_in_the_order_in_which_they_were_sent_each_once(pair: Pair) -> None:
    await pair.there.follow([channel("chat:1")])
    info = ClientInfo("12", "c")
    sent = [
        Ephemeral(channel("chat:1"), EphemeralKind.JOIN, info=info),
        *(Ephemeral(channel("chat:1"), EphemeralKind.PUBLICATION, b"%d" % n, info, {"n": "1"}) for n in range(50)),
        Ephemeral(channel("chat:1"), EphemeralKind.LEAVE, info=info),
    ]
    for ephemeral in sent:
        pair.here.signal(ephemeral)
    pair.here.signal(Ephemeral(channel("chat:2"), EphemeralKind.PUBLICATION, b"0"))
    await pair.ear.until(lambda: len(pair.ear.ephemera) >= len(sent))
    assert pair.ear.ephemera == sent


async def test_an_order_reaches_all_or_the_one_it_is_for(pair: Pair) -> None:
    pair.here.order(b'{"type":"nobody"}', "another node")
    pair.here.order(b'{"type":"all"}')
    pair.here.order(b'{"type":"one"}', pair.there.node)
    # the two go by different ways
    await pair.ear.until(lambda: len(pair.ear.orders) >= 2)
    assert sorted(pair.ear.orders) == [b'{"type":"all"}', b'{"type":"one"}']


async def test_the_sender_hears_itself_in_the_same_turn_and_once(pair: Pair) -> None:
    ear = Listening()
    pair.here.attach(ear)
    pair.here.join(ear)
    await pair.here.follow([channel("chat:1")])
    pair.here.send([publication("chat:1", 1)])
    pair.here.signal(Ephemeral(channel("chat:1"), EphemeralKind.PUBLICATION, b"1"))
    pair.here.order(b"{}")
    pair.here.order(b"[]", pair.here.node)
    told = (ear.offsets("chat:1"), len(ear.ephemera), ear.orders)
    assert told == ([1], 1, [b"{}", b"[]"])
    await pair.there.follow([channel("chat:2")])
    pair.here.send([publication("chat:2", 1)])
    if pair.ear is not ear and pair.here is not pair.there:  # what was sent before has been round by then
        await pair.ear.until(lambda: bool(pair.ear.hints))
    assert (len(ear.ephemera), ear.orders) == (1, [b"{}", b"[]"])


async def test_every_process_is_among_the_nodes_with_what_it_says_of_itself(pair: Pair) -> None:
    await eventually(lambda: set(pair.here.nodes()) == {pair.here.node, pair.there.node})
    assert pair.here.nodes()[pair.there.node] == pair.ear.said


async def test_a_cancelled_follow_leaves_everything_as_it_should_be(pair: Pair) -> None:
    for number in range(30):
        following = asyncio.create_task(pair.there.follow([channel(f"chat:{number}")]))
        await asyncio.sleep(0)
        following.cancel()
        await asyncio.wait([following])
        pair.there.unfollow([channel(f"chat:{number}")])
    names = [channel(f"chat:{number}") for number in range(30)]
    await pair.there.follow(names)
    pair.here.send([publication(name, 1) for name in names])
    await pair.ear.until(lambda: len(pair.ear.hints) == 30)


async def test_nothing_is_sent_before_there_is_a_sink_and_nothing_raises(pair: Pair) -> None:
    alone: list[Network] = [MemoryFanout(), RedisFanout(Servers("redis://127.0.0.1:1"), b"secret", QUICK)]
    for fanout in alone:
        fanout.send([publication("chat:1", 1)])
        fanout.signal(Ephemeral(channel("chat:1"), EphemeralKind.JOIN))
        fanout.order(b"{}")
        fanout.unfollow([channel("chat:1")])
