"""What every presence promises (`realtime.presence.port.Presence`)."""

import secrets
from collections.abc import AsyncIterator

import pytest

from channels.publication import ClientInfo
from realtime.presence.port import MemoryPresence, Presence
from realtime.redis.presence import RedisPresence
from realtime.redis.servers import Servers
from tests.contracts.conftest import REDISES
from tests.realtime.fakes import channel

ANNA = ClientInfo("12", "phone", b'{"name":"\xd0\x90"}', b"[1]")
ANNA_TOO = ClientInfo("12", "tablet")
BORIS = ClientInfo("13", "laptop")
CHAT, ODD = channel("chat:1"), channel("{odd}:{}1")


@pytest.fixture(params=["memory", *REDISES])
async def presence(request: pytest.FixtureRequest, redis_urls: dict[str, str]) -> AsyncIterator[Presence]:
    if request.param == "memory":
        yield MemoryPresence()
        return
    made = RedisPresence(Servers(redis_urls[request.param]), secrets.token_bytes(8), 60)
    yield made
    await made.stop()


async def test_who_was_added_is_a_member_until_removed(presence: Presence) -> None:
    await presence.add([(CHAT, ANNA), (CHAT, ANNA_TOO), (ODD, ANNA)])
    await presence.add([(CHAT, BORIS)])
    assert await presence.members(CHAT) == {"phone": ANNA, "tablet": ANNA_TOO, "laptop": BORIS}
    assert await presence.members(ODD) == {"phone": ANNA}
    await presence.remove([(CHAT, ANNA), (CHAT, BORIS), (ODD, BORIS)])
    assert await presence.members(CHAT) == {"tablet": ANNA_TOO}
    assert await presence.members(ODD) == {"phone": ANNA}


async def test_a_channel_nobody_is_in_has_no_members(presence: Presence) -> None:
    assert await presence.members(channel("chat:2")) == {}
    await presence.remove([(channel("chat:2"), ANNA)])
    await presence.add([])
    await presence.keep([])
    await presence.remove([])


async def test_what_is_said_twice_counts_once_and_the_last_word_stands(presence: Presence) -> None:
    await presence.add([(CHAT, ClientInfo("12", "phone")), (CHAT, ANNA)])
    await presence.keep([(CHAT, ANNA)])
    assert await presence.members(CHAT) == {"phone": ANNA}


async def test_hundreds_of_channels_in_one_call(presence: Presence) -> None:
    entries = [(channel(f"chat:{number}"), BORIS) for number in range(300)]
    await presence.add(entries)
    await presence.keep(entries)
    assert await presence.members(channel("chat:299")) == {"laptop": BORIS}
    await presence.remove(entries)
    assert await presence.members(channel("chat:299")) == {}
