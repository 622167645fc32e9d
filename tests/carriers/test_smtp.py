"""What relays say, and what becomes of a mail by it."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from channels.notices.delivery import End, Outcome
from realtime.carriers.smtp import IDLE_SECONDS, Relay, Smtp
from tests.carriers.stands import Case, MailStand, Says, Then
from tests.realtime.fakes import until

PLENTY = 10**6


@pytest.fixture
async def stand() -> AsyncIterator[MailStand]:
    stand = MailStand()
    await stand.start()
    yield stand
    await stand.shut()
    await stand.until(lambda: stand.open == 0)


@pytest.fixture
async def carrier(stand: MailStand) -> AsyncIterator[Smtp]:
    carrier = stand.carrier()
    yield carrier
    await carrier.close()


@pytest.mark.parametrize(
    ("step", "said", "outcome"),
    [
        ("RCPT", b"550 no such user", Outcome(End.GONE, "550")),
        ("RCPT", b"550 5.1.1 no such user", Outcome(End.GONE, "550 5.1.1")),
        ("RCPT", b"550 5.7.1 you may not", Outcome(End.REFUSED, "550 5.7.1")),
        ("RCPT", b"452 4.2.2 its box is full", Outcome(End.LATER, "452 4.2.2")),
        ("RCPT", b"450 wait", Outcome(End.LATER, "450")),
        ("RCPT", b"530 5.7.0 sign in first", Outcome(End.AWAY, "530 5.7.0")),
        ("DATA", b"451 4.3.0 not now", Outcome(End.LATER, "451 4.3.0")),
        ("DATA", b"550 no such words", Outcome(End.REFUSED, "550")),
        ("DATA", b"552 5.3.4 too large", Outcome(End.REFUSED, "552 5.3.4")),
        ("DATA", b"421 4.3.2 closing", Outcome(End.AWAY, "421 4.3.2")),
        # who sends is the same for all: the others would be refused as well, until somebody mends it
        ("MAIL", b"550 5.7.1 you may not send", Outcome(End.AWAY, "550 5.7.1")),
        ("MAIL", b"553 5.1.8 no such sender", Outcome(End.AWAY, "553 5.1.8")),
        ("MAIL", b"451 4.7.1 too fast", Outcome(End.AWAY, "451 4.7.1")),
        ("MAIL", b"552 5.3.4 too large", Outcome(End.REFUSED, "552 5.3.4")),
    ],
)
async def test_each_step_has_its_outcomes(
    stand: MailStand, carrier: Smtp, step: str, said: bytes, outcome: Outcome
) -> None:
    stand.answers.append(Says(said, step=step))
    assert await carrier.carry(stand.delivery(1)) == outcome
    assert await carrier.carry(stand.delivery(2)) == Outcome(End.ACCEPTED)


@pytest.mark.parametrize(
    "said",
    [b"550 5.1.1<maria@school7.example>", b"550 4.maria", b"550 5.maria@school7.example", b"550-5.1.1\r\n550 maria"],
)
async def test_a_name_that_stands_where_a_code_should_is_not_passed_on(
    stand: MailStand, carrier: Smtp, said: bytes
) -> None:
    stand.answers.append(Says(said, step="RCPT"))
    assert "maria" not in (await carrier.carry(stand.delivery())).problem


async def test_a_relay_that_refuses_the_greeting_refuses_no_mail(stand: MailStand, carrier: Smtp) -> None:
    stand.answers.append(Says(b"554 5.7.1 you are on a list", step="EHLO"))
    stand.answers.append(Says(b"554 5.7.1 you are on a list", step="HELO"))
    assert (await carrier.carry(stand.delivery())).end is End.AWAY
    assert await carrier.carry(stand.delivery()) == Outcome(End.ACCEPTED)


@pytest.mark.parametrize(
    "address",
    [
        "maria\r\nRCPT TO:<evil@evil.example>",
        "maria@school7.example, evil@evil.example",
        "Maria <maria@school7.example>",
        "мария@школа.example",
        "maria",
        "",
        "\x00@\x00",
    ],
)
async def test_an_address_that_cannot_be_written_is_refused_and_nobody_is_asked(
    stand: MailStand, carrier: Smtp, address: str
) -> None:
    delivery = stand.delivery(1)
    outcome = await carrier.carry(replace(delivery, content=replace(delivery.content, recipient=address)))
    assert outcome.end is End.REFUSED
    assert await carrier.carry(stand.delivery(2)) == Outcome(End.ACCEPTED)
    assert len(stand.taken) == 1


async def test_a_sender_that_cannot_be_written_costs_no_mail(stand: MailStand, carrier: Smtp) -> None:
    delivery = stand.delivery()
    for sender in ("", "дневник@школа7.example", "Diary <diary@school7.example>"):
        outcome = await carrier.carry(replace(delivery, content=replace(delivery.content, sender=sender)))
        assert outcome.end is End.AWAY
    assert stand.came == 0


async def test_one_yes_too_many_is_no_yes_to_the_next_mail(stand: MailStand) -> None:
    carrier = stand.carrier(seconds=0.5)
    stand.answers.append(Says(b"250 taken\r\n250 taken"))
    await carrier.carry(stand.delivery(1))
    stand.answers.append(stand.says[Case.REFUSED_FOR_EVER])
    assert (await carrier.carry(stand.delivery(2))).end is not End.ACCEPTED
    assert stand.taken == []
    await carrier.close()


async def test_a_connection_serves_again_until_it_has_rested_too_long(stand: MailStand) -> None:
    now = [1000.0]
    relay = Relay.from_url(f"smtp+plain://127.0.0.1:{stand.port}")
    carrier = Smtp(relay, per_minute=PLENTY, clock=lambda: now[0])
    for _ in range(2):
        await carrier.carry(stand.delivery())
    assert stand.came == 1
    now[0] += IDLE_SECONDS
    await carrier.carry(stand.delivery())
    assert stand.came == 2
    await stand.until(lambda: stand.open == 1)
    await carrier.close()


async def test_a_relay_that_hung_up_meanwhile_costs_no_mail(stand: MailStand, carrier: Smtp) -> None:
    await carrier.carry(stand.delivery(1))
    await stand.hang_up()
    await until(lambda: not carrier.rested)  # the word of it is on its way
    assert await carrier.carry(stand.delivery(2)) == Outcome(End.ACCEPTED)


async def test_a_mail_that_was_given_up_is_not_sent_to_its_end(stand: MailStand) -> None:
    carrier = stand.carrier(seconds=0.5)
    delivery = stand.delivery(1)
    large = delivery.content.message + (b"x" * 76 + b"\r\n") * 80_000
    stand.answers.append(Says(b"354 go on", Then.DEAF, "354"))
    outcome = await carrier.carry(replace(delivery, content=replace(delivery.content, message=large)))
    assert outcome.end is End.LATER
    stand.wake()
    await stand.until(lambda: stand.open == 0)
    assert stand.taken == []
    await carrier.close()


async def test_so_many_a_minute_go_to_one_domain_and_others_are_not_kept_waiting(stand: MailStand) -> None:
    now = [1000.0]
    relay = Relay.from_url(f"smtp+plain://127.0.0.1:{stand.port}")
    carrier = Smtp(relay, per_minute=60, clock=lambda: now[0])
    first = [await carrier.carry(stand.delivery(number)) for number in range(12)]
    assert [outcome.end for outcome in first] == [End.ACCEPTED] * 11 + [End.WAIT]
    assert first[-1].retry_after == 1.0
    delivery = stand.delivery(20)
    elsewhere = replace(delivery, content=replace(delivery.content, recipient="olga@elsewhere.example"))
    assert (await carrier.carry(elsewhere)).end is End.ACCEPTED
    now[0] += 1.0
    assert [(await carrier.carry(stand.delivery(number))).end for number in (30, 31)] == [End.ACCEPTED, End.WAIT]
    await carrier.close()


@pytest.mark.parametrize(
    ("url", "port", "tls", "start_tls"),
    [
        ("smtps://relay.example", 465, True, False),
        ("smtp://relay.example", 587, False, True),
        ("smtp://us%40er:p%3Aw@relay.example:2525/", 2525, False, True),
        ("smtp+plain://localhost", 25, False, False),
    ],
)
async def test_an_address_of_a_relay_says_how_to_speak_to_it(url: str, port: int, tls: bool, start_tls: bool) -> None:
    relay = Relay.from_url(url)
    assert (relay.port, relay.tls, relay.start_tls) == (port, tls, start_tls)
    if "us%40er" in url:
        assert (relay.user, relay.password) == ("us@er", "p:w")
        assert "p:w" not in repr(relay)


@pytest.mark.parametrize(
    "url",
    ["", "relay.example", "http://relay.example", "smtp://", "smtp://relay.example/x", "smtp://relay.example?x=1"],
)
async def test_other_addresses_are_none_of_a_relay(url: str) -> None:
    with pytest.raises(ValueError, match="mail relay"):
        Relay.from_url(url)


async def test_a_relay_without_tls_is_told_nothing_where_tls_is_asked_for(stand: MailStand) -> None:
    relay = Relay.from_url(f"smtp://maria:secret@127.0.0.1:{stand.port}")
    carrier = Smtp(relay)
    outcome = await carrier.carry(stand.delivery())
    assert (outcome.end, stand.taken) == (End.AWAY, [])
    assert "secret" not in outcome.problem
    await carrier.close()
