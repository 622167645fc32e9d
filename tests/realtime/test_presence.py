"""Who is there, who comes and goes, and what passes by without being kept."""

from collections.abc import Callable
from typing import Any

import pytest

from channels.publication import ClientInfo
from realtime.engine import Engine
from realtime.gate import Grant, Rules
from tests.realtime.fakes import Client, School, channel, until

ROOM = channel("chat:1")


@pytest.fixture
def shown(school: School) -> School:
    """In chats of this school people see each other."""
    school.kinds["chat"] = Rules(presence=True, join_leave=True)
    return school


async def arrive(engine: Engine, school: School, person: int) -> Client:
    """Its own arrival is the first that it hears of after the reply."""
    school.server[person].add("chat:1")
    client = Client(engine)
    await client.connect(person)
    return client


async def comes(client: Client, what: str) -> dict[str, Any]:
    push = (await client.hear())["push"]
    assert push["channel"] == "chat:1"
    info: dict[str, Any] = push[what]["info"]
    return info


async def test_members_are_told_who_comes_and_who_goes(engine: Engine, shown: School) -> None:
    ana = await arrive(engine, shown, 1)
    assert (await comes(ana, "join"))["client"] == ana.session.client
    bob = await arrive(engine, shown, 2)
    assert (await comes(bob, "join"))["user"] == "2"
    assert await comes(ana, "join") == {"user": "2", "client": bob.session.client}
    bob.session.ended()
    assert await comes(ana, "leave") == {"user": "2", "client": bob.session.client}


async def test_presence_shows_each_client_once_and_counts_people(engine: Engine, shown: School) -> None:
    ana = await arrive(engine, shown, 1)
    again = await arrive(engine, shown, 1)
    bob = await arrive(engine, shown, 2)
    told = [await ana.hear() for _ in range(3)]
    assert all("join" in each["push"] for each in told)
    members = (await ana.ask("presence", channel="chat:1"))["presence"]["presence"]
    assert {info["user"] for info in members.values()} == {"1", "2"}
    assert members.keys() == {ana.session.client, again.session.client, bob.session.client}
    assert (await ana.ask("presence_stats", channel="chat:1"))["presence_stats"] == {"num_clients": 3, "num_users": 2}


async def test_who_left_is_not_there_any_more(engine: Engine, shown: School) -> None:
    ana, bob = await arrive(engine, shown, 1), await arrive(engine, shown, 2)
    await bob.hear()
    assert (await bob.ask("unsubscribe", channel="chat:1")) == {"id": 2, "unsubscribe": {}}
    for _ in range(3):
        await ana.hear()
    assert list((await ana.ask("presence", channel="chat:1"))["presence"]["presence"]) == [ana.session.client]


async def test_the_invisible_are_neither_kept_nor_told_of(engine: Engine, shown: School) -> None:
    shown.hidden.add(2)
    ana = await arrive(engine, shown, 1)
    await ana.hear()
    bob = await arrive(engine, shown, 2)
    assert list((await ana.ask("presence", channel="chat:1"))["presence"]["presence"]) == [ana.session.client]
    bob.session.ended()
    shown.publish_now("chat:1")
    assert "pub" in (await ana.hear())["push"]


async def test_a_session_without_the_wish_hears_nobody_come(engine: Engine, shown: School) -> None:
    shown.extra[1].add("chat:1")
    shown.grants["chat:1"] = Grant(join_leave=False, info=b'{"role":"guest"}')
    ana = Client(engine)
    await ana.connect(1)
    await ana.ask("subscribe", channel="chat:1")
    bob = await arrive(engine, shown, 2)
    await bob.hear()
    shown.publish_now("chat:1")
    assert "pub" in (await ana.hear())["push"]
    members = (await ana.ask("presence", channel="chat:1"))["presence"]["presence"]
    assert members[ana.session.client]["chan_info"] == {"role": "guest"}


async def test_who_did_not_get_in_is_not_shown(engine: Engine, shown: School) -> None:
    ana = await arrive(engine, shown, 1)
    await ana.hear()
    shown.extra[2].add("chat:1")
    bob = Client(engine)
    await bob.connect(2)
    answers = iter([True, False])

    async def lost_between_two_looks(user: str, name: str) -> bool:
        return next(answers)

    shown.may_read = lost_between_two_looks  # type: ignore[method-assign, assignment]
    assert (await bob.ask("subscribe", channel="chat:1"))["error"]["code"] == 103
    del shown.may_read
    assert list((await ana.ask("presence", channel="chat:1"))["presence"]["presence"]) == [ana.session.client]
    assert ana.nothing_heard()


async def test_presence_is_kept_while_sessions_live(make_engine: Callable[..., Engine], shown: School) -> None:
    engine = make_engine(presence_seconds=0.02)
    kept: list[ClientInfo] = []

    async def keep(entries: Any) -> None:
        kept.extend(info for _, info in entries)

    engine.parts.presence.keep = keep  # type: ignore[method-assign]
    await engine.listen("127.0.0.1", 0, lambda: None)  # type: ignore[arg-type, return-value]
    ana = await arrive(engine, shown, 1)
    await until(lambda: any(info.client == ana.session.client for info in kept))


async def test_presence_that_is_away_hinders_nobody(engine: Engine, shown: School) -> None:
    async def fail(*_: Any) -> Any:
        raise ConnectionError("presence is away")

    for name in ("add", "remove", "members"):
        setattr(engine.parts.presence, name, fail)
    ana = await arrive(engine, shown, 1)
    await ana.hear()
    assert (await ana.ask("presence", channel="chat:1"))["error"] == {
        "code": 100,
        "message": "internal server error",
        "temporary": True,
    }
    assert "unsubscribe" in await ana.ask("unsubscribe", channel="chat:1")


async def test_what_is_not_kept_reaches_those_who_listen(engine: Engine, school: School) -> None:
    ana = await arrive(engine, school, 1)
    engine.pass_on(ROOM, b'{"typing":true}', ClientInfo("2", "c"))
    assert (await ana.hear())["push"]["pub"] == {"data": {"typing": True}, "info": {"user": "2", "client": "c"}}
    school.publish_now("chat:1")
    assert (await ana.hear())["push"]["pub"]["offset"] == 1


async def test_a_channel_that_is_not_kept_has_no_position(engine: Engine, school: School) -> None:
    school.kinds["news"] = Rules(kept=False)
    school.extra[1].add("news:1")
    ana = Client(engine)
    await ana.connect(1)
    reply = await ana.ask("subscribe", channel="news:1", recover=True, offset=4)
    assert reply["subscribe"] == {}
    assert "news:1" not in str(school.archive.reads)
    engine.pass_on(channel("news:1"), b"1")
    assert (await ana.hear())["push"]["pub"] == {"data": 1}
    await engine.parts.hub.check_heads()
    assert ana.closed is None


async def test_nothing_passes_while_rights_are_read(engine: Engine, school: School) -> None:
    ana, bob = await arrive(engine, school, 1), await arrive(engine, school, 2)
    school.server[2].clear()
    school.publish_now("chat:1", changes_readers=True)
    await until(lambda: engine.parts.hub.feed(ROOM).blocked)  # type: ignore[union-attr]
    engine.pass_on(ROOM, b'"for members"')
    told = [(await ana.hear())["push"]["pub"].get("offset", 0) for _ in range(2)]
    assert sorted(told) == [0, 1]
    assert "unsubscribe" in (await bob.hear())["push"]
    assert bob.nothing_heard()
