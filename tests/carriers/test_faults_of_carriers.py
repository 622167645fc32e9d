"""A postman among carriers that are away, refuse, dawdle and break: nothing lost, nothing doubled, little held."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from py_vapid import Vapid02

from channels.notices.delivery import Carrier, Delivery, End, Outcome
from channels.notices.dispatching import CARRYING, GIVEN_UP, pause_before
from realtime.carriers import postman as postmen
from realtime.carriers.postman import Postman
from realtime.carriers.webpush import Push, WebPush
from tests.carriers.stands import (
    AT_ONCE,
    PERSONAL,
    Case,
    GatewayStand,
    HttpStand,
    MailStand,
    PushStand,
    Says,
    Stand,
    Then,
)
from tests.support.pushing import PushService, push_service

HELD = AT_ONCE * postmen.ROUNDS  # deliveries of one carrier that may be in memory
HALF_AN_HOUR = timedelta(minutes=30)


class Time:
    """Stands still while anybody works; when all `loops` wait it goes on to the next who is due."""

    def __init__(self, loops: int) -> None:
        self.now = datetime(2026, 9, 1, 8, tzinfo=UTC)
        self._loops = loops
        self._waiting: dict[asyncio.Event, datetime] = {}
        self._somebody = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        due = asyncio.Event()
        self._waiting[due] = self.now + timedelta(seconds=seconds)
        self._somebody.set()
        try:
            await due.wait()
        finally:
            self._waiting.pop(due, None)

    async def until(self, holds: Callable[[], bool]) -> None:
        while not holds():
            while len(self._waiting) < self._loops:
                self._somebody.clear()
                await self._somebody.wait()
            if holds():
                return
            due, at = min(self._waiting.items(), key=lambda item: item[1])
            self.now = max(self.now, at)
            del self._waiting[due]
            due.set()

    async def passes(self, span: timedelta) -> None:
        end = self.now + span
        await self.until(lambda: self.now >= end)

    def wake_all(self) -> None:
        for due in self._waiting:
            due.set()


@dataclass
class Letter:
    carrier: str
    content: Any
    made_at: datetime
    due: datetime
    attempts: int = 0
    end: End | None = None  # when nothing more is to be done


@dataclass
class MemoryPost:
    """`Post`, with the leases and pauses of `channels.notices.dispatching`, without a database and without chance."""

    time: Time
    letters: dict[int, Letter] = field(default_factory=dict)
    told: list[tuple[datetime, int, Outcome]] = field(default_factory=list)
    most_held: Counter[str] = field(default_factory=Counter)
    is_away: bool = False
    _held: dict[int, str] = field(default_factory=dict)

    def put(self, carrier: str, *contents: Any) -> None:
        for content in contents:
            number = len(self.letters) + 1
            self.letters[number] = Letter(carrier, content, self.time.now, self.time.now)

    async def resolve(self) -> bool:
        return False

    async def take(self, carrier: str, limit: int) -> Sequence[Delivery[Any]]:
        self._reached()
        due = [
            (letter.due, number)
            for number, letter in self.letters.items()
            if letter.carrier == carrier and letter.end is None and letter.due <= self.time.now
        ]
        taken = [number for _, number in sorted(due)[:limit]]
        for number in taken:
            self.letters[number].due = self.time.now + CARRYING
            self._held[number] = carrier
        for name, held in Counter(self._held.values()).items():
            self.most_held[name] = max(self.most_held[name], held)
        return [Delivery(number, self.letters[number].attempts + 1, self.letters[number].content) for number in taken]

    async def tell(self, carrier: str, outcomes: Sequence[tuple[Delivery[Any], Outcome]]) -> None:
        self._reached()
        for delivery, outcome in outcomes:
            letter = self.letters[delivery.id]
            self.told.append((self.time.now, delivery.id, outcome))
            self._held.pop(delivery.id, None)
            if outcome.end in (End.AWAY, End.WAIT):
                letter.due = self.time.now + timedelta(seconds=outcome.retry_after or 10)
            elif outcome.end is End.LATER and self.time.now < letter.made_at + GIVEN_UP:
                letter.attempts += 1
                pause = outcome.retry_after or pause_before(letter.attempts + 1)
                letter.due = self.time.now + timedelta(seconds=pause)
            else:
                letter.end = outcome.end

    def _reached(self) -> None:
        if self.is_away:
            raise OSError("the database is away")

    def all_done(self) -> bool:
        return all(letter.end is not None for letter in self.letters.values())

    def ends(self) -> Counter[End | None]:
        return Counter(letter.end for letter in self.letters.values())

    def tried(self) -> list[tuple[datetime, int, Outcome]]:
        return [one for one in self.told if one[2].problem != "not tried"]


class Punctual(Postman):
    def __init__(self, post: MemoryPost, carriers: Mapping[str, Carrier[Any]]) -> None:
        super().__init__(post, carriers, dict.fromkeys(carriers, AT_ONCE))
        self._time = post.time

    async def _pause(self, seconds: float) -> None:
        await self._time.sleep(seconds)


@asynccontextmanager
async def working(post: MemoryPost, **carriers: Carrier[Any]) -> AsyncIterator[Postman]:
    postman = Punctual(post, carriers)
    task = asyncio.create_task(postman.run())
    try:
        yield postman
    finally:
        postman.stop()
        post.time.wake_all()
        await task


def a_post(carriers: int = 1) -> MemoryPost:
    """`carriers` work beside the sorting."""
    return MemoryPost(Time(loops=1 + carriers))


@pytest.fixture
async def stands() -> AsyncIterator[Mapping[str, Stand]]:
    stands: dict[str, Stand] = {"smtp": MailStand(), "push": PushStand(), "webhook": GatewayStand()}
    for stand in stands.values():
        await stand.start()
    yield stands
    for stand in stands.values():
        await stand.shut()
        await stand.until(lambda stand=stand: stand.open == 0)  # type: ignore[misc]


@pytest.fixture
async def relay(stands: Mapping[str, Stand]) -> Stand:
    return stands["smtp"]


def contents(stand: Stand, number: int) -> list[Any]:
    return [stand.delivery(each).content for each in range(1, number + 1)]


def nothing_is_said_of_anybody(post: MemoryPost) -> bool:
    return not any(word.lower() in one[2].problem.lower() for one in post.told for word in PERSONAL)


@pytest.mark.parametrize("name", ["smtp", "webhook"])
async def test_half_an_hour_without_the_carrier_costs_nothing(stands: Mapping[str, Stand], name: str) -> None:
    stand, post = stands[name], a_post()
    await stand.shut()
    post.put(name, *contents(stand, 100))
    async with working(post, **{name: stand.carrier()}) as postman:
        await post.time.passes(HALF_AN_HOUR)
        assert stand.taken == []
        assert post.ends() == {None: 100}
        assert {letter.attempts for letter in post.letters.values()} == {0}
        assert postman.rounds[name].away
        assert len(post.tried()) <= AT_ONCE * (HALF_AN_HOUR.total_seconds() / postmen.AWAY_AT_MOST + 10)
        await stand.open_again()
        back = post.time.now
        await post.time.until(post.all_done)
        assert post.time.now - back <= timedelta(minutes=2)
        assert not postman.rounds[name].away
    assert post.ends() == {End.ACCEPTED: 100}
    assert len(stand.taken) == len(set(stand.taken)) == 100
    assert post.most_held[name] <= HELD
    assert nothing_is_said_of_anybody(post)


async def test_half_an_hour_without_push_services_loses_nothing(stands: Mapping[str, Stand]) -> None:
    stand, post = stands["push"], a_post()
    await stand.shut()
    post.put("push", *contents(stand, 30))
    async with working(post, push=stand.carrier()):
        await post.time.passes(HALF_AN_HOUR)
        assert post.ends() == {None: 30}
        assert {letter.attempts for letter in post.letters.values()} <= {5, 6, 7}  # after 30, 60, 120 … s
        await stand.open_again()
        await post.time.until(post.all_done)
    assert post.ends() == {End.ACCEPTED: 30}
    assert len(stand.taken) == len(set(stand.taken)) == 30
    assert post.most_held["push"] <= HELD


@pytest.mark.parametrize("name", ["smtp", "push", "webhook"])
async def test_whatever_it_answers_each_parcel_comes_to_one_end(stands: Mapping[str, Stand], name: str) -> None:
    stand, post = stands[name], a_post()
    cases = [case for case in Case if case not in (Case.ACCEPTED, Case.SLOW)]
    stand.answers += [stand.says[case] for case in cases] * 8
    post.put(name, *contents(stand, 100))
    async with working(post, **{name: stand.carrier()}):
        await post.time.until(post.all_done)
    expected = Counter(stand.ends[case] for case in cases * 8)
    refused: dict[End | None, int] = {end: number for end, number in expected.items() if end in (End.REFUSED, End.GONE)}
    assert post.ends() == {**refused, End.ACCEPTED: 100 - sum(refused.values())}
    assert len(stand.taken) == len(set(stand.taken)) == post.ends()[End.ACCEPTED]
    assert Counter(one[2].end for one in post.tried()) >= expected
    assert post.most_held[name] <= HELD
    assert nothing_is_said_of_anybody(post)


async def test_refused_for_now_it_is_asked_again_with_growing_pauses(relay: Stand) -> None:
    post = a_post()
    relay.answers += [relay.says[Case.REFUSED_FOR_NOW]] * 8
    post.put("smtp", *contents(relay, 1))
    async with working(post, smtp=relay.carrier()):
        await post.time.until(post.all_done)
    at = [one[0] for one in post.told]
    pauses = [(later - before).total_seconds() for before, later in pairwise(at)]
    assert pauses == pytest.approx([30, 60, 120, 240, 480, 960, 1920, 3600], abs=postmen.FETCH_SECONDS)
    assert relay.taken == ["<1@school7.example>"]


async def test_after_two_days_in_all_it_is_given_up(relay: Stand) -> None:
    post = a_post()
    relay.answers += [relay.says[Case.REFUSED_FOR_NOW]] * 100
    post.put("smtp", *contents(relay, 1))
    post.letters[1].made_at -= GIVEN_UP - HALF_AN_HOUR
    async with working(post, smtp=relay.carrier()):
        await post.time.until(post.all_done)
    assert post.ends() == {End.LATER: 1}
    assert post.letters[1].attempts == 6


@pytest.mark.parametrize("name", ["smtp", "push", "webhook"])
async def test_a_yes_that_was_lost_is_asked_for_again_under_the_same_id(stands: Mapping[str, Stand], name: str) -> None:
    stand, post = stands[name], a_post()
    stand.answers.append(Says(b"", Then.LOSE))
    post.put(name, *contents(stand, 5))
    async with working(post, **{name: stand.carrier()}):
        await post.time.until(post.all_done)
    assert sorted(Counter(stand.taken).values()) == [1, 1, 1, 1, 2]
    assert post.ends() == {End.ACCEPTED: 5}


@pytest.mark.parametrize("slow", ["smtp", "push", "webhook"])
async def test_a_slow_carrier_keeps_no_other_waiting(stands: Mapping[str, Stand], slow: str) -> None:
    post = a_post(carriers=2)  # the slow one never waits: it is at work all the time
    for name, stand in stands.items():
        post.put(name, *contents(stand, 20))
    stands[slow].answers += [stands[slow].says[Case.SLOW]] * 20
    others = [name for name in stands if name != slow]
    async with working(post, **{name: stand.carrier() for name, stand in stands.items()}):
        await post.time.until(lambda: all(len(stands[name].taken) == 20 for name in others))
        await stands[slow].until(lambda: stands[slow].busy == AT_ONCE)
        assert stands[slow].taken == []
        assert post.most_held[slow] == HELD
        stands[slow].let_go.set()
    for name in others:
        assert len(set(stands[name].taken)) == 20
    assert len(stands[slow].taken) == HELD  # what was on its way when the postman was stopped, and no more


async def test_who_never_answers_costs_one_attempt_and_the_others_go(
    relay: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postmen, "CARRY_SECONDS", 0.2)
    post = a_post()
    relay.answers.append(relay.says[Case.SLOW])
    post.put("smtp", *contents(relay, 10))
    async with working(post, smtp=relay.carrier()):
        await post.time.until(post.all_done)
    assert [one[2] for one in post.told].count(Outcome(End.LATER, "too slow", in_doubt=True)) == 1
    assert post.ends() == {End.ACCEPTED: 10}
    assert len(relay.taken) == len(set(relay.taken)) == 10


async def test_a_gateway_that_asks_for_time_is_left_alone_for_so_long(stands: Mapping[str, Stand]) -> None:
    gateway, post = stands["webhook"], a_post()
    assert isinstance(gateway, HttpStand)
    gateway.answers.append(Says(b"HTTP/1.1 429 Slow\r\nRetry-After: 300\r\nContent-Length: 0\r\n\r\n"))
    start = post.time.now
    post.put("webhook", *contents(gateway, 40))
    async with working(post, webhook=gateway.carrier()):
        await post.time.until(post.all_done)
    asked = [at - start for at, _, _ in post.tried()]
    early = [span for span in asked if span < timedelta(seconds=300)]
    assert len(early) <= AT_ONCE  # what was on its way already
    told_to_wait = [outcome.retry_after for _, _, outcome in post.told if outcome.end is End.AWAY]
    assert told_to_wait == [300.0] * len(told_to_wait)  # the untried as well: another postman may ask for them
    assert post.ends() == {End.ACCEPTED: 40}
    assert len(gateway.taken) == len(set(gateway.taken)) == 40


def test_all_that_is_taken_at_once_ends_before_its_lease_does() -> None:
    assert CARRYING.total_seconds() > postmen.ROUNDS * postmen.CARRY_SECONDS


def vapid() -> Vapid02:
    key = Vapid02(private_key=None)
    key.private_key = generate_private_key(SECP256R1())
    return key


async def pushes(post: MemoryPost, service: PushService, number: int) -> WebPush:
    for each in range(number):
        post.put("push", Push(*service.subscribe(), f'{{"notice":"{each}"}}', False, f"t{each}"))
    host = service.host
    return WebPush(vapid(), "mailto:diary@school7.example", {host}, clock=lambda: post.time.now.timestamp())


@pytest.mark.parametrize("status", [404, 410])
async def test_a_browser_that_is_gone_is_told_of_and_not_asked_again(status: int) -> None:
    post = a_post()
    async with push_service(lambda: post.time.now.timestamp()) as service:
        service.answer(status)
        async with working(post, push=await pushes(post, service, 10)):
            await post.time.until(post.all_done)
            await post.time.passes(HALF_AN_HOUR)
        assert post.ends() == {End.GONE: 1, End.ACCEPTED: 9}
        assert service.asked == 10
        assert len({one.topic for one in service.take()}) == 9
        assert service.wrong == []


async def test_a_push_service_that_asks_for_time_gets_it_and_the_others_go_on() -> None:
    post = a_post()
    async with push_service(lambda: post.time.now.timestamp()) as service:
        service.answer(429, Retry_After="90")
        start = post.time.now
        async with working(post, push=await pushes(post, service, 10)):
            await post.time.until(post.all_done)
        (waited,) = [number for _, number, outcome in post.told if outcome.end is End.LATER]
        again = [at - start for at, number, _ in post.told if number == waited]
        assert timedelta(seconds=90) <= again[1] - again[0] <= timedelta(seconds=92)
        assert all(at == start for at, number, _ in post.told if number != waited)
        assert len({one.topic for one in service.take()}) == 10


async def test_a_push_service_in_trouble_is_asked_until_it_is_out_of_it() -> None:
    post = a_post()
    async with push_service(lambda: post.time.now.timestamp()) as service:
        for _ in range(4):
            service.answer(500)
        async with working(post, push=await pushes(post, service, 3)):
            await post.time.until(post.all_done)
        came = [one.topic for one in service.take()]
        assert (sorted(came, key=str), service.asked) == (["t0", "t1", "t2"], 7)


class Broken:
    """A carrier with a mistake in it."""

    def __init__(self, carrier: Carrier[Any]) -> None:
        self._carrier = carrier
        self.left = 3

    async def carry(self, delivery: Delivery[Any]) -> Outcome:
        if self.left:
            self.left -= 1
            raise RuntimeError("maria@school7.example")
        return await self._carrier.carry(delivery)

    async def close(self) -> None:
        await self._carrier.close()


async def test_a_mistake_in_a_carrier_ends_neither_the_postman_nor_a_parcel(
    relay: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    post = a_post()
    post.put("smtp", *contents(relay, 10))
    async with working(post, smtp=Broken(relay.carrier())):
        await post.time.until(post.all_done)
    assert post.ends() == {End.ACCEPTED: 10}
    assert len(relay.taken) == len(set(relay.taken)) == 10
    assert nothing_is_said_of_anybody(post)
    assert "carrying by smtp" in caplog.text
    assert "maria" not in caplog.text


async def test_while_the_database_is_away_nothing_more_is_taken_and_what_was_carried_is_not_carried_again(
    relay: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postmen, "TELL_SECONDS", 0.0)
    post = a_post()
    post.put("smtp", *contents(relay, 20))
    relay.answers += [relay.says[Case.SLOW]] * 20
    async with working(post, smtp=relay.carrier()):
        await relay.until(lambda: relay.busy == AT_ONCE)
        post.is_away = True
        relay.let_go.set()
        await relay.until(lambda: len(relay.taken) == HELD)
        assert post.told == []
        post.is_away = False
        await post.time.until(post.all_done)
    assert len(relay.taken) == len(set(relay.taken)) == 20
    assert post.most_held["smtp"] == HELD


async def test_a_postman_who_dies_leaves_everything_to_the_next(relay: Stand) -> None:
    post = a_post()
    post.put("smtp", *contents(relay, 20))
    relay.answers += [relay.says[Case.SLOW]] * AT_ONCE
    dying = asyncio.create_task(Punctual(post, {"smtp": relay.carrier()}).run())
    await relay.until(lambda: relay.busy == AT_ONCE)
    dying.cancel()
    await asyncio.wait([dying])
    await relay.until(lambda: relay.open == 0)
    assert dying.cancelled()
    async with working(post, smtp=relay.carrier()):
        await post.time.until(post.all_done)
    assert post.ends() == {End.ACCEPTED: 20}
    assert len(relay.taken) == len(set(relay.taken)) == 20
    assert post.time.now - post.letters[1].made_at >= CARRYING  # those that had been taken waited for their lease


async def test_a_postman_who_stops_leaves_nothing_untold_and_no_task(relay: Stand) -> None:
    before = asyncio.all_tasks()
    post = a_post()
    post.put("smtp", *contents(relay, 20))
    relay.answers += [relay.says[Case.SLOW]] * 20
    postman = Punctual(post, {"smtp": relay.carrier()})
    task = asyncio.create_task(postman.run())
    await relay.until(lambda: relay.busy == AT_ONCE)
    postman.stop()
    post.time.wake_all()
    relay.let_go.set()
    await task
    assert post.ends() == {End.ACCEPTED: HELD, None: 20 - HELD}
    assert (postman.rounds["smtp"].accepted, len(relay.taken)) == (HELD, HELD)
    await relay.until(lambda: relay.open == 0)
    assert asyncio.all_tasks() == before
