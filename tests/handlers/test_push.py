"""A push carries a number and nothing of anybody: the browser asks what it is about, with the rights of that moment."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from py_vapid import Vapid02

from channels.notices.delivery import End
from handlers.postmen import vapid_key
from realtime.carriers.webpush import WebPush
from tests.handlers.test_alarms import absent
from tests.handlers.test_marks import mark, post
from tests.support.post import Postman, Relaying, became_of, gets_mail, postman
from tests.support.pushing import PushService, push_service
from tests.support.school import School
from tests.support.serving import Caller, Served


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    async with push_service() as service:
        yield service


@pytest.fixture
async def carrier(served: Served, relay: Relaying, service: PushService) -> AsyncIterator[Postman]:
    key = Vapid02(private_key=None)
    key.private_key = vapid_key(b"k" * 32)
    push = WebPush(key, "mailto:diary@school7.example", {service.host})
    yield postman(served, relay.port, push=push)
    await push.close()


async def registers(served: Served, service: PushService, person: int) -> str:
    """A browser of this person, under their last sign-in. Its address."""
    browser = service.subscribe()
    await served.server.pool.execute(
        "insert into endpoint (person_id, login_id, url, p256dh, auth, added_at)"
        " select $1, max(id), $2, $3, $4, now() from login where person_id = $1",
        person,
        *browser,
    )
    return browser.url


async def shown(caller: Caller, service: PushService) -> tuple[int, dict[str, object]]:
    """What a browser shows for the one push that came."""
    [pushed] = service.take()
    number = json.loads(pushed.payload)["notice"]
    answer = await caller.get(f"/api/notices/{number}")
    return answer.status, answer.body


async def test_a_mark_is_pushed_as_a_number_that_tells_its_words_to_its_reader_only(
    served: Served, school: School, relay: Relaying, service: PushService, carrier: Postman
) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    olga, boris, maria = [await served.person(login) for login in ("olga", "boris", "maria")]
    await registers(served, service, school.olga)
    await post(maria, school, mark(school))
    await carrier.round()
    [pushed] = service.take()
    said = json.loads(pushed.payload)
    assert list(said) == ["notice"]
    answer = await olga.get(f"/api/notices/{said['notice']}")
    assert answer.body == {
        "kind": "mark",
        "title": "Новое в дневнике: отметки",
        "path": f"/diary/{school.anya}",
        "urgent": False,
        "act": None,
    }
    assert (await boris.get(f"/api/notices/{said['notice']}")).status == 404
    assert (await served.stranger.get(f"/api/notices/{said['notice']}")).status == 401
    assert relay.take() == []  # mail only steps in


async def test_behind_the_number_there_is_nothing_once_the_right_is_lost(
    served: Served, school: School, relay: Relaying, service: PushService, carrier: Postman
) -> None:
    olga = await served.person("olga")
    await registers(served, service, school.olga)
    await post(await served.person("maria"), school, mark(school))
    await carrier.round()
    await served.server.pool.execute("update guardianship set ended_at = now() where guardian_id = $1", school.olga)
    assert (await shown(olga, service))[0] == 404


async def test_a_right_lost_before_it_is_carried_pushes_nothing(
    served: Served, school: School, relay: Relaying, service: PushService, carrier: Postman
) -> None:
    await served.person("olga")
    await registers(served, service, school.olga)
    await post(await served.person("maria"), school, mark(school))
    while await carrier.post.resolve():
        pass
    await served.server.pool.execute("update guardianship set ended_at = now() where guardian_id = $1", school.olga)
    await carrier.round()
    assert (service.asked, relay.take()) == (0, [])


async def test_an_absence_is_pushed_as_urgent_and_acted_on_from_the_push(
    served: Served, school: School, relay: Relaying, service: PushService, carrier: Postman
) -> None:
    olga = await served.person("olga")
    await registers(served, service, school.olga)
    await absent(await served.person("maria"), school)
    await carrier.round()
    [pushed] = service.take()
    number = json.loads(pushed.payload)["notice"]
    assert pushed.urgency == "high"
    assert (await olga.get(f"/api/notices/{number}")).body["act"] == "Я знаю"
    assert (await olga.post(f"/api/notices/{number}/act", {})).status == 200
    await carrier.round(timedelta(minutes=11))
    assert service.take() == []


@pytest.mark.parametrize("status", [404, 410])
async def test_a_browser_that_is_gone_is_forgotten_and_mail_steps_in(
    served: Served, school: School, relay: Relaying, service: PushService, carrier: Postman, status: int
) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    await served.person("olga")
    await registers(served, service, school.olga)
    service.answer(status)
    await post(await served.person("maria"), school, mark(school))
    await carrier.round()
    await carrier.round(timedelta(seconds=1))
    assert [address for address, _ in relay.take()] == ["olga@example.org"]
    assert await served.server.pool.fetchval("select count(*) from endpoint") == 0


async def test_a_service_that_wants_less_is_left_alone_as_long_as_it_says(
    served: Served, school: School, relay: Relaying, service: PushService, carrier: Postman
) -> None:
    await served.person("olga")
    await registers(served, service, school.olga)
    service.answer(429, Retry_After="600")
    await post(await served.person("maria"), school, mark(school))
    assert [one.end for one in await carrier.round()] == [End.LATER]
    assert await carrier.round(timedelta(minutes=9)) == []
    assert [one.end for one in await carrier.round(timedelta(minutes=2))] == [End.ACCEPTED]
    assert len(service.take()) == 1


async def test_a_browser_is_tried_by_who_sits_before_it(
    served: Served, school: School, relay: Relaying, service: PushService, carrier: Postman
) -> None:
    olga, boris = await served.person("olga"), await served.person("boris")
    await registers(served, service, school.olga)
    assert (await boris.post("/api/notices/try", {"carrier": "push"})).code == "no_way"
    assert (await olga.post("/api/notices/try", {"carrier": "webhook"})).code == "no_way"
    assert (await olga.post("/api/notices/try", {"carrier": "push"})).status == 200
    await carrier.round()
    [pushed] = service.take()
    assert json.loads(pushed.payload) == {"tried": "Уведомления доходят"}
    service.answer(410)
    await olga.post("/api/notices/try", {"carrier": "push"})
    await carrier.round()
    assert (await olga.post("/api/notices/try", {"carrier": "push"})).code == "no_way"  # it has been forgotten


async def test_of_two_browsers_each_is_pushed_once_and_one_that_works_spares_the_mail(
    served: Served, school: School, relay: Relaying, service: PushService, carrier: Postman
) -> None:
    await gets_mail(served, school.olga, "olga@example.org")
    await served.person("olga")
    await registers(served, service, school.olga)
    await registers(served, service, school.olga)
    service.answer(410)
    await post(await served.person("maria"), school, mark(school))
    for _ in range(3):
        await carrier.round(timedelta(minutes=1))
    assert (len(service.take()), service.asked, relay.take()) == (1, 2, [])
    assert [state for _, state, _ in await became_of(served, school.olga)] == ["handed_on"]
