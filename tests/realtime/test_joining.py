"""How a session begins to listen: no gap, no repetition, and honest about what cannot be proven."""

from collections.abc import Callable
from typing import Any

import pytest

from realtime.engine import Engine
from tests.realtime.fakes import Client, School, channel


def at(offset: int, epoch: str = "first") -> dict[str, Any]:
    return {"recover": True, "offset": offset, "epoch": epoch}


def offsets(sub: dict[str, Any]) -> list[int]:
    return [each["offset"] for each in sub.get("publications", [])]


@pytest.fixture
def chat(school: School) -> None:
    """chat:1 with five publications, which person 1 may read."""
    school.server[1] = {"chat:1"}
    for _ in range(5):
        school.archive.store("chat:1")


@pytest.mark.usefixtures("chat")
@pytest.mark.parametrize(
    ("asked", "recovered", "publications", "offset"),
    [
        (at(3), True, [4, 5], 3),
        (at(3, ""), True, [4, 5], 3),
        (at(5), True, [], 5),
        (at(0), True, [1, 2, 3, 4, 5], 0),
        (at(6), False, [], 5),
        (at(3, "another"), False, [], 5),
    ],
)
async def test_a_returning_client_gets_all_it_missed_or_is_told(
    client: Client, asked: dict[str, Any], recovered: bool, publications: list[int], offset: int
) -> None:
    sub = (await client.connect(1, subs={"chat:1": asked}))["subs"]["chat:1"]
    assert sub["was_recovering"] is True
    assert sub.get("recovered", False) is recovered
    assert offsets(sub) == publications
    assert sub.get("offset", 0) == offset
    assert sub["epoch"] == "first"


@pytest.mark.usefixtures("chat")
async def test_the_same_rules_hold_for_a_subscription_that_the_client_asks_for(engine: Engine, school: School) -> None:
    school.server[1].clear()
    school.extra[1].add("chat:1")
    for asked, recovered in ((at(3), True), (at(9), False)):
        client = Client(engine)
        await client.connect(1)
        sub = (await client.ask("subscribe", channel="chat:1", **asked))["subscribe"]
        assert (sub["was_recovering"], sub.get("recovered", False)) == (True, recovered)
    client = Client(engine)
    await client.connect(1)
    refused = await client.ask("subscribe", channel="chat:1", flag=2, **at(9))
    assert refused["error"]["code"] == 112
    assert "subscribe" in await client.ask("subscribe", channel="chat:1")


@pytest.mark.usefixtures("chat")
async def test_who_does_not_ask_gets_nothing_old(client: Client, school: School) -> None:
    sub = (await client.connect(1, subs={"chat:1": {"offset": 2, "epoch": "first"}}))["subs"]["chat:1"]
    assert sub == {"recoverable": True, "positioned": True, "epoch": "first", "offset": 5}
    assert "since" not in school.archive.reads


@pytest.mark.usefixtures("chat")
async def test_channels_not_granted_are_left_out(client: Client) -> None:
    reply = await client.connect(1, subs={"chat:2": at(1), "nonsense": at(1)})
    assert set(reply["subs"]) == {"chat:1"}


async def test_tops_are_one_query_and_only_who_is_behind_reads(client: Client, school: School) -> None:
    school.server[1] = {"chat:1", "chat:2", "chat:3"}
    for name in school.server[1]:
        school.archive.store(name)
    await client.connect(1, subs={"chat:1": at(1), "chat:2": at(0), "chat:3": at(1)})
    assert school.archive.reads == ["heads", "since"]


@pytest.mark.usefixtures("chat")
async def test_live_channels_need_no_query(engine: Engine, client: Client, school: School) -> None:
    await client.connect(1)
    school.archive.reads.clear()
    again = Client(engine)
    await again.connect(1, subs={"chat:1": at(5)})
    assert school.archive.reads == []


@pytest.mark.usefixtures("chat")
async def test_too_much_is_not_recovered_in_part(make_engine: Callable[..., Engine], school: School) -> None:
    for settings in ({"recovery_limit": 4}, {"recovery_bytes": 20}):
        client = Client(make_engine(**settings))
        sub = (await client.connect(1, subs={"chat:1": at(0)}))["subs"]["chat:1"]
        assert "recovered" not in sub
        assert "publications" not in sub
        assert sub["offset"] == 5


@pytest.mark.usefixtures("chat")
async def test_dropped_publications_are_not_recovered(client: Client, school: School) -> None:
    del school.archive.entries[channel("chat:1")][:2]
    sub = (await client.connect(1, subs={"chat:1": at(1)}))["subs"]["chat:1"]
    assert "recovered" not in sub


@pytest.mark.usefixtures("chat")
async def test_what_is_published_while_missed_ones_are_read_comes_once(
    engine: Engine, client: Client, school: School
) -> None:
    live = Client(engine)
    await live.connect(1)  # the channel is live here already
    school.archive.meanwhile = lambda: (school.publish_now("chat:1"), None)[1]
    sub = (await client.connect(1, subs={"chat:1": at(2)}))["subs"]["chat:1"]
    school.publish_now("chat:1")
    got = offsets(sub)
    while got[-1] < 7:
        got += [offset for _, offset in await client.publications(1)]
    assert got == [3, 4, 5, 6, 7]
    assert await live.publications(2) == [("chat:1", 6), ("chat:1", 7)]


@pytest.mark.usefixtures("chat")
async def test_a_client_that_has_seen_more_than_this_process_is_believed_after_a_look(
    engine: Engine, client: Client, school: School
) -> None:
    """It comes from another process, and our hint of offset 6 is still on its way."""
    live = Client(engine)
    await live.connect(1)
    school.archive.store("chat:1")
    sub = (await client.connect(1, subs={"chat:1": at(6)}))["subs"]["chat:1"]
    assert sub["recovered"] is True
    assert sub["offset"] == 6
    assert await live.publications(1) == [("chat:1", 6)]
    school.publish_now("chat:1")
    assert await client.publications(1) == [("chat:1", 7)]


async def test_the_archive_down_at_connect_is_a_temporary_error(client: Client, school: School) -> None:
    school.server[1] = {"chat:1"}
    school.archive.failing = True
    reply = await client.ask("connect", token="1")
    assert reply["error"] == {"code": 100, "message": "internal server error", "temporary": True}


async def test_many_who_connect_at_once_share_the_reads(engine: Engine, school: School) -> None:
    clients = [Client(engine) for _ in range(50)]
    for person, client in enumerate(clients, 1):
        school.server[person] = {"chat:1"}
        client.send("connect", token=str(person))
    for client in clients:
        assert "connect" in await client.hear()
    assert len(school.asked) < 10
    assert school.archive.reads == ["heads"]
