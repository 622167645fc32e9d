"""Changed lessons are told to those away: once, before the lesson, and not at all if they were taken back in time."""

import asyncio
import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from channels.notices.delivery import ListeningQuery, Reached
from channels.notices.quiet import Window
from channels.notices.retention import forget
from tests.handlers.test_lesson_changes import done, lesson_at, of
from tests.handlers.test_lesson_days import add_lesson, sql
from tests.handlers.test_notices import text
from tests.handlers.test_patterns import WEEK, set_up
from tests.handlers.test_rooms import room
from tests.handlers.test_rooms import say as say_rooms
from tests.support.post import Postman, Relaying, Telephones, became_of, gets_mail, postman
from tests.support.school import School
from tests.support.serving import Caller, Served

MOSCOW = ZoneInfo("Europe/Moscow")
GRACE = timedelta(minutes=6)  # and a little more


@pytest.fixture
async def clara(served: Served, school: School) -> Caller:
    """The head of a school with mathematics of 5А tomorrow at the first and the third bell, also on a Saturday."""
    clara = await set_up(served, school)
    await sql(served, "alter table school_year drop constraint school_year_weekdays_check")
    await sql(served, "update school_year set weekdays = 7")
    await sql(served, "update course set class_id = $1 where id = $2", school.class_5a, school.maths)
    await add_lesson(served, school.maths, tomorrow(school), 3)
    for person in (school.olga, school.boris):
        await gets_mail(served, person, f"{'olga' if person == school.olga else 'boris'}@example.org")
    return clara


def tomorrow(school: School) -> date:
    return school.day + timedelta(days=1)


async def maths(served: Served, school: School, number: int = 1, day: date | None = None) -> dict[str, Any]:
    return await lesson_at(served, school.maths, day or tomorrow(school), number)


async def cancel(clara: Caller, served: Served, school: School, number: int = 1, **more: Any) -> None:
    await done(clara, school, of(await maths(served, school, number), cancelled=True), **more)


async def hold(clara: Caller, served: Served, school: School, number: int = 1) -> None:
    await done(clara, school, of(await maths(served, school, number), cancelled=False))


async def at(carrier: Postman, day: date, clock: time) -> None:
    """It is that time by the school's clock, and the postman makes his round."""
    carrier.clock.moment = datetime.combine(day, clock, MOSCOW).astimezone(UTC)
    await carrier.round()


async def follows(served: Served, guardian: int, student: int) -> None:
    await sql(
        served,
        "insert into guardianship (source, guardian_id, student_id, relation, scopes)"
        " values ('t', $1, $2, 'mother', '{diary,chat}')",
        guardian,
        student,
    )


def whom(mails: list[tuple[str, EmailMessage]]) -> list[str]:
    return [address.partition("@")[0] for address, _ in mails]


def lines(mail: EmailMessage) -> list[str]:
    return [line for line in text(mail).splitlines() if "урок" in line or "lesson" in line]


async def test_families_are_told_of_a_cancelled_lesson_of_tomorrow_once(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    carrier = postman(served, relay.port)
    await cancel(clara, served, school, note="Учитель болеет")
    await carrier.round()
    assert relay.take() == [], "it may be a slip"
    await carrier.round(GRACE)
    mails = relay.take()
    assert whom(mails) == ["boris", "olga"], "and nobody who must not follow a child"
    [line] = lines(mails[1][1])
    when = f"{tomorrow(school).day} "
    assert line.startswith(f"У Анны: Математика, {when}")
    assert line.endswith("1-й урок (08:30): отменён. «Учитель болеет»")
    assert f"/timetable/student/{school.anya}/" in text(mails[1][1])
    assert mails[1][1]["Subject"] == "Изменения в расписании"
    assert "unsubscribe" in str(mails[1][1]["List-Unsubscribe"])
    for later in (timedelta(minutes=1), timedelta(hours=2), timedelta(days=3)):
        await carrier.round(later)
    assert relay.take() == []


async def test_in_english_for_those_who_read_english(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    await sql(served, "update notice_setting set language = 'en' where person_id = $1", school.olga)
    carrier = postman(served, relay.port)
    await cancel(clara, served, school)
    await carrier.round()
    await carrier.round(GRACE)
    [_, (_, mail)] = relay.take()
    assert lines(mail)[0].startswith("Анна: Математика, ")
    assert lines(mail)[0].endswith("lesson 1 (08:30): cancelled.")
    assert mail["Subject"] == "Changes of the timetable"


async def test_a_browser_that_asks_gets_a_title_that_names_nobody_and_the_week(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    carrier = postman(served, relay.port)
    await cancel(clara, served, school)
    await carrier.round()
    notice = await sql(served, "select id from notice where person_id = $1", school.olga)
    olga = await served.person("olga")
    assert (await olga.get(f"/api/notices/{notice}")).status == 404, "it may still be taken back"
    await carrier.round(GRACE)
    shown = (await olga.get(f"/api/notices/{notice}")).body
    year, week, _ = tomorrow(school).isocalendar()
    assert shown == {
        "kind": "timetable",
        "title": "Изменения в расписании",
        "path": f"/timetable/student/{school.anya}/{year}-W{week:02}",
        "urgent": False,
        "act": None,
    }
    await hold(clara, served, school)
    assert (await olga.get(f"/api/notices/{notice}")).status == 404, "it is not so any more"


async def test_a_change_that_is_taken_back_within_the_grace_time_is_told_to_nobody(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    carrier = postman(served, relay.port)
    await cancel(clara, served, school)
    await carrier.round()
    await hold(clara, served, school)
    for later in (timedelta(), GRACE, GRACE, timedelta(hours=1)):
        await carrier.round(later)
    assert relay.take() == []
    assert await became_of(served, school.olga) == [("timetable", "dropped", "overtaken")] * 2


async def test_what_was_told_is_told_again_when_it_is_taken_back(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    carrier = postman(served, relay.port)
    await cancel(clara, served, school)
    await carrier.round()
    await carrier.round(GRACE)
    relay.take()
    await hold(clara, served, school)
    await carrier.round()
    await carrier.round(GRACE)
    [_, (_, mail)] = relay.take()
    assert lines(mail)[0].endswith("1-й урок (08:30): состоится.")


async def test_changes_that_follow_each_other_are_one_mail(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    rooms = (await say_rooms(clara, school, 0, room("214"))).body["rooms"]
    carrier = postman(served, relay.port)
    await cancel(clara, served, school)
    await carrier.round()
    await done(clara, school, of(await maths(served, school, 3), room=rooms[0]["id"]))
    await carrier.round()
    await carrier.round(GRACE)
    [_, (_, mail)] = relay.take()
    first, second = lines(mail)
    assert first.endswith("1-й урок (08:30): отменён.")
    assert second.endswith("3-й урок (10:30): кабинет 214."), "another room is no cancellation"


async def test_two_changes_of_one_lesson_are_told_as_what_they_come_to(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    rooms = (await say_rooms(clara, school, 0, room("214"), room("310"))).body["rooms"]
    carrier = postman(served, relay.port)
    for one in rooms:
        await done(clara, school, of(await maths(served, school), room=one["id"]))
        await carrier.round()
    await carrier.round(GRACE)
    [_, (_, mail)] = relay.take()
    [line] = lines(mail)
    assert line.endswith(": кабинет 310.")


async def test_a_guardian_of_two_children_in_a_class_gets_one_mail_that_names_both(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    await follows(served, school.olga, school.misha)
    carrier = postman(served, relay.port)
    await cancel(clara, served, school)
    await carrier.round()
    await carrier.round(GRACE)
    mails = relay.take()
    assert whom(mails) == ["boris", "olga"]
    assert lines(mails[1][1])[0].startswith("У Анны и Михаила: Математика")


async def test_of_a_subgroups_lesson_only_its_students_are_told(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    await sql(served, "update course_enrolment set ended_at = now() where student_id = $1", school.misha)
    carrier = postman(served, relay.port)
    await cancel(clara, served, school)
    await carrier.round()
    await carrier.round(GRACE)
    assert whom(relay.take()) == ["olga"]
    assert await became_of(served, school.boris) == []
    assert await became_of(served, school.anya) != [], "who has no mail is owed it as well"


async def test_who_loses_the_right_meanwhile_is_told_nothing(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    carrier = postman(served, relay.port)
    await cancel(clara, served, school)
    await carrier.round()
    await sql(served, "update guardianship set ended_at = now() where guardian_id = $1", school.olga)
    await carrier.round(GRACE)
    assert whom(relay.take()) == ["boris"]


async def test_the_teachers_concerned_are_told_with_the_class(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    await gets_mail(served, school.maria, "maria@example.org")
    await gets_mail(served, school.nina, "nina@example.org")
    carrier = postman(served, relay.port)
    await done(clara, school, of(await maths(served, school, 3), teachers=[str(school.nina)]))
    await carrier.round()
    await carrier.round(GRACE)
    mails = dict(relay.take())
    assert [address.partition("@")[0] for address in mails] == ["boris", "maria", "nina", "olga"]
    [line] = lines(mails["nina@example.org"])
    assert line.startswith("Математика (5А), ")
    assert line.endswith(": учитель Нина Никитина (раньше: Мария Рябова).")
    assert f"/timetable/teacher/{school.nina}/" in text(mails["nina@example.org"])


async def test_who_changed_it_is_not_told(served: Served, school: School, clara: Caller, relay: Relaying) -> None:
    await gets_mail(served, school.clara, "clara@example.org")
    await sql(
        served,
        "insert into teaching (source, source_id, course_id, teacher_id, is_primary) values ('t', 'c', $1, $2, false)",
        school.maths,
        school.clara,
    )
    await follows(served, school.clara, school.misha)
    carrier = postman(served, relay.port)
    await cancel(clara, served, school)
    await carrier.round()
    await carrier.round(GRACE)
    assert "clara" not in whom(relay.take()), "neither as a teacher nor as a mother"


async def test_a_lesson_of_next_week_waits_for_the_digest_and_is_told_there_once(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    later = school.day + WEEK
    await add_lesson(served, school.maths, later, 2)
    carrier = postman(served, relay.port)
    await done(clara, school, of(await maths(served, school, 2, later), cancelled=True))
    await carrier.round()
    await carrier.round(GRACE)
    assert relay.take() == []
    await carrier.round(timedelta(days=1))
    mails = relay.take()
    assert whom(mails) == ["boris", "olga"]
    assert mails[1][1]["Subject"] == "Новое в школе: 1 новость"
    assert lines(mails[1][1])[0].endswith("2-й урок (09:30): отменён.")
    for _ in range(9):
        await carrier.round(timedelta(days=1))
    assert relay.take() == []


async def test_who_gets_no_mail_of_it_is_told_of_next_week_the_day_before(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    await sql(
        served,
        "insert into notice_mode (person_id, kind, carrier, mode)"
        " values ($1, 'timetable', 'mail', 'off'), ($1, 'timetable', 'webhook', 'instant')",
        school.olga,
    )
    await sql(served, "update person set phone = '+70000000000' where id = $1", school.olga)
    later, telephones = school.day + WEEK, Telephones()
    await add_lesson(served, school.maths, later, 2)
    await done(clara, school, of(await maths(served, school, 2, later), cancelled=True))
    carrier = postman(served, relay.port, telephones=telephones, law=Window(22 * 60, 7 * 60))
    for days in range(1, 6):
        await at(carrier, school.day + timedelta(days=days), time(23, 30))
    await at(carrier, later - timedelta(days=1), time(6, 59))
    assert telephones.rang == []
    await at(carrier, later - timedelta(days=1), time(7, 0))
    [rang] = telephones.rang
    assert rang.data["text"] == "Изменения в расписании. https://diary.example", "which names nobody"
    await at(carrier, later, time(7, 0))
    assert len(telephones.rang) == 1


async def test_tomorrow_begins_at_midnight_by_the_schools_clock(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    await sql(served, "update school set zone = 'Asia/Omsk' where id = $1", school.id)  # three hours before Moscow
    await sql(served, "update person set phone = '+70000000000' where id = $1", school.olga)
    await sql(
        served,
        "insert into notice_mode (person_id, kind, carrier, mode)"
        " values ($1, 'timetable', 'mail', 'off'), ($1, 'timetable', 'webhook', 'instant')",
        school.olga,
    )
    later, telephones = school.day + WEEK, Telephones()
    await add_lesson(served, school.maths, later, 2)
    await done(clara, school, of(await maths(served, school, 2, later), cancelled=True))
    carrier = postman(served, relay.port, telephones=telephones)
    await at(carrier, later - timedelta(days=2), time(20, 59))
    await at(carrier, later - timedelta(days=2), time(20, 59, 59))
    assert telephones.rang == []
    await at(carrier, later - timedelta(days=2), time(21, 0))
    assert len(telephones.rang) == 1


class OnPage:
    """Everybody has a page open that shows what comes."""

    async def look(self, asked: Sequence[ListeningQuery]) -> Sequence[Reached]:
        return [Reached.HEARD] * len(asked)


async def test_what_an_open_page_showed_is_not_mailed_but_its_end_is(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    await cancel(clara, served, school)
    there = postman(served, relay.port, live=OnPage())
    await there.round()
    away = postman(served, relay.port)
    await away.round(GRACE)
    assert relay.take() == []
    await hold(clara, served, school)
    await away.round()
    await away.round(GRACE)
    [_, (_, mail)] = relay.take()
    assert lines(mail)[0].endswith("1-й урок (08:30): состоится.")


async def test_quiet_hours_hold_it_until_the_morning(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    carrier = postman(served, relay.port, law=Window(22 * 60, 7 * 60))
    await cancel(clara, served, school)
    await at(carrier, school.day, time(23, 30))
    await at(carrier, school.day, time(23, 45))
    await at(carrier, tomorrow(school), time(6, 59))
    assert relay.take() == []
    await at(carrier, tomorrow(school), time(7, 0))
    assert whom(relay.take()) == ["boris", "olga"]


async def test_ones_own_quiet_hours_let_the_change_of_the_first_lesson_pass_an_hour_before_it(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    await sql(served, "update notice_setting set quiet_begins = 1200, quiet_ends = 630")  # from 20:00 to 10:30
    carrier = postman(served, relay.port, law=Window(22 * 60, 7 * 60))
    await cancel(clara, served, school)
    await at(carrier, school.day, time(23, 30))
    await at(carrier, tomorrow(school), time(7, 29))
    assert relay.take() == []
    await at(carrier, tomorrow(school), time(7, 30))
    assert whom(relay.take()) == ["boris", "olga"]


async def test_a_later_lesson_is_held_and_what_has_begun_is_not_told(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    await sql(served, "update notice_setting set quiet_begins = 1200, quiet_ends = 660")  # from 20:00 to 11:00
    carrier = postman(served, relay.port)
    await cancel(clara, served, school, 3)
    for clock in (time(7, 30), time(9, 30), time(10, 29), time(11, 0), time(12, 0)):
        await at(carrier, tomorrow(school), clock)
    assert relay.take() == []
    assert await became_of(served, school.olga) == [("timetable", "dropped", "overtaken")]


async def test_a_lesson_that_begins_soon_is_told_without_grace(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    carrier = postman(served, relay.port)
    await cancel(clara, served, school)
    await at(carrier, tomorrow(school), time(8, 10))
    assert whom(relay.take()) == ["boris", "olga"]


async def test_another_subject_is_told_in_one_line(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    await sql(
        served,
        "insert into course_enrolment (source, source_id, course_id, student_id) values ('t', 'x', $1, $2)",
        school.year_one,
        school.anya,
    )
    carrier = postman(served, relay.port)
    await done(clara, school, of(await maths(served, school, 3), course=str(school.year_one)))
    await carrier.round()
    await carrier.round(GRACE)
    mails = dict(relay.take())
    [line] = lines(mails["olga@example.org"])
    assert line.endswith("3-й урок (10:30): вместо урока: Чтение.")
    assert lines(mails["boris@example.org"]) == [line.replace("Анны", "Михаила")]


async def test_every_kind_of_change_says_what_was_and_what_is(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    rooms = (await say_rooms(clara, school, 0, room("214"), room("310"))).body["rooms"]
    for number in (2, 4, 5, 6):
        await add_lesson(served, school.maths, tomorrow(school), number)
    in_room = "update lesson set room_id = $1 where number = 2 and course_id = $2"
    await sql(served, in_room, int(rooms[0]["id"]), school.maths)
    at = [await maths(served, school, number) for number in (1, 2, 3, 4, 5, 6)]
    carrier = postman(served, relay.port)
    await done(
        clara,
        school,
        of(at[1], room=rooms[1]["id"]),
        of(at[2], teachers=[str(school.lev)]),
        of(at[3], instead="Экскурсия в музей"),
        of(at[4], number=7),
    )
    added = {"course": str(school.maths), "day": str(tomorrow(school)), "number": 5, "room": rooms[0]["id"]}
    assert (await clara.post(f"/api/schools/{school.id}/lessons", added)).status == 200
    await carrier.round()
    await carrier.round(GRACE)
    [_, (_, mail)] = relay.take()
    assert [line.partition(", ")[2].partition(", ")[2] for line in lines(mail)] == [
        "2-й урок (09:30): кабинет 310 (раньше: 214).",
        "3-й урок (10:30): учитель Лев Лебедев (раньше: Мария Рябова).",
        "4-й урок (11:30): вместо урока: Экскурсия в музей.",
        "5-й урок (12:30): добавлен; кабинет 214; учитель Мария Рябова.",
        "5-й урок (12:30): перенесён, теперь 7-й урок (14:30).",
    ]


async def test_a_relay_that_was_away_brings_what_is_true_then(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    nobody = postman(served, 1)  # nobody listens there
    await cancel(clara, served, school)
    await nobody.round()
    await nobody.round(GRACE)
    await hold(clara, served, school)
    back = postman(served, relay.port)
    back.clock.moment = nobody.clock.moment
    for later in (timedelta(hours=1), GRACE, timedelta(hours=1)):
        await back.round(later)
    assert relay.take() == [], "it was never told, and is as it was"


async def test_a_mail_that_is_tried_again_tells_the_same(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    carrier = postman(served, relay.port)
    relay.answers = ["451 4.7.1 greylisted", "451 4.7.1 greylisted"]
    await cancel(clara, served, school)
    await carrier.round()
    await carrier.round(GRACE)
    assert relay.take() == []
    await carrier.round(timedelta(minutes=2))
    assert whom(relay.take()) == ["boris", "olga"]


async def test_a_mail_that_may_have_arrived_counts_as_told(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    carrier = postman(served, relay.port)
    await cancel(clara, served, school)
    await carrier.round()
    carrier.clock.moment += GRACE
    while await carrier.post.resolve():
        pass
    assert len(await carrier.post.take("mail", 10)) == 2, "and then this postman dies"
    await hold(clara, served, school)
    for later in (timedelta(), GRACE, GRACE):
        await carrier.round(later)
    mails = relay.take()
    assert whom(mails) == ["boris", "olga"]
    assert lines(mails[1][1])[0].endswith("1-й урок (08:30): состоится.")


async def test_a_relay_that_comes_back_when_the_lesson_has_begun_brings_nothing(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    nobody = postman(served, 1)  # nobody listens there
    await cancel(clara, served, school)
    await nobody.round()
    await nobody.round(GRACE)
    back = postman(served, relay.port)
    await at(back, tomorrow(school), time(8, 30))
    assert relay.take() == []
    problems = await served.server.pool.fetch("select problem from dispatch where state = 'dropped'")
    assert [row["problem"] for row in problems] == ["nothing_left"] * 2


async def test_of_two_postmen_one_tells_it(served: Served, school: School, clara: Caller, relay: Relaying) -> None:
    first, second = postman(served, relay.port), postman(served, relay.port)
    await cancel(clara, served, school)
    await first.round()
    first.clock.moment += GRACE
    second.clock.moment = first.clock.moment
    await asyncio.gather(first.round(), second.round())
    assert whom(relay.take()) == ["boris", "olga"]


async def test_a_stream_of_two_classes_is_one_mail_to_a_guardian_of_both(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    await follows(served, school.olga, school.petya)
    await sql(
        served,
        "insert into course_enrolment (source, source_id, course_id, student_id) values ('t', 'y', $1, $2)",
        school.maths,
        school.petya,
    )
    carrier = postman(served, relay.port)
    await cancel(clara, served, school)
    await carrier.round()
    await carrier.round(GRACE)
    mails = relay.take()
    assert whom(mails) == ["boris", "olga"]
    assert [line.partition(": ")[0] for line in lines(mails[1][1])] == ["У Анны и Петра"]


async def test_what_was_told_of_lessons_is_forgotten_with_the_rest(
    served: Served, school: School, clara: Caller, relay: Relaying
) -> None:
    carrier, there = postman(served, relay.port), "select count(*) from told_lesson"
    await cancel(clara, served, school)
    await carrier.round()
    carrier.clock.moment += timedelta(days=90)
    await forget(carrier.post.desk)
    assert await sql(served, there) > 0
    carrier.clock.moment += timedelta(days=3)
    await forget(carrier.post.desk)
    assert await sql(served, there) == 0


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_whatever_happens_to_a_lesson_mails_tell_its_turns_one_by_one_and_end_with_how_it_is(
    served: Served, school: School, clara: Caller, relay: Relaying, seed: int
) -> None:
    chance, carrier = random.Random(seed), postman(served, relay.port)
    cancelled = False
    for _ in range(25):
        if chance.random() < 0.5:
            cancelled = not cancelled
            await (cancel if cancelled else hold)(clara, served, school)
        relay.answers = [chance.choice(["", "", "451 4.7.1 greylisted"]) for _ in range(2)]
        await carrier.round(timedelta(minutes=chance.randrange(12)))
    relay.answers = []
    for _ in range(4):
        await carrier.round(timedelta(minutes=20))
    mails = relay.mails
    for reader in ("boris", "olga"):
        told = [lines(mail) for address, mail in mails if address.startswith(reader)]
        turns = [line.rpartition(": ")[2] for [line] in told]
        assert turns == [("отменён.", "состоится.")[n % 2] for n in range(len(turns))]
        assert len(turns) % 2 == cancelled
