"""A child's absence is told more loudly, and then to staff, until somebody says that they know of it."""

import asyncio
from datetime import UTC, datetime, timedelta

from channels.notices.quiet import Window
from handlers.letters.addresses import LetterAddresses
from tests.support.post import (
    KEY,
    Postman,
    Relaying,
    Telephones,
    became_of,
    expanded,
    gets_mail,
    letters_of,
    postman,
)
from tests.support.school import School
from tests.support.serving import Caller, Served
from tests.support.trusts import opened, with_family

TEN_MINUTES = timedelta(minutes=10, seconds=1)


async def absent(
    teacher: Caller, school: School, status: str = "absent", lesson: int | None = None, student: int | None = None
) -> None:
    """Anya, or another student, is entered so by somebody who has just looked at the journal."""
    at, who = str(lesson or school.today), str(student or school.anya)
    stands = (await teacher.get(f"/api/courses/{school.maths}/journal")).body["attendance"]
    revision = next((one["revision"] for one in stands if (one["lesson"], one["student"]) == (at, who)), 0)
    entry = {"student": who, "lesson": at, "status": status, "revision": revision}
    answer = await teacher.post(f"/api/courses/{school.maths}/attendance", {"attendance": [entry]})
    assert answer.status == 200


async def told(served: Served, school: School, relay: Relaying, **more: object) -> tuple[Postman, Telephones]:
    """A postman, and a family and a class teacher who are reached by mail; the mother has a telephone as well."""
    await gets_mail(served, school.olga, "olga@example.org")
    await gets_mail(served, school.maria, "maria@example.org")
    await served.server.pool.execute("update person set phone = '+79160000000' where id = $1", school.olga)
    telephones = Telephones()
    return postman(served, relay.port, telephones=telephones, **more), telephones  # type: ignore[arg-type]


def addressees(relay: Relaying) -> list[str]:
    return [address for address, _ in relay.take()]


async def test_what_nobody_acts_on_is_told_by_every_way_and_then_to_the_class_teacher(
    served: Served, school: School, relay: Relaying
) -> None:
    carrier, telephones = await told(served, school, relay)
    await absent(await served.person("maria"), school)
    await carrier.round()
    assert (addressees(relay), telephones.rang) == (["olga@example.org"], [])
    await carrier.round(TEN_MINUTES)
    [ring] = telephones.rang
    assert addressees(relay) == []  # the mail has been there already
    assert ring.data == {
        "phone": "+79160000000",
        "language": "ru",
        "urgent": True,
        "text": "Срочно: отсутствие на уроке. https://diary.example",
    }
    await carrier.round(TEN_MINUTES)
    [(address, mail)] = relay.take()
    assert (address, mail["Subject"]) == ("maria@example.org", "Семья не ответила")
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Анны нет на уроке" in body.get_content()
    for _ in range(3):
        await carrier.round(timedelta(hours=1))
    assert (addressees(relay), len(telephones.rang)) == ([], 1)


async def test_who_is_trusted_knows_for_themselves_and_the_alarm_goes_on_for_the_family(
    served: Served, school: School, relay: Relaying
) -> None:
    await with_family(served.server.pool, school)
    await opened(served, school)
    carrier, telephones = await told(served, school, relay)
    await absent(await served.person("maria"), school)
    await carrier.round()
    relay.take()
    alla, olga = await served.person("foreign_teacher"), await served.person("olga")
    [waits] = (await alla.get("/api/notices/open")).body["alarms"]
    assert (await alla.post(f"/api/notices/{waits['notice']}/act")).status == 200
    assert (await alla.get("/api/notices/open")).body["alarms"] == []
    [waits] = (await olga.get("/api/notices/open")).body["alarms"]
    await carrier.round(TEN_MINUTES)
    assert "+79160000000" in [ring.data["phone"] for ring in telephones.rang]
    assert (await olga.post(f"/api/notices/{waits['notice']}/act")).status == 200
    assert (await (await served.person("boris")).get("/api/notices/open")).body["alarms"] == []
    await carrier.round(TEN_MINUTES)
    assert addressees(relay) == []  # the class teacher is not asked to look for anybody


async def test_the_link_in_the_mail_ends_it_by_post_only(served: Served, school: School, relay: Relaying) -> None:
    carrier, telephones = await told(served, school, relay)
    await absent(await served.person("maria"), school)
    await carrier.round()
    [(_, mail)] = relay.take()
    body = mail.get_body(("plain",))
    assert body is not None
    token = body.get_content().partition("/act/")[2].split()[0]
    said = LetterAddresses(KEY).read("act", token)
    page = f"/act/{(await letters_of(served)).issue('act', said.person, said.about, 60)}"
    shown = await served.stranger.get(page)
    assert (shown.status, "Я знаю" in str(shown.body) or "I know" in str(shown.body)) == (200, True)
    assert await served.server.pool.fetchval("select count(*) from notice where acted_at is not null") == 0
    assert (await served.stranger.ask("POST", page, b"")).status == 200
    await carrier.round(TEN_MINUTES)
    await carrier.round(TEN_MINUTES)
    assert (addressees(relay), telephones.rang) == ([], [])


async def test_links_that_are_forged_or_over_end_nothing(served: Served, school: School, relay: Relaying) -> None:
    await told(served, school, relay)
    await absent(await served.person("maria"), school)
    await expanded(served)
    number = await served.server.pool.fetchval("select id from notice where person_id = $1", school.olga)
    ours, others = await letters_of(served), LetterAddresses(KEY)
    tries = {
        others.issue("act", school.olga, str(number), 60): 404,
        ours.issue("unsubscribe", school.olga, str(number), 60): 404,
        ours.issue("act", school.boris, str(number), 60): 404,
        ours.issue("act", school.olga, "mark", 60): 404,
        ours.issue("act", school.olga, str(number), -1): 410,
    }
    for token, status in tries.items():
        assert (await served.stranger.ask("POST", f"/act/{token}", b"")).status == status
    assert await served.server.pool.fetchval("select count(*) from notice where acted_at is not null") == 0


async def test_who_says_that_they_know_ends_it_for_that_day(served: Served, school: School, relay: Relaying) -> None:
    carrier, telephones = await told(served, school, relay)
    maria, olga = await served.person("maria"), await served.person("olga")
    await absent(maria, school)
    await carrier.round()
    [waits] = (await olga.get("/api/notices/open")).body["alarms"]
    assert (waits["kind"], waits["path"]) == ("absence", f"/diary/{school.anya}")
    assert waits["student"] == {"id": str(school.anya), "name": {"family": "Соколова", "given": "Анна", "middle": ""}}
    [absence] = waits["absences"]
    assert (absence["lesson"]["number"], absence["lesson"]["subject"]) == (1, "Математика")
    assert absence["starts_at"] < absence["ends_at"]
    assert waits["class_teacher"]["id"] == str(school.maria)
    assert (await (await served.person("boris")).get("/api/notices/open")).body["alarms"] == []
    for _ in range(2):
        assert (await olga.post(f"/api/notices/{waits['notice']}/act", {})).status == 200
    assert (await olga.get("/api/notices/open")).body["alarms"] == []
    await absent(maria, school, "present")
    await absent(maria, school)  # once more: it is the same day
    relay.take()
    for _ in range(3):
        await carrier.round(TEN_MINUTES)
    assert telephones.rang == []
    assert "maria@example.org" not in addressees(relay)


async def test_a_lesson_that_is_cancelled_afterwards_ends_its_alarm(
    served: Served, school: School, relay: Relaying
) -> None:
    carrier, telephones = await told(served, school, relay)
    olga = await served.person("olga")
    await absent(await served.person("maria"), school)
    await carrier.round()
    assert len((await olga.get("/api/notices/open")).body["alarms"]) == 1
    relay.take()
    await served.server.pool.execute("update lesson set cancelled = true where id = $1", school.today)
    assert (await olga.get("/api/notices/open")).body["alarms"] == []
    for _ in range(2):
        await carrier.round(TEN_MINUTES)
    assert (addressees(relay), telephones.rang) == ([], [])


async def test_a_child_who_was_found_is_nobodys_alarm(served: Served, school: School, relay: Relaying) -> None:
    carrier, telephones = await told(served, school, relay)
    maria = await served.person("maria")
    await absent(maria, school)
    await carrier.round()
    await absent(maria, school, "late")
    for _ in range(3):
        await carrier.round(TEN_MINUTES)
    assert telephones.rang == []
    assert "maria@example.org" not in addressees(relay)


async def test_an_absence_that_is_entered_on_another_day_is_no_alarm(
    served: Served, school: School, relay: Relaying
) -> None:
    carrier, telephones = await told(served, school, relay)
    await absent(await served.person("maria"), school, lesson=school.yesterday)
    for _ in range(3):
        await carrier.round(TEN_MINUTES)
    assert [kind for kind, _, _ in await became_of(served, school.olga)] == ["attendance"]
    assert telephones.rang == []


async def test_at_night_an_alarm_is_silent(served: Served, school: School, relay: Relaying) -> None:
    carrier, telephones = await told(served, school, relay, law=Window(0, 0))
    await absent(await served.person("maria"), school)
    for _ in range(3):
        await carrier.round(TEN_MINUTES)
    assert (addressees(relay), telephones.rang) == ([], [])
    carrier.post.law = None
    for _ in range(3):
        await carrier.round(timedelta(days=3))  # in the morning the family is told, and nobody has waited for its word
    assert (addressees(relay), telephones.rang) == (["olga@example.org"], [])


async def test_ones_own_quiet_hours_hold_an_absence_only_until_nobody_has_acted(
    served: Served, school: School, relay: Relaying
) -> None:
    carrier, telephones = await told(served, school, relay)
    await served.server.pool.execute(
        "update notice_setting set quiet_begins = 0, quiet_ends = 0 where person_id = $1", school.olga
    )
    await absent(await served.person("maria"), school)
    await carrier.round()
    assert addressees(relay) == []
    await carrier.round(TEN_MINUTES)
    assert (addressees(relay), len(telephones.rang)) == (["olga@example.org"], 1)


async def test_of_two_postmen_one_raises_an_alarm(served: Served, school: School, relay: Relaying) -> None:
    first, telephones = await told(served, school, relay)
    second = postman(served, relay.port, telephones=telephones)
    await absent(await served.person("maria"), school)
    await first.round()
    first.clock.moment = second.clock.moment = datetime.now(UTC) + TEN_MINUTES
    await asyncio.gather(first.round(), second.round())
    assert len(telephones.rang) == 1
