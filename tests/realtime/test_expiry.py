"""Tokens that end, and clients that refresh them or not."""

import time
from collections.abc import Callable

import pytest

from realtime.engine import Engine
from realtime.gate import Grant
from tests.realtime.fakes import Client, School, channel

Make = Callable[..., Engine]
SOON = {"expiry_seconds": 0.05}


def ahead(seconds: float) -> float:
    return time.time() + seconds


async def test_the_end_of_a_connection_is_told_at_connect(engine: Engine, school: School) -> None:
    school.until = ahead(100)
    connected = await Client(engine).connect(1)
    assert connected["expires"] is True
    assert 98 <= connected["ttl"] <= 100


async def test_a_connection_without_an_end_has_no_expiry(engine: Engine) -> None:
    assert "expires" not in await Client(engine).connect(1)


async def test_a_connection_that_is_not_refreshed_ends_after_some_patience(make_engine: Make, school: School) -> None:
    school.until = ahead(0.1)
    client = Client(make_engine(**SOON))
    await client.connect(1)
    assert await client.hear() == {"closed": 3005}
    assert time.time() >= school.until + 0.05


async def test_a_refreshed_connection_lives_on(make_engine: Make, school: School) -> None:
    school.until = first = ahead(0.1)
    client = Client(make_engine(**SOON))
    await client.connect(1)
    school.until = ahead(0.5)
    reply = await client.ask("refresh", token="1")
    assert reply["refresh"]["expires"] is True
    assert reply["refresh"]["ttl"] >= 1
    assert reply["refresh"]["client"]
    assert reply["refresh"]["version"]
    assert await client.hear() == {"closed": 3005}
    assert time.time() > first + 0.3


@pytest.mark.parametrize(("token", "until", "code"), [("", 100.0, 3501), ("2", 100.0, 3500), ("1", -1.0, 3005)])
async def test_a_token_that_is_no_good_ends_the_connection(
    engine: Engine, school: School, token: str, until: float, code: int
) -> None:
    client = Client(engine)
    await client.connect(1)
    school.until = ahead(until)
    client.send("refresh", token=token)
    assert await client.hear() == {"closed": code}


async def subscribed(engine: Engine, school: School, until: float | None) -> Client:
    school.extra[1] = {"chat:1"}
    school.grants["chat:1"] = Grant(until=until, info=b'{"a":1}', data=b'"welcome"')
    client = Client(engine)
    await client.connect(1)
    reply = await client.ask("subscribe", channel="chat:1")
    assert reply["subscribe"]["data"] == "welcome"
    assert ("ttl" in reply["subscribe"]) == (until is not None)
    return client


async def test_a_subscription_that_is_not_refreshed_ends_and_may_come_again(make_engine: Make, school: School) -> None:
    client = await subscribed(make_engine(**SOON), school, ahead(0.1))
    told = (await client.hear())["push"]
    assert told == {"channel": "chat:1", "unsubscribe": {"code": 2501, "reason": "subscription expired"}}
    assert "subscribe" in await client.ask("subscribe", channel="chat:1")


async def test_a_refreshed_subscription_lives_on(make_engine: Make, school: School) -> None:
    client = await subscribed(make_engine(**SOON), school, ahead(0.1))
    school.until = None
    assert (await client.ask("sub_refresh", channel="chat:1", token="chat:1"))["sub_refresh"] == {}
    school.until = ahead(0.2)
    assert (await client.ask("sub_refresh", channel="chat:1", token="chat:1"))["sub_refresh"]["ttl"] == 1
    assert (await client.hear())["push"]["unsubscribe"]["code"] == 2501
    assert time.time() > school.until


async def test_a_subscription_token_of_another_channel_ends_the_connection(engine: Engine, school: School) -> None:
    client = await subscribed(engine, school, ahead(100))
    client.send("sub_refresh", channel="chat:1", token="chat:2")
    assert await client.hear() == {"closed": 3500}


async def test_a_subscription_that_was_left_does_not_ring_any_more(make_engine: Make, school: School) -> None:
    engine = make_engine(**SOON)
    client = await subscribed(engine, school, ahead(0.05))
    await client.ask("unsubscribe", channel="chat:1")
    school.until = ahead(0.2)
    engine.parts.subscriptions.live_until(client.session, school.until)
    assert await client.hear() == {"closed": 3005}  # and nothing before it


async def test_the_end_of_what_the_server_subscribed_ends_the_connection(make_engine: Make, school: School) -> None:
    engine = make_engine(**SOON)
    client = Client(engine)
    await client.connect(1)
    await engine.parts.subscriptions.grant(client.session, channel("chat:1"), Grant(until=ahead(0.05)), None)
    assert (await client.hear())["push"]["subscribe"]["recoverable"] is True
    assert await client.hear() == {"closed": 3006}
