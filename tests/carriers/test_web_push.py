"""What a push service gets of us, and whom we do not ask."""

import asyncio
import base64
import socket
from collections.abc import AsyncIterator

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from py_vapid import Vapid02

from channels.notices.delivery import Delivery, End, Outcome
from realtime.carriers.webpush import PublicOnly, Push, WebPush, is_push_service
from tests.support.pushing import Pushed, PushService, Subscribed, push_service

CONTACT = "mailto:diary@school7.example"


def vapid() -> Vapid02:
    key = Vapid02(private_key=None)
    key.private_key = generate_private_key(SECP256R1())
    return key


KEY = vapid()


def to(browser: Subscribed, payload: str = '{"notice":"7"}', *, topic: str | None = None, urgent: bool = False) -> Push:
    return Push(*browser, payload, urgent, topic, seconds=600)


class Names(AbstractResolver):
    """Every name leads to these addresses, at the port of `service`."""

    def __init__(self, service: PushService, *addresses: str) -> None:
        self._port = int(service.host.rpartition(":")[2])
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=one, port=self._port, family=family, proto=0, flags=0)
            for one in self._addresses
        ]

    async def close(self) -> None:
        pass


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    async with push_service() as service:
        yield service


@pytest.fixture
async def carrier(service: PushService) -> AsyncIterator[WebPush]:
    carrier = WebPush(KEY, CONTACT, {service.host})
    yield carrier
    await carrier.close()


async def carried(carrier: WebPush, push: Push) -> Outcome:
    return await carrier.carry(Delivery(1, 1, push))


async def test_the_browser_reads_what_was_sent_and_the_service_reads_how_to_keep_it(
    service: PushService, carrier: WebPush
) -> None:
    browser = service.subscribe()
    assert await carried(carrier, to(browser, "Звонок", topic="chat-5", urgent=True)) == Outcome(End.ACCEPTED)
    assert await carried(carrier, to(browser)) == Outcome(End.ACCEPTED)
    assert service.take() == [
        Pushed(browser.url, "Звонок", "high", 600, "chat-5"),
        Pushed(browser.url, '{"notice":"7"}', "normal", 600, None),
    ]
    assert service.wrong == []


async def test_every_push_is_signed_with_the_key_that_browsers_know(service: PushService, carrier: WebPush) -> None:
    await carried(carrier, to(service.subscribe()))
    await carried(carrier, to(service.subscribe()))
    point = KEY.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    assert service.keys == {base64.urlsafe_b64encode(point).rstrip(b"=").decode()}


async def test_a_signature_of_long_ago_is_not_sent_again(service: PushService) -> None:
    now = [service.clock()]
    carrier = WebPush(KEY, CONTACT, {service.host}, clock=lambda: now[0])
    service.clock = lambda: now[0]
    for _ in range(3):
        assert (await carried(carrier, to(service.subscribe()))).end is End.ACCEPTED
        now[0] += 23 * 3600
    await carrier.close()


@given(payload=st.text(min_size=1, max_size=900))
async def test_any_words_arrive_as_they_are(payload: str) -> None:
    async with push_service() as service:
        carrier = WebPush(KEY, CONTACT, {service.host})
        try:
            outcome = await carried(carrier, to(service.subscribe(), payload))
            came = [one.payload for one in service.take()]
        finally:
            await carrier.close()
    assert (outcome.end, came) == (End.ACCEPTED, [payload])


@pytest.mark.parametrize(
    ("status", "headers", "outcome"),
    [
        (201, {}, Outcome(End.ACCEPTED)),
        (404, {}, Outcome(End.GONE, "404")),
        (410, {}, Outcome(End.GONE, "410")),
        (413, {}, Outcome(End.REFUSED, "413")),
        (400, {}, Outcome(End.REFUSED, "400")),
        (403, {}, Outcome(End.REFUSED, "403")),
        (429, {"Retry_After": "90"}, Outcome(End.LATER, "429", 90.0)),
        (429, {"Retry_After": "100000"}, Outcome(End.LATER, "429", 3600.0)),
        (429, {"Retry_After": "Thu, 01 Jan 1970 00:00:40 GMT"}, Outcome(End.LATER, "429", 30.0)),
        (429, {"Retry_After": "Thu, 01 Jan 1970 00:00:01 GMT"}, Outcome(End.LATER, "429", 0.0)),
        (429, {"Retry_After": "Thu, 01 Jan 1970 00:00:40 -0000"}, Outcome(End.LATER, "429", 30.0)),
        (429, {"Retry_After": "soon"}, Outcome(End.LATER, "429")),
        (429, {"Retry_After": "²"}, Outcome(End.LATER, "429")),
        (429, {"Retry_After": "-5"}, Outcome(End.LATER, "429")),
        (429, {}, Outcome(End.LATER, "429")),
        (500, {}, Outcome(End.LATER, "500")),
        (503, {"Retry_After": "7"}, Outcome(End.LATER, "503", 7.0)),
    ],
)
async def test_each_answer_has_its_outcome(
    service: PushService, status: int, headers: dict[str, str], outcome: Outcome
) -> None:
    carrier = WebPush(KEY, CONTACT, {service.host}, clock=lambda: 10.0)
    service.clock = lambda: 10.0
    service.answer(status, **headers)
    assert await carried(carrier, to(service.subscribe())) == outcome
    await carrier.close()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed_even_to_the_same_service(
    service: PushService, carrier: WebPush, status: int
) -> None:
    other = service.subscribe()
    service.answer(status, Location=other.url)
    assert await carried(carrier, to(service.subscribe())) == Outcome(End.REFUSED, str(status))
    assert service.asked == 1


async def test_an_answer_in_no_writing_at_all_ends_no_registration(service: PushService, carrier: WebPush) -> None:
    service.answer(500, Content_Type="text/plain; charset=nonsense")
    service.answer(500, Content_Encoding="gzip")
    for _ in range(2):
        assert await carried(carrier, to(service.subscribe())) == Outcome(End.LATER, "500")


async def test_what_is_too_long_is_refused(service: PushService, carrier: WebPush) -> None:
    assert await carried(carrier, to(service.subscribe(), "x" * 3994)) == Outcome(End.REFUSED, "413")
    assert service.wrong == ["too long"]


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        ("", "AAAAAAAAAAAAAAAAAAAAAA"),
        ("BA", "AAAAAAAAAAAAAAAAAAAAAA"),
        ("B" + "A" * 86, "AAAAAAAAAAAAAAAAAAAAAA"),  # as long as a key, and on no curve
        ("Ключ", "AAAAAAAAAAAAAAAAAAAAAA"),
        ("B" + "A" * 86, ""),
        ("!" * 87, "!"),
    ],
)
async def test_a_key_that_is_none_is_refused_and_nobody_is_asked(
    service: PushService, carrier: WebPush, p256dh: str, auth: str
) -> None:
    browser = Subscribed(service.subscribe().url, p256dh, auth)
    assert await carried(carrier, to(browser)) == Outcome(End.REFUSED, "cannot be encrypted")
    assert service.asked == 0


async def test_a_contact_that_is_none_costs_no_push(service: PushService) -> None:
    carrier = WebPush(KEY, "mailto:diary", {service.host})
    assert (await carried(carrier, to(service.subscribe()))).end is End.AWAY
    assert service.asked == 0
    await carrier.close()


FOREIGN = [
    "https://evil.example/push/1",
    "https://127.0.0.1/push/1",
    "https://169.254.169.254/latest/meta-data",
    "https://[::1]/push/1",
    "https://[::ffff:127.0.0.1]/push/1",
    "https://2130706433/push/1",
    "https://localhost/push/1",
    "https://fcm.googleapis.com.evil.example/push/1",
    "https://evilfcm.googleapis.com/push/1",
    "https://fcm.googleapis.com@evil.example/push/1",
    "https://fcm.googleapis.com\\@evil.example/push/1",
    "https://evil.example\\@fcm.googleapis.com/push/1",
    "https://evil.example#@fcm.googleapis.com/push/1",
    "https://evil.example?.push.apple.com",
    "https://somebody:secret@fcm.googleapis.com/push/1",
    "https://somebody@fcm.googleapis.com/push/1",
    "https://fcm.googleapis.com:22/push/1",
    "http://fcm.googleapis.com/push/1",
    "ftp://fcm.googleapis.com/push/1",
    "file:///etc/passwd",
    "https:fcm.googleapis.com",
    "//fcm.googleapis.com/push/1",
    "https://[fcm.googleapis.com/push/1",
    "https://fcm.googleapis.com:99999/push/1",
    "",
]


@pytest.mark.parametrize("url", FOREIGN)
async def test_other_hosts_are_no_push_services(service: PushService, url: str) -> None:
    carrier = WebPush(KEY, CONTACT, resolver=lambda: Names(service, "127.0.0.1"))
    _, p256dh, auth = service.subscribe()
    assert await carried(carrier, to(Subscribed(url, p256dh, auth))) == Outcome(End.GONE, "not a push service")
    assert service.asked == 0
    await carrier.close()


@pytest.mark.parametrize(
    "url",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://FCM.googleapis.com/fcm/send/abc",
        "https://updates.push.services.mozilla.com:443/wpush/v2/abc",
        "https://web.push.apple.com/abc",
        "https://wns2-par02p.notify.windows.com/w/?token=abc%3d",
    ],
)
async def test_those_of_the_browsers_are(url: str) -> None:
    assert is_push_service(url)


async def test_a_host_the_school_trusts_is_one_at_its_own_port_only() -> None:
    more = {"push.school7.example:8443"}
    assert is_push_service("https://push.school7.example:8443/1", more)
    assert not is_push_service("https://push.school7.example/1", more)
    assert not is_push_service("https://push.school7.example:8444/1", more)
    assert not is_push_service("ftp://push.school7.example:8443/1", more)
    assert not is_push_service("https://maria@push.school7.example:8443/1", more)


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.0.0.1", "127.0.0.1"],
        ["::1"],
        ["::ffff:127.0.0.1"],
        ["0.0.0.0"],
        ["169.254.169.254"],
    ],
)
async def test_a_name_that_leads_into_a_private_network_leads_nowhere(
    service: PushService, addresses: list[str]
) -> None:
    connected = asyncio.Event()
    async with await asyncio.start_server(lambda *_: connected.set(), "127.0.0.1", 0) as listening:
        service.host = f"127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        carrier = WebPush(KEY, CONTACT, resolver=lambda: Names(service, *addresses))
        _, p256dh, auth = service.subscribe()
        outcome = await carried(carrier, to(Subscribed("https://fcm.googleapis.com/1", p256dh, auth)))
        await carrier.close()
    assert outcome.end is End.LATER
    assert not connected.is_set()


async def test_of_the_addresses_of_a_name_only_the_public_ones_are_tried(service: PushService) -> None:
    names = PublicOnly(Names(service, "127.0.0.1", "8.8.8.8", "::1"), {"push.school7.example:8443"})
    assert [one["host"] for one in await names.resolve("fcm.googleapis.com")] == ["8.8.8.8"]
    assert len(await names.resolve("push.school7.example")) == 3
