"""`zvonok demo`: a made-up school for trying everything out."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg
import click

from channels.announcements.inputs import AskedTarget
from channels.invitations.model import InvitationStatus
from channels.matching.model import Said
from channels.policy import Addressed, AudienceOf, ChatKind, ChatRole, Office, Openness, Posting
from channels.roster.model import Problems, State
from channels.roster.plan import Plan, plan_import
from channels.school_events.inputs import NewSchoolEvent
from channels.school_events.model import EventKind
from channels.school_year.bells import BreakKind
from channels.school_year.inputs import NewBellRule, NewBells, NewBellSchedule, NewBellTimes, NewSchoolYear
from channels.school_year.school_calendar import Span, end_of_year, monday
from channels.sign_in_cases.diagnosis import diagnose
from channels.sign_in_cases.model import Evidence
from channels.sign_in_cases.opening import KEPT
from channels.substitutions.inputs import NewTeacherAbsence
from channels.substitutions.ports import LessonState
from channels.talk.model import Group
from channels.talk.ports import NewChat
from channels.timetable.making_lessons import bring_up_school, standing
from handlers.commands.options import OnDatabase, on_database
from handlers.demo.consents import TEXTS
from handlers.demo.curriculum import AFTERNOON, PROFILES, SHORT_DAY, ZONE, bells, school_year
from handlers.demo.invitations import become, invitation_rows
from handlers.demo.life import WEIGHTS, Life, live
from handlers.demo.roster import ORG, SOURCE, write_roster
from handlers.demo.school import LEAST, DemoSchool, Slot, make_school
from handlers.demo.sign_in_cases import CAUSES, demo_cases
from handlers.demo.talk import talks
from handlers.passwords import hash_password
from handlers.roster.read import open_set
from storage import demo as store
from storage.demo_cases import parents_without_sign_in, spoil
from storage.pool import Connection
from storage.roster.apply import alone, apply
from storage.roster.load import load
from storage.statistics import gather_statistics
from storage.store import PostgresTx

Progress = Callable[[str, int, int], None]
"""Callback that gets the present step, how much of it is done, and how much there is."""

ACCOUNTS = {
    "demo.teacher": "demo-teacher",
    "demo.teacher2": "demo-teacher2",
    "demo.guardian": "demo-guardian",
    "demo.student": "demo-student",
    "demo.admin": "demo-admin",
    "demo.deputy": "demo-deputy",
}
STEPS = 6
MATHS, LAST_TO_MOVE = ("5А", "Математика"), 6
LARGEST = 20_000


class NotADemo(Exception):
    """Raised if the database holds real people: a demo school is never put among them."""


def _silent(step: str, done: int, total: int) -> None:
    pass


async def make_demo(
    pool: asyncpg.Pool,
    *,
    students: int,
    seed: int,
    today: date,
    password: str,
    progress: Progress = _silent,
    statistics: bool = True,
) -> None:
    """Fills an empty database with a school, its four weeks up to `today` and its sign-ins.

    On a demo made before with the same arguments it adds the weeks missing up to `today`, and sets the password. Raises
    `NotADemo` if there is anybody else, ValueError for too few students.
    """
    school = await asyncio.to_thread(make_school, students, seed)
    async with pool.acquire() as connection, alone(connection):
        holds = await store.database_holds(connection, SOURCE)
        if holds == "others":
            raise NotADemo
        progress("roster", 0, STEPS)
        state = await load(connection, SOURCE)
        plan = await asyncio.to_thread(_plan, school, state, today)
        progress("people", 1, STEPS)
        await apply(connection, plan)
        progress("lessons", 2, STEPS)
        life = await asyncio.to_thread(live, school, seed, today)
        hashes = await asyncio.to_thread(lambda: {name: hash_password(password) for name in ACCOUNTS})
        async with connection.transaction():
            ids = await store.ids_of(connection, SOURCE)
            if holds == "nothing":
                await _set_up(connection, ids, today)
            await _store_life(connection, life, ids, progress)
            await _store_weeks_ahead(connection, school, ids, today, first=holds == "nothing")
            if holds == "nothing":
                await _store_talks(connection, school, seed, today, ids)
            people = ids["person"]
            await store.add_accounts(connection, [(people[ACCOUNTS[n]], n, hashed) for n, hashed in hashes.items()])
            await store.share_seen(connection, people["demo-guardian"])
            if holds == "nothing":
                await _store_invitations(connection, ids, hashes["demo.guardian"])
                await _store_cases(connection, ids, hashes["demo.guardian"])
                await _store_consents(connection, ids)
        if statistics:  # otherwise plans would be made for the tables as they were, empty
            await gather_statistics(connection)
        progress("done", STEPS, STEPS)


def _plan(school: DemoSchool, state: State, today: date) -> Plan:
    """Returns the plan of importing the demo's roster, read like any school's."""
    with tempfile.TemporaryDirectory(prefix="zvonok-demo-") as folder:
        write_roster(school, Path(folder), today)
        problems = Problems()
        with open_set(Path(folder), problems, SOURCE) as reading:
            assert reading is not None
            plan = plan_import(reading, state, problems, ZONE)
    assert not problems.first, problems.first[:3]
    return plan


Ids = dict[str, dict[str, int]]


async def _set_up(connection: Connection, ids: Ids, today: date) -> None:
    """Sets what a school says itself: its week, the bells of its shifts and of a short day, who keeps the timetable."""
    tx, school, now = PostgresTx(connection), ids["school"][ORG], datetime.now(UTC)
    head = ids["person"]["demo-admin"]
    await tx.appointments.appoint(school, Office.TIMETABLE, ids["person"]["demo-deputy"], head, now, appointed=True)
    await tx.school_years.set(school, NewSchoolYear(revision=0, weekdays=5, periods=[], free=[]), head, now)
    afternoon = [one for one in await tx.schools.classes(school) if one.grade in AFTERNOON]
    schedules = {
        "1 смена": _bells(bells(1), {2: BreakKind.BREAKFAST, 4: BreakKind.LUNCH}),
        "2 смена": _bells(bells(AFTERNOON[0]), {2: BreakKind.LUNCH, 4: BreakKind.DYNAMIC}),
        "Короткий день": _bells(SHORT_DAY, {3: BreakKind.LUNCH}),
    }
    asked = NewBells(
        revision=0,
        from_day=school_year(today)[0],
        schedules=[NewBellSchedule(name=name, bells=theirs) for name, theirs in schedules.items()],
        rules=[
            NewBellRule(schedule="1 смена"),
            *(NewBellRule.model_validate({"schedule": "2 смена", "class": class_.id}) for class_ in afternoon),
        ],
    )
    await tx.bells.set(school, asked, head, now)


def _bells(times: Sequence[tuple[time, time]], breaks: dict[int, BreakKind]) -> list[NewBellTimes]:
    return [
        NewBellTimes(number=number, starts=starts, ends=ends, then=breaks.get(number, BreakKind.PLAIN))
        for number, (starts, ends) in enumerate(times, 1)
    ]


async def _store_life(connection: Connection, life: Life, ids: Ids, progress: Progress) -> None:
    courses, kinds = ids["course"], ids["mark_kind"]
    lessons = [
        store.LessonRow(
            courses[row.course.id],
            row.day,
            row.number,
            kinds[row.kind] if row.kind else None,
            row.room,
            row.topic,
            row.homework,
        )
        for row in life.lessons
    ]
    await store.add_lessons(connection, lessons)
    # Existing entries may be a visitor's.
    free = await store.untouched_lessons(connection, min(row.day for row in lessons), SOURCE)
    progress("marks", 3, STEPS)
    await store.add_marks(connection, list(_marks(life, ids, free)))
    progress("attendance", 4, STEPS)
    await store.add_attendance(connection, list(_absences(life, ids, free)))
    progress("chats", 5, STEPS)


Free = dict[tuple[int, date, int], int]


def _marks(life: Life, ids: Ids, free: Free) -> Iterator[store.MarkRow]:
    people, now = ids["person"], datetime.now(ZoneInfo(ZONE))
    for row in life.marks:
        course = ids["course"][row.lesson.course.id]
        lesson = free.get((course, row.lesson.day, row.lesson.number))
        if lesson is not None:
            yield store.MarkRow(
                lesson,
                course,
                people[row.student],
                row.value,
                ids["mark_kind"][row.kind],
                WEIGHTS[row.kind],
                row.comment,
                people[row.author],
                min(row.at, now),
                row.first_value,
                row.reason,
            )


def _absences(life: Life, ids: Ids, free: Free) -> Iterator[store.AttendanceRow]:
    people, now = ids["person"], datetime.now(ZoneInfo(ZONE))
    for row in life.absences:
        course = ids["course"][row.lesson.course.id]
        lesson = free.get((course, row.lesson.day, row.lesson.number))
        if lesson is not None:
            teacher = people[row.author]
            at = min(row.at, now)
            yield store.AttendanceRow(lesson, people[row.student], course, row.status, row.minutes, teacher, at)


async def _store_invitations(connection: Connection, ids: Ids, hashed: str) -> None:
    """Invites a class: most are in, and sign in with the password of the demo."""
    tx, number, now = PostgresTx(connection), ids["school"][ORG], datetime.now(UTC)
    [class_] = [one.id for one in await tx.schools.classes(number) if one.name == MATHS[0]]
    today = await tx.schools.day(number, now)
    belonging = await tx.invitations.people_of_class(class_, today)
    people = dict.fromkeys(one for each in belonging for one in (each.student, each.adult) if one is not None)
    invitees = await tx.invitations.invitees(number, list(people), today)
    stages = become([one for one in people if one in invitees and invitees[one].login is None])
    for person in stages[InvitationStatus.USED]:
        await tx.invitations.give_account(invitees[person], hashed)
    await store.add_invitations(connection, number, ids["person"]["demo-teacher"], invitation_rows(stages, now))


async def _store_consents(connection: Connection, ids: Ids) -> None:
    """Publishes two texts; to the first many families have agreed, the demo's own for none of its children."""
    tx, school, head = PostgresTx(connection), ids["school"][ORG], ids["person"]["demo-admin"]
    published = datetime.now(UTC) - timedelta(days=20)
    first, *_ = [await tx.consents.add(school, text.role, text, head, published) for text in TEXTS]
    await store.add_consents(connection, school, first, published, but=ids["person"]["demo-guardian"])


async def _store_cases(connection: Connection, ids: Ids, hashed: str) -> None:
    """Brings up people who cannot get in, and finds the cause of each as the server does."""
    tx, school, now = PostgresTx(connection), ids["school"][ORG], datetime.now(UTC)
    parents = await parents_without_sign_in(connection, school, len(CAUSES))
    for case in demo_cases(parents):
        if case.wrong is not None:
            await spoil(connection, school, case.parent, case.wrong, case.mixed, hashed)
        number = await tx.sign_in_cases.add(case.claimed, case.address, "ru", now, now + KEPT)
        evidence = Evidence(Said(case.claimed.name, emails=(case.address,)), by_provider=False)
        found = await tx.sign_in_cases.look_up(evidence.said, case.claimed)
        told = diagnose(evidence, case.claimed, found.people, found.students, await tx.schools.day(school, now))
        await tx.sign_in_cases.keep(number, told, school, secrets.token_bytes(32), now)
        await tx.sign_in_cases.ask_school(number, now)


async def _store_weeks_ahead(connection: Connection, school: DemoSchool, ids: Ids, today: date, *, first: bool) -> None:
    """Makes the lessons of the weeks to come, and at the beginning some changes of the next one."""
    tx, number = PostgresTx(connection), ids["school"][ORG]
    next_monday = monday(today) + timedelta(days=7)
    await tx.patterns.lock(number)
    if first:
        await store.set_profiles(connection, number, PROFILES)
        rows = [
            store.PatternRow(ids["course"][course.id], slot.day + 1, slot.number, school.room_of(course))
            for course in school.courses
            for slot in school.timetable[course.id]
        ]
        spans = [Span(period.from_day, period.until_day) for period in await tx.patterns.periods(number)]
        until = max(end_of_year(spans, next_monday), next_monday)
        await store.add_pattern(connection, rows, next_monday, until, ids["person"]["demo-admin"])
    await bring_up_school(tx, await standing(tx, number, today, today))
    if first:
        await _change_some(tx, school, await store.lessons_of_class(connection, number, MATHS[0], next_monday), ids)
        await _plan_some(tx, ids, next_monday)


async def _plan_some(tx: PostgresTx, ids: Ids, monday_: date) -> None:
    """Plans what a class does beside its lessons in that week, and opens a club."""
    number, teacher, now = ids["school"][ORG], ids["person"]["demo-teacher"], datetime.now(UTC)
    [class_] = [one.id for one in await tx.schools.classes(number) if one.name == MATHS[0]]

    def at(weekday: int, hour: int) -> datetime:
        return datetime.combine(monday_ + timedelta(days=weekday), time(hour), ZoneInfo(ZONE)).astimezone(UTC)

    trip = NewSchoolEvent(
        kind=EventKind.TRIP,
        title="Экскурсия в планетарий",
        place="Сбор у главного входа",
        starts_at=at(2, 15),
        ends_at=at(2, 17),
        targets=[AskedTarget.model_validate({"of": "class", "class": str(class_), "to": ["families", "students"]})],
    )
    olympiad = NewSchoolEvent(
        kind=EventKind.OLYMPIAD,
        title="Олимпиада по математике",
        subject="Математика",
        starts_at=at(4, 15),
        targets=[AskedTarget(of=AudienceOf.GRADE, grade=int(MATHS[0][:-1]), to=[Addressed.STUDENTS])],
    )
    for event in (trip, olympiad):
        await tx.school_events.add(number, teacher, event, now)
    club = Group(
        title="Шахматный клуб",
        description="По вторникам после уроков, кабинет 214",
        posting=Posting.ALL,
        openness=Openness.PUBLIC,
    )
    await tx.chats.open(NewChat(ChatKind.INTEREST, number, group=club, members={teacher: ChatRole.OWNER}), now)


async def _change_some(tx: PostgresTx, school: DemoSchool, lessons: Sequence[int], ids: Ids) -> None:
    """Changes some lessons of a class, each in another way, and lets one of its teachers be away for two days."""
    number, people = ids["school"][ORG], ids["person"]
    taught = {(who, slot) for c in school.courses for who in c.teachers for slot in school.timetable[c.id]}
    course_of = {ids["course"][course.id]: course for course in school.courses}
    states = sorted((await tx.lessons.lock(number, lessons)).values(), key=lambda one: (one.day, one.number, one.id))
    whole = [one for one in states if not course_of[one.course].group]

    def is_free(who: str, lesson: LessonState, later: int = 0) -> bool:
        return (who, Slot(lesson.day.weekday(), lesson.number + later)) not in taught

    maths = next(ids["course"][course.id] for course in school.courses if (course.class_, course.subject) == MATHS)
    last = {one.day: one.number for one in states}
    moved = next(
        one
        for one in whole
        if one.number == last[one.day] < LAST_TO_MOVE and is_free(course_of[one.course].teachers[0], one, later=1)
    )
    own = sorted(
        (course for course in school.courses if course.class_ == MATHS[0] and not course.group),
        key=lambda course: course.subject != MATHS[1],
    )
    replaced, other = next(
        (one, ids["course"][course.id])
        for one in whole
        for course in own
        if one != moved
        and one.course not in (maths, ids["course"][course.id])
        and all(is_free(who, one) for who in course.teachers)
    )
    covered = next(
        one
        for one in whole
        if one != moved and is_free("demo-teacher2", one) and one.course not in (maths, replaced.course)
    )
    others = iter([one for one in whole if one not in (replaced, covered, moved) and one.course != maths])
    cancelled, elsewhere, dropped = (next(others) for _ in range(3))
    free_room = next(room for who, room in reversed(school.rooms.items()) if is_free(who, elsewhere))
    rooms = {room.name: room.id for room in (await tx.rooms.of_school(number)).rooms}
    changed = [
        replace(replaced, cancelled=True, replaced_by=await tx.lessons.add(other, replaced.day, replaced.number)),
        replace(covered, covers=frozenset({people["demo-teacher2"]})),
        replace(moved, number=moved.number + 1),
        replace(cancelled, cancelled=True, note="Учитель на олимпиаде"),
        replace(elsewhere, room=rooms[free_room]),
        replace(dropped, cancelled=True, instead="Планетарий"),
    ]
    await tx.lessons.store(changed, "")
    missed = next(others)
    away = NewTeacherAbsence(
        teacher=people[course_of[missed.course].teachers[0]],
        from_day=missed.day + timedelta(days=7),
        until_day=missed.day + timedelta(days=9),
        reason="Курсы повышения квалификации",
    )
    await tx.lessons.add_absence(number, away, people["demo-deputy"], datetime.now(UTC))


async def _store_talks(connection: Connection, school: DemoSchool, seed: int, today: date, ids: Ids) -> None:
    people = ids["person"]
    chats = [
        store.ChatRow(
            people[talk.guardian],
            people[talk.teacher],
            [(people[author], text, at) for author, text, at in talk.lines],
            talk.unread,
        )
        for talk in talks(school, seed, today)
    ]
    await store.add_chats(connection, ids["school"][ORG], chats)


@click.command("demo")
@click.option("--students", type=click.IntRange(LEAST, LARGEST), default=600, show_default=True)
@click.option("--seed", type=int, default=7, show_default=True, help="The same seed makes the same school.")
@click.option("--password", envvar="ZVONOK_DEMO_PASSWORD", help="Of the demo sign-ins; made up when left out.")
@on_database
def demo_command(students: int, seed: int, password: str | None, run: OnDatabase[None]) -> None:
    """Fill an empty database with a made-up school: people, lessons, marks, chats."""
    chosen = password or secrets.token_urlsafe(9)
    try:
        run(
            lambda pool: make_demo(
                pool,
                students=students,
                seed=seed,
                today=datetime.now(ZoneInfo(ZONE)).date(),
                password=chosen,
                progress=lambda step, done, total: click.echo(f"{done}/{total} {step}", err=True),
            )
        )
    except NotADemo:
        raise click.ClickException("this database holds a real school; use another data folder") from None
    click.echo(f"Sign in as {', '.join(ACCOUNTS)} with the password {chosen}")
