"""A new pattern of the timetable is told to those away: once for all its changes, in time before its first day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.handlers.test_lesson_days import sql
from tests.handlers.test_notices import text
from tests.handlers.test_patterns import WEEK, changed, next_day, row, set_up
from tests.support.post import Postman, Relaying, became_of, gets_mail, postman
from tests.support.school import School
from tests.support.serving import Caller, Served

MOSCOW = ZoneInfo("Europe/Moscow")
GRACE = timedelta(minutes=6)  # and a little more
MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip


@pytest.fixture
async def clara(served: Served, school: School) -> Caller:
    """The head of a school; a guardian of 5А and its teacher of mathematics get mail."""
    clara = await set_up(served, school)
    await sql(served, "update course set class_id = $1 where id = $2", school.class_5a, school.maths)
    for name in ("olga", "maria"):
        await gets_mail(served, school.people[name], f"{name}@example.org")
    return clara


def mails(relay: Relaying) -> dict[str, list[str]]:
    """Returns what has come by mail: its lines of timetables, by whom."""
    return {
        address.partition("@")[0]: [line for line in text(mail).splitlines() if "расписание с" in line]
        for address, mail in relay.take()
    }


async def at(carrier: Postman, day: date, clock: time) -> None:
    carrier.clock.moment = datetime.combine(day, clock, MOSCOW).astimezone(UTC)
    await carrier.round()


async def said_at(served: Served, moment: datetime) -> None:
    await sql(served, "update publication set at = $1 where data ->> 'type' = 'timetable_changed'", moment)


def written(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


async def test_a_timetable_from_tomorrow_on_is_told_at_once_to_families_and_teachers_in_one_mail(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    carrier = postman(served, relay.port)
    tomorrow = school.day + timedelta(days=1)
    await at(carrier, school.day, time(12))
    await changed(clara, school, tomorrow, row(school.maths, 3, 2))
    await changed(clara, school, tomorrow, row(school.maths, 4, 2))
    await said_at(served, carrier.clock.moment)
    await carrier.round()
    assert mails(relay) == {}, "one change is followed by others"
    await carrier.round(GRACE)
    assert mails(relay) == {
        "olga": [f"У Анны: новое расписание с {written(tomorrow)}."],
        "maria": [f"Новое расписание с {written(tomorrow)}."],
    }
    for later in (timedelta(minutes=1), timedelta(days=1)):
        await carrier.round(later)
    assert mails(relay) == {}


async def test_a_timetable_of_a_later_week_is_told_with_the_digest(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    carrier = postman(served, relay.port)
    later = next_day(school.day, 1) + WEEK
    await changed(clara, school, later, row(school.maths, 3, 2))
    await changed(clara, school, later + WEEK, row(school.maths, 4, 2))
    await carrier.round()
    await carrier.round(GRACE)
    assert mails(relay) == {}
    await carrier.round(timedelta(days=1))
    told = mails(relay)
    assert told["olga"] == [f"У Анны: новое расписание с {written(day)}." for day in (later, later + WEEK)]


async def test_whoever_has_turned_mail_off_is_told_by_another_way_the_day_before(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    olga = await served.person("olga")
    ways = {"kind": "new_timetable", "push": "instant", "mail": "off", "webhook": "off"}
    assert (await olga.ask("PUT", "/api/notices/ways", ways)).status == 200
    carrier = postman(served, relay.port)
    await changed(clara, school, next_day(school.day, 1) + WEEK, row(school.maths, 3, 2))
    await carrier.round()
    await carrier.round(GRACE)
    await carrier.round(timedelta(days=1))
    assert "olga" not in mails(relay)
    assert await became_of(served, school.olga) == [("new_timetable", "dropped", "no_way")]


async def test_what_is_changed_late_in_the_evening_is_told_when_quiet_hours_end(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    await sql(served, "update notice_setting set quiet_begins = 1260, quiet_ends = 420")  # from 21:00 to 7:00
    carrier = postman(served, relay.port)
    tomorrow = school.day + timedelta(days=1)
    await changed(clara, school, tomorrow, row(school.maths, 3, 2))
    await said_at(served, datetime.combine(school.day, time(20, 58), MOSCOW))
    await at(carrier, school.day, time(20, 58))
    await at(carrier, school.day, time(21, 10))
    assert mails(relay) == {}
    await at(carrier, tomorrow, time(7, 1))
    assert mails(relay)["olga"] == [f"У Анны: новое расписание с {written(tomorrow)}."]


async def test_the_page_of_a_notice_is_the_first_week_and_a_lock_screen_names_nobody(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    carrier = postman(served, relay.port)
    monday = next_day(school.day, 1) + WEEK
    await changed(clara, school, monday, row(school.maths, 3, 2))
    await carrier.round()
    notice = await sql(served, "select id from notice where person_id = $1", school.olga)
    shown = (await (await served.person("olga")).get(f"/api/notices/{notice}")).body
    year, week, _ = monday.isocalendar()
    assert (shown["kind"], shown["title"]) == ("new_timetable", "Новое расписание")
    assert shown["path"] == f"/timetable/student/{school.anya}/{year}-W{week:02}"
    assert await sql(served, "select count(*) from notice where person_id = $1", school.people["clara"]) == 0
