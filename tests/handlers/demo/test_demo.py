"""The demo school: the same for the same seed, like a real one, and never among real people."""

import csv
from collections import Counter
from datetime import date, time, timedelta
from pathlib import Path

import asyncpg
import pytest

from channels.consents.inputs import TextsAsked
from channels.consents.own import my_consents
from channels.consents.texts import consent_texts
from channels.gradebook.diary import diary
from channels.gradebook.journal import courses, journal
from channels.gradebook.model import Days
from channels.invitations.inviting import class_sign_ins
from channels.invitations.model import InvitationStatus
from channels.notices.settings import Offered
from channels.school_year.weeks import Week
from channels.sign_in_cases.solving import cases
from channels.store import Desk
from channels.substitutions.absences import lessons_to_cover, teacher_absences
from channels.talk.chats import chats
from channels.talk.inputs import Page
from channels.talk.messages import history
from channels.timetable.set_up import set_up
from handlers.app import SystemClock
from handlers.commands.demo import ACCOUNTS, NotADemo, make_demo
from handlers.demo.curriculum import ZONE, bells
from handlers.demo.life import live
from handlers.demo.names import LONGEST
from handlers.demo.roster import write_roster
from handlers.demo.school import DemoSchool, half, make_school
from handlers.demo.sign_in_cases import CAUSES
from handlers.demo.talk import talks
from handlers.passwords import Passwords
from realtime.fanout.memory import MemoryFanout
from realtime.fanout.publisher import FanoutPublisher
from storage.store import PostgresStore
from tests.school_weeks.world import CLASHES

MONDAY = date(2026, 11, 23)
THURSDAY = date(2026, 11, 26)
SUNDAY = date(2026, 11, 29)
PASSWORD = "a demo password"
OFFERED = Offered(law=None, push_key="", mails=True, rings=False)


@pytest.fixture(scope="module")
def school() -> DemoSchool:
    return make_school(600, 7)


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_the_same_seed_makes_the_same_files_byte_for_byte(tmp_path: Path) -> None:
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        write_roster(make_school(200, seed), tmp_path / name, MONDAY)
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert files(tmp_path / "a")["users.csv"] != files(tmp_path / "c")["users.csv"]


def test_the_same_seed_lives_the_same_weeks(school: DemoSchool) -> None:
    again = make_school(600, 7)
    assert live(school, 7, THURSDAY) == live(again, 7, THURSDAY)
    assert talks(school, 7, THURSDAY) == talks(again, 7, THURSDAY)


def test_classes_are_even_and_people_are_many(school: DemoSchool) -> None:
    sizes = Counter(student.class_ for student in school.people.students)
    assert len(sizes) == 33
    assert max(sizes.values()) - min(sizes.values()) <= 1
    assert sum(sizes.values()) == 600
    assert 1.2 < len(school.people.guardians) / 600 < 1.5


def test_families_are_as_real_ones_are(school: DemoSchool) -> None:
    students, people = school.people.students, {one.id: one for one in school.people.everybody()}
    assert LONGEST in {student.name for student in students}
    in_class = Counter((student.class_, student.name) for student in students)
    assert max(in_class.values()) > 1, "two of one name in one class"
    named = {(class_, name) for class_, name in in_class if name == ("Кузнецова", "Анна", "Сергеевна")}
    assert len(named) > 1, "and one in another class"
    agents = [(student, agent) for student in students for agent in student.agents]
    assert any(agent.endswith(":restricted") for _, agent in agents)
    assert any(agent.endswith(":trusted") for _, agent in agents)
    children = Counter(agent.partition(":")[0] for _, agent in agents)
    assert max(children.values()) > 1, "siblings"
    surnames = [
        (student.name.family, people[agent.partition(":")[0]].name.family)
        for student, agent in agents
        if agent.endswith(":mother")
    ]
    assert any(child[:4] != mother[:4] for child, mother in surnames), "families of two surnames"
    both = [teacher for teacher in school.people.teachers if set(teacher.roles) == {"teacher", "guardian"}]
    assert 0.08 <= len(both) / len(school.people.teachers) <= 0.10


def test_nobody_is_in_two_places_at_once_and_no_two_lessons_in_one_room(school: DemoSchool) -> None:
    seen: set[tuple[str, int, time]] = set()
    for course in school.courses:
        students = half(school.students_of(course.class_), course.group)
        for slot in school.timetable[course.id]:
            starts, _ = bells(int(course.class_[:-1]))[slot.number - 1]
            for who in (*students, *course.teachers, school.room_of(course)):
                assert (who, slot.day, starts) not in seen
                seen.add((who, slot.day, starts))
    assert sum(len(slots) for slots in school.timetable.values()) > 0.98 * sum(c.hours for c in school.courses)
    days = {slot.day for c in school.courses if "demo-teacher" in c.teachers for slot in school.timetable[c.id]}
    assert days == set(range(5))


def test_a_class_learns_english_in_two_halves_at_the_same_time_with_a_teacher_each(school: DemoSchool) -> None:
    first, second = [one for one in school.courses if (one.class_, one.subject) == ("5А", "Английский язык")]
    assert school.timetable[first.id] == school.timetable[second.id] != []
    assert not set(first.teachers) & set(second.teachers)
    halves = [half(school.students_of("5А"), course.group) for course in (first, second)]
    assert sorted(halves[0] + halves[1]) == sorted(school.students_of("5А"))
    assert abs(len(halves[0]) - len(halves[1])) <= 1


def test_the_third_year_is_taught_in_the_afternoon() -> None:
    assert bells(3)[0] == bells(2)[-1]


def test_marks_and_absences_contradict_nothing(school: DemoSchool) -> None:
    life = live(school, 7, THURSDAY)
    class_of = {student.id: student.class_ for student in school.people.students}
    away = {(a.lesson, a.student) for a in life.absences if a.status != "late"}
    assert len({(a.lesson, a.student) for a in life.absences}) == len(life.absences)
    for mark in life.marks:
        assert mark.lesson.day <= THURSDAY
        assert class_of[mark.student] == mark.lesson.course.class_
        assert not mark.lesson.course.class_.startswith(("1А", "1Б", "1В"))
        assert (mark.lesson, mark.student) not in away
    planned = [lesson for lesson in life.lessons if lesson.kind]
    tests = Counter((lesson.course.class_, lesson.day) for lesson in planned)
    assert max(tests.values()) == 1, "one test a day for a class"
    shares = Counter(mark.value for mark in life.marks)
    for value, share in ((5, 0.35), (4, 0.38), (3, 0.22), (2, 0.05)):
        assert abs(shares[value] / len(life.marks) - share) < 0.03
    lessons = sum(1 for lesson in life.lessons if lesson.day < THURSDAY) * 600 / 33
    assert 0.03 < len(life.absences) / lessons < 0.08


def test_a_later_day_continues_the_same_weeks(school: DemoSchool) -> None:
    early, late = live(school, 7, THURSDAY), live(school, 7, SUNDAY)
    assert early.lessons == late.lessons
    before = [mark for mark in late.marks if mark.lesson.day < THURSDAY]
    assert before == [mark for mark in early.marks if mark.lesson.day < THURSDAY]
    assert any(lesson.day >= SUNDAY - timedelta(days=6) for lesson in late.lessons)


async def person(pool: asyncpg.Pool, login: str) -> int:
    number: int = await pool.fetchval("select person_id from account where name = $1", login)
    return number


@pytest.mark.slow
async def test_every_sign_in_works_and_sees_its_own(database: asyncpg.Pool) -> None:
    today = await database.fetchval("select (now() at time zone $1)::date", ZONE)
    steps: list[str] = []
    await make_demo(
        database,
        students=150,
        seed=7,
        today=today,
        password=PASSWORD,
        progress=lambda step, done, total: steps.append(step),
    )
    assert steps == ["roster", "people", "lessons", "marks", "attendance", "chats", "done"]
    for login in ACCOUNTS:
        stored = await database.fetchval("select password_hash from account where name = $1", login)
        assert await Passwords().matches(PASSWORD, stored)
    store = PostgresStore(database)
    teacher, guardian = await person(database, "demo.teacher"), await person(database, "demo.guardian")
    taught = (await courses(store, teacher)).courses
    assert {course.title for course in taught} >= {"Математика 5А", "Математика 2Б"}
    fifth = next(course for course in taught if course.title == "Математика 5А")
    shown = await journal(store, await person(database, "demo.teacher2"), fifth.id, Days())
    assert shown.marks
    assert max(lesson.day for lesson in shown.lessons) >= today - timedelta(days=today.weekday())
    daughter = await person(database, "demo.student")
    desk = Desk(store, FanoutPublisher(MemoryFanout()), SystemClock())
    for reader in (guardian, daughter):
        week = await diary(desk, reader, daughter, Week())
        assert sum(len(day.lessons) for day in week.days) > 20
        assert week.averages
    open_chats = (await chats(store, guardian)).chats
    assert [chat.unread for chat in open_chats] == [1]
    told = await history(desk, guardian, open_chats[0].id, Page(limit=100))
    assert told.position.offset == len(told.messages)
    assert await database.fetchval("select share_seen from person where id = $1", guardian)


@pytest.mark.slow
@pytest.mark.parametrize("today", [MONDAY, SUNDAY, date(2026, 1, 1), date(2026, 7, 15), date(2026, 8, 31)])
async def test_any_day_of_the_year_shows_a_week_of_lessons(database: asyncpg.Pool, today: date) -> None:
    await make_demo(database, students=66, seed=1, today=today, password=PASSWORD)
    monday = today - timedelta(days=today.weekday())
    row = await database.fetchrow(
        """
        select count(*) filter (where day >= $1 and day < $1 + 7) as week,
               max(day) filter (where day <= $2) as latest from lesson
        """,
        monday,
        today,
    )
    assert row is not None
    assert row["week"] > 500
    ahead = await database.fetch(
        "select distinct (day - $1::date) / 7 as week from lesson where day >= $1 order by 1", monday
    )
    assert [one["week"] for one in ahead][:4] == [0, 1, 2, 3]
    assert today - row["latest"] <= timedelta(days=2)
    assert (
        await database.fetchval(
            "select count(*) from mark m join lesson l on l.id = m.lesson_id where l.day > $1", today
        )
        == 0
    )
    grades = await database.fetch(
        """
        select distinct c.grade from mark m join class_enrolment e on e.student_id = m.student_id
        join class c on c.id = e.class_id order by 1
        """
    )
    assert [row["grade"] for row in grades] == list(range(2, 12))
    assert await database.fetchval(
        """
        select bool_and(r.value = m.value and r.weight = m.weight) from mark m
        join mark_revision r on r.mark_id = m.id and r.revision = m.revision
        """
    )
    assert await database.fetchval("select exists (select from lesson where kind_id is not null)")


@pytest.mark.slow
async def test_a_second_run_only_adds_what_is_missing(database: asyncpg.Pool) -> None:
    await make_demo(database, students=66, seed=1, today=THURSDAY, password=PASSWORD)
    before = await database.fetch("select id, value, revision from mark order by id")
    chats_before = await database.fetchval("select count(*) from chat")
    await make_demo(database, students=66, seed=1, today=THURSDAY + timedelta(days=7), password="another password")
    after = await database.fetch("select id, value, revision from mark order by id")
    assert after[: len(before)] == before
    assert len(after) > len(before)
    assert await database.fetchval("select max(day) from lesson where topic <> ''") == date(2026, 12, 4)
    assert await database.fetchval("select count(*) from chat") == chats_before
    stored = await database.fetchval("select password_hash from account where name = 'demo.teacher'")
    assert await Passwords().matches("another password", stored)


async def test_a_database_with_real_people_is_refused(database: asyncpg.Pool) -> None:
    await database.execute(
        "insert into person (source, source_id, family_name, given_name) values ('sis', '1', 'Белова', 'Анна')"
    )
    with pytest.raises(NotADemo):
        await make_demo(database, students=66, seed=1, today=MONDAY, password=PASSWORD)
    assert await database.fetchval("select count(*) from person") == 1
    with pytest.raises(ValueError, match="at least 66"):
        make_school(20, 1)


@pytest.mark.parametrize("day", [date(2026, 9, 1), date(2027, 1, 10), date(2027, 8, 15), date(2027, 8, 31)])
def test_the_year_of_a_demo_holds_the_day_it_is_made_on(tmp_path: Path, day: date) -> None:
    """Or its classes would not be in force: who looks at it in August would see an empty school.

    It is a day of one of its quarters, as are the three weeks after it.
    """
    write_roster(make_school(66, 1), tmp_path, day)
    with (tmp_path / "academicSessions.csv").open(encoding="utf-8", newline="") as file:
        year, *quarters = csv.DictReader(file)
    assert year["startDate"] <= str(day) < year["endDate"]
    later = day + timedelta(days=21)
    assert quarters[0]["startDate"] <= str(day) < str(later) < quarters[-1]["endDate"]


@pytest.mark.slow
async def test_the_weeks_to_come_have_lessons_and_the_next_one_some_changes(database: asyncpg.Pool) -> None:
    await make_demo(database, students=66, seed=1, today=MONDAY, password=PASSWORD)
    monday = MONDAY - timedelta(days=MONDAY.weekday())
    weeks = await database.fetch(
        "select (day - $1::date) / 7 as week, count(*) from lesson where day >= $1 group by 1 order by 1", monday
    )
    assert [row["week"] for row in weeks][:4] == [0, 1, 2, 3]
    assert await database.fetch(CLASHES, monday, monday + timedelta(weeks=4)) == []
    assert weeks[1]["count"] == weeks[0]["count"] + 1, "the next week is as this one, with a lesson that replaces one"
    desk = Desk(PostgresStore(database), FanoutPublisher(MemoryFanout()), SystemClock())
    daughter = await person(database, "demo.student")
    year, number, _ = (monday + timedelta(days=7)).isocalendar()
    week = await diary(desk, daughter, daughter, Week(week=f"{year}-W{number:02}"))
    changes = [lesson.deviation for day in week.days for lesson in day.lessons if lesson.deviation is not None]
    assert [change.instead for change in changes if change.instead] == ["Планетарий"]
    for kind in ("covered", "room_was", "moved_from", "replaced_by", "note"):
        assert len([change for change in changes if getattr(change, kind)]) == 1, kind


@pytest.mark.slow
async def test_a_deputy_keeps_the_timetable_and_finds_somebody_to_cover_for(database: asyncpg.Pool) -> None:
    await make_demo(database, students=66, seed=1, today=SystemClock().now().date(), password=PASSWORD)
    desk, deputy = Desk(PostgresStore(database), FanoutPublisher(MemoryFanout()), SystemClock()), "demo.deputy"
    number, school = await person(database, deputy), await database.fetchval("select id from school")
    [away] = (await teacher_absences(desk, number, school)).absences
    assert (await lessons_to_cover(desk, number, school, away.id)).lessons
    steps = (await set_up(desk, number, school)).steps
    assert [step.step for step in steps if not step.done] == []


async def test_a_class_has_been_invited_and_has_come_in_as_far_as_classes_do(database: asyncpg.Pool) -> None:
    await make_demo(database, students=200, seed=1, today=MONDAY, password=PASSWORD)
    desk = Desk(PostgresStore(database), FanoutPublisher(MemoryFanout()), SystemClock())
    teacher = await database.fetchval("select id from person where source_id = 'demo-teacher'")
    class_ = await database.fetchval("select id from class where name = '5А'")
    families = (await class_sign_ins(desk, OFFERED, teacher, class_)).families
    seen = Counter(one.status for family in families for one in (family.student, *family.adults))
    assert set(seen) == set(InvitationStatus) - {InvitationStatus.MADE}  # there is no relay that mails wait for
    assert seen[InvitationStatus.USED] > sum(seen.values()) / 2


async def test_somebody_cannot_get_in_for_each_cause(database: asyncpg.Pool) -> None:
    await make_demo(database, students=200, seed=1, today=MONDAY, password=PASSWORD)
    desk = Desk(PostgresStore(database), FanoutPublisher(MemoryFanout()), SystemClock())
    head, school = await person(database, "demo.admin"), await database.fetchval("select id from school")
    assert sorted(one.cause for one in (await cases(desk, head, school)).cases) == sorted(CAUSES)


async def test_the_school_asks_for_two_consents_and_most_families_have_answered_one(database: asyncpg.Pool) -> None:
    await make_demo(database, students=200, seed=1, today=MONDAY, password=PASSWORD)
    desk = Desk(PostgresStore(database), FanoutPublisher(MemoryFanout()), SystemClock())
    head, school = await person(database, "demo.admin"), await database.fetchval("select id from school")
    texts = (await consent_texts(desk, head, school, TextsAsked())).texts
    new, first = [one.counts for one in texts]
    assert first.given > first.open > first.refused > 0
    assert (new.given, new.refused, new.open) == (0, 0, first.given + first.refused + first.open)
    mine = (await my_consents(desk, await person(database, "demo.guardian"))).consents
    assert {(one.state, one.is_due) for one in mine} == {("open", True)}
    assert len(mine) == 2 * len({one.child and one.child.id for one in mine})
