"""Messages that share a transaction: whatever is sent at once, repeated, refused or undone, each has its own answer."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.errors import Code, Codes, Refusal
from channels.publication import ChannelName, Publication
from channels.store import Desk, Tx
from channels.talk.inputs import NewMessage
from channels.talk.messages import send_message
from handlers.app import SystemClock
from storage.store import PostgresStore
from tests.support.groups import group
from tests.support.school import School, read_school
from tests.support.serving import Served

_runs = itertools.count()


@dataclass(frozen=True)
class Sending:
    """`chat` is one of two; two sendings with one `key` are of one person, and may say the same or not."""

    person: str
    chat: int
    key: int
    text: str


class Told:
    def __init__(self) -> None:
        self.publications: list[Publication] = []

    def publish(self, publications: Sequence[Publication]) -> None:
        self.publications += publications

    def signal(self, channel: ChannelName, data: bytes) -> None:
        raise AssertionError("a message is no ephemeral")


class Failing(PostgresStore):
    """Of some transactions the commit fails; of some it succeeds, and nobody is told; some wait for a rival."""

    def __init__(self, pool: asyncpg.Pool, faults: Sequence[str]) -> None:
        super().__init__(pool)
        self._around = pool
        self._faults: Iterator[str] = iter(faults)
        self.transactions = 0

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Tx]:  # type: ignore[override]
        self.transactions += 1
        fault = next(self._faults, "")
        async with super().begin() as tx:
            yield tx
            while fault == "waits" and not await self._rival():
                pass
            if fault == "undone":
                raise Refusal(Codes.UNAVAILABLE)
        if fault == "unknown":
            raise Refusal(Codes.UNAVAILABLE)

    async def _rival(self) -> bool:
        """Whether another transaction of this database stands at a lock."""
        waiting: bool = await self._around.fetchval(
            "select exists (select from pg_stat_activity"
            " where datname = current_database() and wait_event_type = 'Lock')"
        )
        return waiting


Answer = dict[str, Any]
"""A message as it leaves."""


async def insist(desk: Desk, school: School, chats: Sequence[int], one: Sending, run: int) -> Answer | Code:
    """Sends until the answer is not "try again", with the same key each time."""
    while True:
        try:
            asked = NewMessage(text=one.text)
            key = f"{run}-{one.key}"
            sent = await send_message(desk, school.people[one.person], chats[one.chat], asked, key)
            return sent.message.model_dump(mode="json")
        except Refusal as refusal:
            if refusal.code is not Codes.UNAVAILABLE:
                return refusal.code


sendings = st.lists(
    st.builds(
        Sending,
        person=st.sampled_from(["olga", "maria", "boris", "anya"]),  # Anya is in neither chat, Boris in one
        chat=st.integers(0, 1),
        key=st.integers(0, 6),
        text=st.sampled_from(["Да", "Нет"]),
    ),
    min_size=1,
    max_size=30,
)


@pytest.fixture(scope="module")
def pool(shared: Served) -> asyncpg.Pool:
    return shared.server.pool


@given(sendings, st.lists(st.sampled_from(["", "", "undone", "unknown"]), max_size=5))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
async def test_every_acknowledged_message_is_stored_once_with_the_number_it_was_answered(
    pool: asyncpg.Pool, asked: list[Sending], faults: list[str]
) -> None:
    school, run, told = await read_school(pool), next(_runs), Told()
    chats = [await group(pool, school, "olga", "maria", "boris"), await group(pool, school, "olga", "maria")]
    desk = Desk(Failing(pool, faults), told, SystemClock())
    answers = await asyncio.gather(*(insist(desk, school, chats, one, run) for one in asked))

    # of one person and key, one request was done; its repeats got its answer, others KEY_REUSED
    done: dict[tuple[str, int], tuple[Sending, Answer]] = {}
    for one, answer in zip(asked, answers, strict=True):
        if isinstance(answer, dict):
            assert done.setdefault((one.person, one.key), (one, answer)) == (one, answer)
            assert answer["text"] == one.text
            assert (answer["chat"], answer["author"]) == (str(chats[one.chat]), str(school.people[one.person]))
    for one, answer in zip(asked, answers, strict=True):
        member = one.person in ("olga", "maria") or (one.person == "boris" and one.chat == 0)
        if answer is Codes.KEY_REUSED:
            assert done[one.person, one.key][0] != one
        elif not isinstance(answer, dict):
            assert answer is Codes.NOT_FOUND
            assert not member
        else:
            assert member

    # what is stored is what was acknowledged, numbered 1 to n in each chat
    for chat in chats:
        acknowledged = {message["offset"]: message for _, message in done.values() if message["chat"] == str(chat)}
        stored = await pool.fetch('select id, "offset", text from message where chat_id = $1 order by id', chat)
        assert [row["offset"] for row in stored] == list(range(1, len(acknowledged) + 1))
        assert {row["offset"]: row["id"] for row in stored} == {n: int(one["id"]) for n, one in acknowledged.items()}
        published = await pool.fetch(
            'select p."offset", p.data from publication p join channel c on c.id = p.channel_id'
            ' where c.name = $1 order by p."offset"',
            f"chat:{chat}",
        )
        assert [(row["offset"], json.loads(row["data"])["message"]) for row in published] == [
            (n, acknowledged[n]) for n in sorted(acknowledged)
        ]
        # nobody was told what is not stored, nor twice, nor out of order
        offsets = [one.offset for one in told.publications if one.channel == f"chat:{chat}"]
        assert offsets == sorted(set(offsets))
        assert set(offsets) <= acknowledged.keys()


async def test_messages_sent_at_once_share_a_transaction(pool: asyncpg.Pool) -> None:
    school = await read_school(pool)
    chat = await group(pool, school, "olga", "maria")
    store = Failing(pool, [])
    desk = Desk(store, Told(), SystemClock())
    sent = await asyncio.gather(
        *(send_message(desk, school.olga, chat, NewMessage(text=f"{n}"), f"at-once-{n}") for n in range(40))
    )
    assert sorted(one.message.offset for one in sent) == list(range(1, 41))
    assert store.transactions == 1


async def test_two_processes_number_one_chat_together(pool: asyncpg.Pool) -> None:
    school = await read_school(pool)
    chat = await group(pool, school, "olga", "maria")
    stores = [Failing(pool, ["waits"]), Failing(pool, [])]
    desks = [Desk(store, Told(), SystemClock()) for store in stores]
    text = NewMessage(text="Да")
    sent = await asyncio.gather(
        *(send_message(desk, school.olga, chat, text, f"both-{n}") for n in range(60) for desk in desks)
    )
    # each key came to both: they agree on its one message
    assert [one.json_text for one in sent[::2]] == [one.json_text for one in sent[1::2]]
    assert sorted(one.message.offset for one in sent[::2]) == list(range(1, 61))
    # one waited for the other's keys instead of running into them
    assert [store.transactions for store in stores] == [1, 1]


async def test_a_chat_whose_row_is_held_keeps_no_other_waiting(pool: asyncpg.Pool) -> None:
    school = await read_school(pool)
    held, free = await group(pool, school, "olga", "maria"), await group(pool, school, "olga", "maria")
    desk = Desk(Failing(pool, []), Told(), SystemClock())

    async def send(chat: int, text: str) -> int:
        sent = await send_message(desk, school.olga, chat, NewMessage(text=text), f"{chat}-{text}")
        return sent.message.offset

    await asyncio.gather(send(held, "0"), send(free, "0"))
    async with pool.acquire() as other, other.transaction():
        await other.execute("select from channel where name = $1 for update", f"chat:{held}")
        stuck = asyncio.create_task(send(held, "1"))
        # in a portion with the one that is held, then beside it
        assert await asyncio.wait_for(send(free, "1"), 10) == 2
        assert [await asyncio.wait_for(send(free, f"{n}"), 10) for n in (2, 3)] == [3, 4]
        assert not stuck.done()
    assert await stuck == 2
    assert await send(held, "2") == 3
