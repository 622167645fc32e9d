"""Rights that end or begin are applied at their place in the channel's order, on open sessions."""

import asyncio

import pytest

from realtime.engine import Engine
from tests.realtime.fakes import Client, School, channel, join, until

ENDED = {"code": 2000, "reason": "server unsubscribe"}


async def test_nothing_after_the_end_of_a_right_reaches_the_person(engine: Engine, school: School) -> None:
    stays = await join(engine, school, 1, "diary:7", "person:1")
    goes = await join(engine, school, 2, "diary:7", "person:2")
    school.publish_now("diary:7")
    school.server[2].discard("diary:7")
    school.publish_now("diary:7", changes_readers=True)
    school.publish_now("diary:7")
    assert await stays.publications(3) == [("diary:7", 1), ("diary:7", 2), ("diary:7", 3)]
    assert await goes.publications(1) == [("diary:7", 1)]
    assert await goes.hear() == {"push": {"channel": "diary:7", "unsubscribe": ENDED}}
    school.publish_now("person:2")
    assert await goes.publications(1) == [("person:2", 1)]
    assert goes.nothing_heard()


async def test_rights_of_all_readers_are_one_query(engine: Engine, school: School) -> None:
    clients = [await join(engine, school, person, "chat:1") for person in range(1, 6)]
    school.asked.clear()
    school.publish_now("chat:1", changes_readers=True)
    for client in clients:
        assert await client.publications(1) == [("chat:1", 1)]
    assert school.asked == [frozenset(range(1, 6))]


async def test_each_change_is_a_barrier_of_its_own(engine: Engine, school: School) -> None:
    client = await join(engine, school, 1, "chat:1")
    school.asked.clear()
    school.publish_now("chat:1", changes_readers=True)
    school.publish_now("chat:1", changes_readers=True)
    await client.publications(2)
    assert len(school.asked) == 2


async def test_other_channels_do_not_wait_at_the_barrier(engine: Engine, school: School) -> None:
    client = await join(engine, school, 1, "chat:1", "chat:2")
    school.failing = True
    school.publish_now("chat:1", changes_readers=True)
    school.publish_now("chat:2")
    assert await client.publications(1) == [("chat:2", 1)]
    school.failing = False
    assert await client.publications(1) == [("chat:1", 1)]


async def test_on_doubt_nothing_is_delivered(engine: Engine, school: School) -> None:
    client = await join(engine, school, 1, "chat:1")
    school.asked.clear()
    school.failing = True
    school.publish_now("chat:1", changes_readers=True)
    school.publish_now("chat:1")
    await until(lambda: len(school.asked) >= 5)
    assert client.nothing_heard()
    school.server[1].clear()
    school.failing = False
    assert await client.hear() == {"push": {"channel": "chat:1", "unsubscribe": ENDED}}
    reply = await client.ask("unsubscribe", channel="chat:1")  # nothing was on its way before this
    assert "unsubscribe" in reply


async def test_a_gained_channel_is_pushed_and_live_from_there(engine: Engine, school: School) -> None:
    school.archive.store("chat:9")
    client = await join(engine, school, 1, "person:1")
    school.server[1].add("chat:9")
    school.publish_now("person:1", changes_readers=True)
    assert await client.publications(1) == [("person:1", 1)]
    assert await client.hear() == {
        "push": {
            "channel": "chat:9",
            "subscribe": {"recoverable": True, "positioned": True, "epoch": "first", "offset": 1},
        }
    }
    school.publish_now("chat:9")
    assert await client.publications(1) == [("chat:9", 2)]


async def test_a_channel_gained_and_lost_at_once_is_not_pushed(engine: Engine, school: School) -> None:
    client = await join(engine, school, 1, "person:1")
    school.server[1].add("chat:9")

    def taken_back() -> None:
        school.server[1].discard("chat:9")
        school.archive.store("chat:9", changes_readers=True)

    school.publish_now("person:1", changes_readers=True)
    await client.publications(1)
    school.archive.meanwhile = taken_back  # inside the read of the new channel's top
    await until(lambda: school.archive.meanwhile is None)
    await until(lambda: not client.session.joins)
    school.publish_now("chat:9")
    school.publish_now("person:1")
    assert await client.publications(1) == [("person:1", 2)]
    assert set(engine.parts.hub.open_channels) <= {"person:1"}


async def test_what_the_client_asked_for_is_asked_of_the_gate(engine: Engine, school: School) -> None:
    """Leadership opens one journal: the server would not subscribe it, but the right is there."""
    school.extra[1] = {"journal:1", "journal:2"}
    client = await join(engine, school, 1, "person:1")
    await client.ask("subscribe", channel="journal:1")
    await client.ask("subscribe", channel="journal:2")
    school.extra[1] = {"journal:1"}
    school.publish_now("person:1", changes_readers=True)
    assert await client.hear() == {"push": {"channel": "journal:2", "unsubscribe": ENDED}}
    assert await client.publications(1) == [("person:1", 1)]
    school.publish_now("journal:2")
    school.publish_now("journal:1")
    assert await client.publications(1) == [("journal:1", 1)]


async def test_a_right_that_ends_during_connect_is_not_granted(engine: Engine, school: School) -> None:
    """The gate read the rights, then they ended, and only then the channel became live here."""
    school.server[1] = {"diary:7", "person:1"}

    def ends() -> None:
        school.server[1].discard("diary:7")
        school.publish_now("diary:7", changes_readers=True)

    school.meanwhile = ends
    client = Client(engine)
    reply = await client.connect(1)
    assert set(reply["subs"]) == {"person:1"}
    school.publish_now("diary:7")
    school.publish_now("person:1")
    assert await client.publications(1) == [("person:1", 1)]


@pytest.mark.parametrize("reads", [1, 2, 3])
async def test_a_right_that_ends_while_missed_ones_are_read_is_not_granted(
    engine: Engine, school: School, reads: int
) -> None:
    """At whichever read of a recovering connect it happens: nothing numbered later goes out."""
    for _ in range(3):
        school.archive.store("diary:7")
        school.archive.store("chat:1")
    school.server[1] = {"diary:7", "chat:1"}
    other = await join(engine, school, 2, "diary:7")
    done = asyncio.Event()

    def ends() -> None:
        nonlocal reads
        reads -= 1
        if reads:
            school.archive.meanwhile = ends
            return
        school.server[1].discard("diary:7")
        school.publish_now("diary:7", changes_readers=True)
        school.publish_now("diary:7")
        done.set()

    school.archive.meanwhile = ends
    client = Client(engine)
    at = {"recover": True, "offset": 1, "epoch": "first"}
    reply = await client.connect(1, subs={"diary:7": at, "chat:1": at})
    assert await other.publications(2) == [("diary:7", 4), ("diary:7", 5)]
    if done.is_set():
        assert set(reply["subs"]) == {"chat:1"}
    school.publish_now("diary:7")
    school.publish_now("chat:1")
    heard = await client.hear()
    if not done.is_set():
        pytest.fail("the right did not end during connect")
    assert heard["push"]["channel"] == "chat:1"


async def test_a_right_gained_during_connect_is_pushed_after_the_reply(engine: Engine, school: School) -> None:
    school.server[1] = {"person:1"}
    school.meanwhile = lambda: school.server[1].add("chat:9")
    client = Client(engine)
    assert set((await client.connect(1))["subs"]) == {"person:1"}
    assert (await client.hear())["push"]["channel"] == "chat:9"


async def test_a_channel_that_the_client_left_is_not_given_back(engine: Engine, school: School) -> None:
    client = await join(engine, school, 1, "person:1", "chat:1")
    await client.ask("unsubscribe", channel="chat:1")
    school.publish_now("person:1", changes_readers=True)
    assert await client.publications(1) == [("person:1", 1)]
    await asyncio.sleep(0)  # a task that gives it back would have begun
    await until(lambda: not client.session.joins)
    assert client.nothing_heard()
    assert [feed.name for feed in client.session.feeds] == ["person:1"]
    school.publish_now("chat:1")
    school.publish_now("person:1")
    assert await client.publications(1) == [("person:1", 2)]


async def test_an_older_answer_never_overrules_a_newer_one(engine: Engine, school: School) -> None:
    """While one read of the rights is on its way they change again: the next read begins after it."""
    client = await join(engine, school, 1, "person:1", "chat:1", "chat:2")
    reads = len(school.asked)
    school.slow = asyncio.Event()
    school.publish_now("person:1", changes_readers=True)
    await until(lambda: len(school.asked) == reads + 1)  # it has read: chat:1 and not chat:3
    school.server[1] = {"person:1", "chat:2", "chat:3"}
    school.publish_now("chat:1", changes_readers=True)
    feed = client.session.feed("chat:1")
    assert feed is not None
    await until(lambda: feed.blocked)
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(school.asked) == reads + 1, "two reads at once"
    school.slow.set()
    heard = [await client.hear() for _ in range(3)]
    assert [push.get("channel") for push in (message["push"] for message in heard)] == ["person:1", "chat:1", "chat:3"]
    assert heard[1]["push"]["unsubscribe"] == ENDED
    assert "subscribe" in heard[2]["push"]
    school.publish_now("chat:2")
    assert await client.publications(1) == [("chat:2", 1)]


async def test_a_channel_gained_while_the_client_asks_for_it_is_subscribed_once(engine: Engine, school: School) -> None:
    for order in (True, False):
        school.extra[1] = {"chat:9"}
        school.server[1].discard("chat:9")
        client = await join(engine, school, 1, "person:1")
        if order:
            client.send("subscribe", channel="chat:9")
        school.server[1].add("chat:9")
        stored = school.publish_now("person:1", changes_readers=True)
        if not order:
            client.send("subscribe", channel="chat:9")
        heard = [await client.hear(), await client.hear()]
        assert {
            "push": {"channel": "person:1", "pub": {"data": {"n": stored.offset}, "offset": stored.offset}}
        } in heard
        await until(lambda: not client.session.joins)  # noqa: B023
        assert [feed.name for feed in client.session.feeds].count(channel("chat:9")) == 1
        client.session.close(3503)


async def test_rights_of_very_many_are_applied_in_slices(
    engine: Engine, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("realtime.subscribing.rights.SLICE", 3)
    clients = [await join(engine, school, person, "chat:1", f"person:{person}") for person in range(1, 12)]
    for person in range(1, 12, 2):
        school.server[person].discard("chat:1")
    school.publish_now("chat:1", changes_readers=True)
    for person, client in enumerate(clients, 1):
        if person % 2:
            assert await client.hear() == {"push": {"channel": "chat:1", "unsubscribe": ENDED}}
        else:
            assert await client.publications(1) == [("chat:1", 1)]
    assert engine.stats().subscriptions == 11 + 5


async def test_a_right_that_ends_while_the_client_subscribes_is_not_granted(engine: Engine, school: School) -> None:
    """It ends after the gate was asked and before the channel is live here: no barrier will come."""
    school.extra[1] = {"journal:1"}
    client = await join(engine, school, 1, "person:1")

    def ends() -> None:
        school.extra[1].clear()
        school.archive.store("journal:1", changes_readers=True)

    school.archive.meanwhile = ends
    reply = await client.ask("subscribe", channel="journal:1")
    assert reply["error"]["code"] == 103
    assert set(engine.parts.hub.open_channels) <= {"person:1"}


async def test_a_right_that_ends_without_a_word_ends_with_the_next_review(engine: Engine, school: School) -> None:
    goes = await join(engine, school, 1, "diary:7", "person:1")
    stays = await join(engine, school, 2, "diary:7")
    school.server[1].discard("diary:7")
    school.server[2].add("diary:8")
    school.asked.clear()
    await engine.review_rights()
    assert school.asked == [frozenset({1, 2})]
    assert await goes.hear() == {"push": {"channel": "diary:7", "unsubscribe": ENDED}}
    assert (await stays.hear())["push"]["channel"] == "diary:8"
    school.publish_now("diary:7")
    assert await stays.publications(1) == [("diary:7", 1)]
    assert goes.nothing_heard()


async def test_a_review_goes_on_while_somebody_is_just_coming(engine: Engine, school: School) -> None:
    """A connection that has not said yet whose it is has no rights to be read."""
    goes = await join(engine, school, 1, "diary:7")
    coming = Client(engine)
    school.server[1].discard("diary:7")
    school.asked.clear()
    await engine.review_rights()
    assert school.asked == [frozenset({1})]
    assert await goes.hear() == {"push": {"channel": "diary:7", "unsubscribe": ENDED}}
    await coming.connect(2)
    assert coming.closed is None


async def test_a_review_that_fails_leaves_everybody_as_they_are(engine: Engine, school: School) -> None:
    client = await join(engine, school, 1, "diary:7")
    school.failing = True
    await engine.review_rights()
    school.failing = False
    school.publish_now("diary:7")
    assert await client.publications(1) == [("diary:7", 1)]
