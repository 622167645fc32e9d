"""Delivery to the sessions of one process: every publication once, in order, however it was told."""

import asyncio
import random
from collections.abc import Callable

from realtime.engine import Engine
from tests.realtime.fakes import Client, School, channel, join, messages_in, publication, until


async def test_a_publication_reaches_everybody_on_its_channel(engine: Engine, school: School) -> None:
    ana = await join(engine, school, 1, "chat:1")
    bob = await join(engine, school, 2, "chat:1", "chat:2")
    school.publish_now("chat:1")
    school.publish_now("chat:2")
    assert await bob.publications(2) == [("chat:1", 1), ("chat:2", 1)]
    assert await ana.publications(1) == [("chat:1", 1)]
    assert ana.nothing_heard()


async def test_everybody_gets_the_very_same_bytes(engine: Engine, school: School) -> None:
    clients = [await join(engine, school, person, "chat:1") for person in (1, 2)]
    school.publish_now("chat:1", b'{"text":"\xd1\x91"}')
    heard = [(await each.publications(1), each.writes[-1])[1] for each in clients]
    assert heard[0] is heard[1]
    assert b'"data":{"text":"\xd1\x91"}' in heard[0]


async def test_hints_in_any_order_come_out_in_order(engine: Engine, school: School) -> None:
    client = await join(engine, school, 1, "chat:1")
    stored = [school.archive.store("chat:1") for _ in range(40)]
    hints = stored * 2
    random.Random(7).shuffle(hints)
    for hint in hints:
        engine.publisher.publish([hint])
    assert await client.publications(40) == [("chat:1", offset) for offset in range(1, 41)]
    school.publish_now("chat:1")
    assert await client.publications(1) == [("chat:1", 41)]


async def test_what_is_due_in_one_turn_leaves_in_one_write(engine: Engine, school: School) -> None:
    client = await join(engine, school, 1, "chat:1", "chat:2")
    writes = len(client.writes)
    for _ in range(3):
        school.publish_now("chat:1")
        school.publish_now("chat:2")
    await client.publications(6)
    assert len(client.writes) == writes + 1


async def test_a_big_fan_out_is_sliced_and_stays_in_order(make_engine: Callable[..., Engine], school: School) -> None:
    engine = make_engine(slice_sessions=10)
    clients = [await join(engine, school, person, "chat:1") for person in range(1, 36)]
    school.publish_now("chat:1")
    turns = 0
    while any(client.nothing_heard() for client in clients):
        before = sum(not client.nothing_heard() for client in clients)
        await asyncio.sleep(0)
        reached = sum(not client.nothing_heard() for client in clients) - before
        assert reached <= 10, "a turn of the loop was not bounded"
        turns += 1
        if turns == 2:  # more comes while the first is still on its way
            school.publish_now("chat:1")
            school.publish_now("chat:1")
    assert turns >= 4
    for client in clients:
        assert await client.publications(3) == [("chat:1", 1), ("chat:1", 2), ("chat:1", 3)]


async def test_who_comes_or_goes_between_slices_gets_no_more_and_no_less(
    make_engine: Callable[..., Engine], school: School
) -> None:
    engine = make_engine(slice_sessions=1)
    first = await join(engine, school, 1, "chat:1")
    leaver = await join(engine, school, 2, "chat:1")
    quitter = await join(engine, school, 6, "chat:1", "chat:2")
    last = await join(engine, school, 3, "chat:1")
    returner = Client(engine)
    await returner.connect(4)
    school.extra[4].add("chat:1")
    await returner.ask("subscribe", channel="chat:1")
    school.publish_now("chat:1")
    await until(lambda: not first.nothing_heard())
    # On its way to the others; meanwhile:
    leaver.session.close(3503)
    feed = returner.session.feed("chat:1")
    assert feed is not None
    engine.parts.subscriptions.leave(quitter.session, feed)
    assert feed.batch is not None
    engine.parts.subscriptions.leave(returner.session, feed)
    feed.attach(returner.session)  # again, at the offset that it has read already
    returner.session.feeds = (*returner.session.feeds, feed)
    newcomer = await join(engine, school, 5, "chat:1")
    school.publish_now("chat:1")
    assert await first.publications(2) == [("chat:1", 1), ("chat:1", 2)]
    assert await last.publications(2) == [("chat:1", 1), ("chat:1", 2)]
    assert await returner.publications(1) == [("chat:1", 2)]
    assert await newcomer.publications(1) == [("chat:1", 2)]
    assert await leaver.hear() == {"closed": 3503}
    assert leaver.nothing_heard()
    school.publish_now("chat:2")
    assert await quitter.publications(1) == [("chat:2", 1)]


async def test_a_lost_hint_is_read_from_the_archive(engine: Engine, school: School) -> None:
    client = await join(engine, school, 1, "chat:1")
    school.archive.store("chat:1")  # nobody is told
    school.publish_now("chat:1")
    assert await client.publications(2) == [("chat:1", 1), ("chat:1", 2)]
    assert engine.stats().gaps_filled == 1


async def test_a_look_at_the_heads_finds_what_no_hint_announced(
    make_engine: Callable[..., Engine], school: School
) -> None:
    engine = make_engine(heads_seconds=0.02)
    server = await engine.listen("127.0.0.1", 0, asyncio.Protocol)
    client = await join(engine, school, 1, "chat:1", "diary:1")
    for _ in range(3):
        school.archive.store("diary:1")  # by another process, the last facts of a quiet channel
    assert await client.publications(3) == [("diary:1", 1), ("diary:1", 2), ("diary:1", 3)]
    assert engine.stats().head_repairs == 1
    assert engine.stats().gaps_filled == 3
    server.close()


async def test_heads_of_all_channels_are_one_query(engine: Engine, school: School) -> None:
    for person in range(1, 5):
        await join(engine, school, person, f"person:{person}", "chat:1")
    school.archive.reads.clear()
    await engine.parts.hub.check_heads()
    assert school.archive.reads == ["heads"]


async def test_lost_hints_are_looked_for_at_once(make_engine: Callable[..., Engine], school: School) -> None:
    engine = make_engine(heads_seconds=1000.0)
    await engine.listen("127.0.0.1", 0, asyncio.Protocol)
    client = await join(engine, school, 1, "chat:1")
    school.archive.store("chat:1")
    engine.parts.hub.doubt()
    assert await client.publications(1) == [("chat:1", 1)]


async def test_a_failing_archive_delays_and_does_not_lose(make_engine: Callable[..., Engine], school: School) -> None:
    engine = make_engine(heads_seconds=0.01)
    await engine.listen("127.0.0.1", 0, asyncio.Protocol)
    client = await join(engine, school, 1, "chat:1", "chat:2")
    school.archive.failing = True
    school.archive.store("chat:1")
    school.publish_now("chat:1")
    school.archive.store("chat:2")
    reads = len(school.archive.reads)
    await until(lambda: len(school.archive.reads) > reads + 10)
    assert client.nothing_heard()
    school.archive.failing = False
    assert sorted(await client.publications(3)) == [("chat:1", 1), ("chat:1", 2), ("chat:2", 1)]


async def test_another_epoch_sends_everybody_to_reload(engine: Engine, school: School) -> None:
    school.archive.store("chat:1")
    school.archive.store("journal:1")
    member = await join(engine, school, 1, "chat:1")
    reader = await join(engine, school, 2)
    school.extra[2].add("journal:1")
    await reader.ask("subscribe", channel="journal:1")
    school.archive.epoch = "restored"
    await engine.parts.hub.check_heads()
    assert await member.hear() == {"closed": 3010}
    assert await reader.hear() == {
        "push": {"channel": "journal:1", "unsubscribe": {"code": 2500, "reason": "insufficient state"}}
    }
    reply = await reader.ask("subscribe", channel="journal:1", recover=True, offset=1, epoch="first")
    assert reply["subscribe"] == {
        "recoverable": True,
        "positioned": True,
        "epoch": "restored",
        "offset": 1,
        "was_recovering": True,
    }


async def test_publications_dropped_by_retention_are_never_skipped_silently(engine: Engine, school: School) -> None:
    client = await join(engine, school, 1, "chat:1")
    for _ in range(3):
        school.archive.store("chat:1")
    del school.archive.entries[channel("chat:1")][0]
    await engine.parts.hub.check_heads()
    assert await client.hear() == {"closed": 3010}


async def test_a_channel_nobody_listens_to_is_let_go(engine: Engine, school: School) -> None:
    ana = await join(engine, school, 1, "chat:1")
    bob = await join(engine, school, 2, "chat:1")
    assert engine.stats().subscriptions == 2
    ana.session.close(3503)
    assert set(engine.parts.hub.open_channels) == {"chat:1"}
    bob.session.close(3503)
    assert not engine.parts.hub.open_channels
    assert engine.stats().sessions == 0
    school.publish_now("chat:1")  # reaches nobody, breaks nothing


async def test_a_hint_between_following_and_the_top_is_neither_lost_nor_repeated(
    engine: Engine, school: School
) -> None:
    def both() -> None:
        school.publish_now("chat:1")  # in the top already, and hinted
        early = school.archive.store("chat:1")
        school.archive.entries[channel("chat:1")].pop()  # not yet in the top that is being read
        engine.publisher.publish([early])
        asyncio.get_running_loop().call_soon(school.archive.entries[channel("chat:1")].append, early)

    school.archive.meanwhile = both
    school.server[1].add("chat:1")
    client = Client(engine)
    known = (await client.connect(1))["subs"]["chat:1"]["offset"]
    assert known >= 1
    school.publish_now("chat:1")
    expected = [("chat:1", offset) for offset in range(known + 1, 4)]
    assert await client.publications(len(expected)) == expected
    assert client.nothing_heard()
    assert engine.stats().gaps_filled == 0, "the hint was not heard"


async def test_a_false_hint_is_not_delivered(engine: Engine, school: School) -> None:
    client = await join(engine, school, 1, "chat:1")
    reads = len(school.archive.reads)
    engine.publisher.publish([publication("chat:1", 5)])
    await until(lambda: len(school.archive.reads) > reads)
    school.publish_now("chat:1")
    assert await client.publications(1) == [("chat:1", 1)]
    assert messages_in(client.writes[-1])[0]["push"]["pub"]["data"] == {"n": 1}
