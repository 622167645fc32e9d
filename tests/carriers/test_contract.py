"""What every carrier keeps to, whatever stands on the other side."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.notices.delivery import Carrier, End, Outcome
from realtime.carriers import posting
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

KINDS: dict[str, type[Stand]] = {"smtp": MailStand, "push": PushStand, "webhook": GatewayStand}
ANSWERS = [case for case in Case if case not in (Case.ACCEPTED, Case.SLOW)]


@pytest.fixture(params=list(KINDS.values()), ids=list(KINDS))
async def stand(request: pytest.FixtureRequest) -> AsyncIterator[Stand]:
    stand: Stand = request.param()
    await stand.start()
    yield stand
    await stand.shut()
    await stand.until(lambda: stand.open == 0)


@pytest.fixture
async def carrier(stand: Stand) -> AsyncIterator[Carrier[object]]:
    carrier = stand.carrier()
    yield carrier
    await carrier.close()


def says_nothing_of_anybody(outcome: Outcome) -> bool:
    return not any(word.lower() in outcome.problem.lower() for word in PERSONAL)


async def test_what_the_other_side_takes_is_accepted(stand: Stand, carrier: Carrier[object]) -> None:
    assert [await carrier.carry(stand.delivery(number)) for number in (1, 2, 3)] == [Outcome(End.ACCEPTED)] * 3
    assert len(set(stand.taken)) == 3


@pytest.mark.parametrize("case", ANSWERS, ids=lambda case: case.name.lower())
async def test_each_answer_has_its_end_and_the_next_parcel_goes_as_ever(
    stand: Stand, carrier: Carrier[object], case: Case
) -> None:
    stand.answers.append(stand.says[case])
    outcome = await carrier.carry(stand.delivery(1))
    assert outcome.end is stand.ends[case]
    assert outcome.problem
    assert says_nothing_of_anybody(outcome)
    assert await carrier.carry(stand.delivery(2)) == Outcome(End.ACCEPTED)
    assert len(stand.taken) == 1


@pytest.mark.parametrize("case", ANSWERS, ids=lambda case: case.name.lower())
async def test_a_connection_that_has_served_already_gets_each_answer_as_well(
    stand: Stand, carrier: Carrier[object], case: Case
) -> None:
    await carrier.carry(stand.delivery(1))
    stand.answers.append(stand.says[case])
    assert (await carrier.carry(stand.delivery(2))).end is stand.ends[case]
    assert await carrier.carry(stand.delivery(3)) == Outcome(End.ACCEPTED)
    assert len(stand.taken) == 2


async def test_a_carrier_that_is_told_how_long_to_wait_says_it(stand: Stand, carrier: Carrier[object]) -> None:
    stand.answers.append(stand.says[Case.TOLD_TO_WAIT])
    outcome = await carrier.carry(stand.delivery())
    assert outcome.retry_after == (7.0 if isinstance(stand, HttpStand) else None)  # mail has no word for it


async def test_who_does_not_answer_is_not_waited_for_for_ever(stand: Stand) -> None:
    carrier = stand.carrier(seconds=0.2)
    stand.answers.append(stand.says[Case.SLOW])
    outcome = await carrier.carry(stand.delivery())
    assert outcome.end is End.LATER
    assert says_nothing_of_anybody(outcome)
    await stand.until(lambda: stand.open == 0)
    await carrier.close()


async def test_where_nobody_listens_nothing_was_tried(stand: Stand, carrier: Carrier[object]) -> None:
    await stand.shut()
    outcome = await carrier.carry(stand.delivery())
    assert outcome.end is stand.nobody
    assert outcome.problem
    assert says_nothing_of_anybody(outcome)


async def test_cancelled_in_the_middle_it_carries_the_next_one_and_no_answer_is_mistaken(
    stand: Stand, carrier: Carrier[object]
) -> None:
    await carrier.carry(stand.delivery(1))
    for number in range(2, 6):
        stand.answers.append(stand.says[Case.SLOW])
        task = asyncio.create_task(carrier.carry(stand.delivery(number)))
        await stand.until(lambda: stand.busy == 1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await stand.until(lambda: stand.busy == 0)
        stand.answers.append(stand.says[Case.REFUSED_FOR_EVER])
        assert (await carrier.carry(stand.delivery(8))).end is End.REFUSED
        assert (await carrier.carry(stand.delivery(9))).end is End.ACCEPTED
    assert len(stand.taken) == 5


async def test_so_many_go_at_once_and_no_more(stand: Stand, carrier: Carrier[object]) -> None:
    stand.answers += [stand.says[Case.SLOW]] * 3 * AT_ONCE
    tasks = [asyncio.create_task(carrier.carry(stand.delivery(number))) for number in range(5 * AT_ONCE)]
    await stand.until(lambda: stand.busy == AT_ONCE)
    stand.let_go.set()
    assert {outcome.end for outcome in await asyncio.gather(*tasks)} == {End.ACCEPTED}
    assert stand.most == AT_ONCE
    assert stand.open <= AT_ONCE


async def test_a_parcel_that_is_carried_twice_is_known_by_the_same_id(stand: Stand, carrier: Carrier[object]) -> None:
    for attempt in (1, 2):
        await carrier.carry(stand.delivery(5, attempt))
    await carrier.carry(stand.delivery(6))
    first, again, other = stand.taken
    assert first == again != other


async def test_closed_it_leaves_no_task_and_no_connection(stand: Stand) -> None:
    before = asyncio.all_tasks()
    carrier = stand.carrier()
    for case in ANSWERS:
        stand.answers.append(stand.says[case])
        await carrier.carry(stand.delivery())
    await stand.until(lambda: stand.busy == 0)
    stand.answers.append(stand.says[Case.SLOW])
    cut = asyncio.create_task(carrier.carry(stand.delivery()))
    await stand.until(lambda: stand.busy == 1)
    cut.cancel()
    await asyncio.wait([cut])
    await asyncio.gather(*(carrier.carry(stand.delivery(number)) for number in range(AT_ONCE)))
    await carrier.close()
    await carrier.close()  # twice is as once
    await stand.until(lambda: stand.open == 0)
    if left := asyncio.all_tasks() - before:
        _, left = await asyncio.wait(left, timeout=10)
    assert left == set()


async def test_a_carrier_that_was_closed_opens_again(stand: Stand, carrier: Carrier[object]) -> None:
    for number in (1, 2):
        assert await carrier.carry(stand.delivery(number)) == Outcome(End.ACCEPTED)
        await carrier.close()


@pytest.mark.parametrize("stand", [PushStand, GatewayStand], ids=["push", "webhook"], indirect=True)
@pytest.mark.parametrize(
    ("again", "seconds"),
    [(b"400\r\n" + b"x" * 1024 + b"\r\n", 30.0), (b"", 0.05)],
    ids=["goes on for ever", "comes to a stop"],
)
async def test_a_yes_stands_even_when_what_follows_it_never_ends(
    stand: Stand, carrier: Carrier[object], again: bytes, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "READ_SECONDS", seconds)
    head = b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n"
    stand.answers.append(Says(head, Then.NEVER_END, again=again))
    assert await carrier.carry(stand.delivery(1)) == Outcome(End.ACCEPTED)
    await stand.until(lambda: stand.open == 0)
    assert await carrier.carry(stand.delivery(2)) == Outcome(End.ACCEPTED)


LINES = st.builds(
    lambda status, sign, text: f"{status}{sign}{text}".encode("utf-8", "replace"),
    st.one_of(st.integers(0, 999), st.sampled_from([200, 201, 250, 354, 421, 450, 500, 550, 554, 1000])),
    st.sampled_from([" ", "-", "", " 5.1.1 ", " 4.x"]),
    st.text(max_size=30),
)
HEADERS = st.sampled_from(
    [
        b"",
        b"Retry-After: 5\r\n",
        b"Retry-After: \xb2\r\n",
        b"Retry-After: Mon, 99 Jan 2026 99:99:99 +9999\r\n",
        b"Content-Length: 5\r\n",
        b"Content-Length: -5\r\n",
        b"Content-Encoding: gzip\r\n",
        b"Content-Type: text/plain; charset=\xff\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Set-Cookie: \x01=\r\n",
        b"Location: http://[\r\n",
    ]
)
RAW = st.one_of(
    st.binary(max_size=100),
    st.lists(LINES, max_size=4).map(b"\r\n".join),
    st.builds(
        lambda line, headers, body: b"HTTP/1.1 " + line + b"\r\n" + b"".join(headers) + b"\r\n" + body,
        LINES,
        st.lists(HEADERS, max_size=4),
        st.binary(max_size=50),
    ),
)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60)
@given(raw=RAW, step=st.sampled_from(["MAIL", "RCPT", "DATA"]), line_ends=st.booleans())
async def test_whatever_is_answered_is_an_outcome_and_harms_nobody_else(
    kind: str, raw: bytes, step: str, line_ends: bool
) -> None:
    stand = KINDS[kind]()
    await stand.start()
    carrier = stand.carrier()
    try:
        stand.answers.append(Says(raw + b"\r\n" * line_ends, Then.CLOSE, step))
        outcome = await carrier.carry(stand.delivery(1))
        assert isinstance(outcome, Outcome)
        assert says_nothing_of_anybody(outcome)
        assert (outcome.end is End.ACCEPTED) or outcome.problem
        after = await carrier.carry(stand.delivery(2))
        if after.end is End.LATER:  # a connection that had been kept was closed under it: the postman comes again
            assert after.problem.startswith("no answer")
            after = await carrier.carry(stand.delivery(2))
        assert after.end is End.ACCEPTED
        assert len(stand.taken) == 1
    finally:
        await carrier.close()
        await stand.shut()
        await stand.until(lambda: stand.open == 0)
