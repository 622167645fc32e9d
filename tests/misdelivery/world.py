"""A school whose roster does not stand still, and an oracle of its own that says who may see what.

The oracle keeps the roster in plain sets and knows the rules in words; it shares no line with the views and rights of
the product. After every step somebody's chats with their counters, search hits and files, announcements, events or
diaries, or what a letter would say, are compared with it, and after every mark and changed lesson the people who are
to be noticed.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import asyncpg

from channels.announcements import announcements, audience_preview, readers
from channels.announcements.inputs import AskedTarget, NewAnnouncement, PageBefore, Sending
from channels.errors import Codes, Refusal
from channels.files.reading import require_readable
from channels.gradebook.marks import post_marks
from channels.gradebook.model import NewMark, NewMarks
from channels.notices import lesson_news
from channels.notices.content import Content, OfAnnouncement, OfSchoolEvent, news
from channels.notices.ports import Claimed, Notice
from channels.notices.preferences import CarrierName
from channels.policy import Addressed, AudienceOf
from channels.school_events import planning
from channels.school_events.inputs import NewSchoolEvent, WantedEvents
from channels.school_events.model import EventKind
from channels.store import Desk, viewer_of
from channels.substitutions.inputs import LessonChange, LessonChanges
from channels.substitutions.lesson_changes import change_lessons
from channels.talk.chats import chats
from channels.talk.inputs import NewMessage, Page
from channels.talk.messages import history, send_message
from channels.talk.search import Query, search
from handlers.app import SystemClock
from realtime.fanout.memory import MemoryFanout
from realtime.fanout.publisher import FanoutPublisher
from storage.store import PostgresStore

CLASSES, STUDENTS, GUARDIANS = 3, 15, 20
NAMES = (("Соколова", "Анна"), ("Белов", "Михаил"), ("Ким", "Пётр"))  # few, so that most have namesakes
THREE = "'m', $1, $2, $3"  # values of a row from the roster
RELATIONS = ("mother", "father", "other", "trusted")


@dataclass
class Tie:
    relation: str
    diary: bool = True
    restricted: bool = False


@dataclass
class World:
    pool: asyncpg.Pool
    chance: random.Random
    desk: Desk = field(init=False)
    school: int = 0
    classes: list[int] = field(default_factory=list)
    teachers: list[int] = field(default_factory=list)  # of each class
    students: list[int] = field(default_factory=list)
    guardians: list[int] = field(default_factory=list)
    head: int = 0
    course: int = 0
    lesson: int = 0
    kind: int = 0
    # the roster, as the oracle has it
    enrolled: dict[int, int] = field(default_factory=dict)  # student -> class
    ties: dict[tuple[int, int], Tie] = field(default_factory=dict)
    without_role: set[int] = field(default_factory=set)  # guardians whose role has ended
    # what was said
    family_chats: dict[int, int] = field(default_factory=dict)  # chat -> class
    student_chats: dict[int, int] = field(default_factory=dict)
    private: dict[int, frozenset[int]] = field(default_factory=dict)
    groups: dict[int, set[int]] = field(default_factory=dict)
    messages: list[tuple[str, int, int, int | None]] = field(default_factory=list)  # token, chat, offset, file
    announced: dict[int, list[tuple[int, int]]] = field(default_factory=dict)  # id -> (guardian, student)
    events: dict[int, int] = field(default_factory=dict)  # id -> class
    done: Counter[str] = field(default_factory=Counter)
    compared: Counter[str] = field(default_factory=Counter)

    async def begin(self) -> None:
        self.desk = Desk(PostgresStore(self.pool), FanoutPublisher(MemoryFanout()), SystemClock())
        self.school = await self._new("school (source, source_id, name, zone)", "'m', $1, 'Школа', 'Europe/Moscow'")
        for number in range(CLASSES):
            values = "'m', $1, $2, $3, 5"
            name = f"5{'АБВ'[number]}"
            self.classes.append(
                await self._new("class (source, source_id, school_id, name, grade)", values, self.school, name)
            )
            self.teachers.append(await self._person("Рябова", "Мария", "teacher"))
            await self._new(
                "class_teacher (source, source_id, class_id, teacher_id)",
                "'m', $1, $2, $3",
                self.classes[-1],
                self.teachers[-1],
            )
        self.head = await self._person("Дорн", "Клара", "leadership")
        for number in range(STUDENTS):
            self.students.append(await self._person(*NAMES[number % len(NAMES)], "student"))
        for number in range(GUARDIANS):
            self.guardians.append(await self._person(*NAMES[number % len(NAMES)], "guardian"))
        values = "'m', $1, $2, 'Математика', 'Математика'"
        self.course = await self._new("course (source, source_id, school_id, title, subject)", values, self.school)
        for teacher in self.teachers:
            await self._new(
                "teaching (source, source_id, course_id, teacher_id)", "'m', $1, $2, $3", self.course, teacher
            )
        for student in self.students:
            await self._new("course_enrolment (source, source_id, course_id, student_id)", THREE, self.course, student)
            await self._enrol(student, self.chance.randrange(CLASSES))
            for guardian in self.chance.sample(self.guardians, 2):
                await self._tie(guardian, student)
        await self._lesson()
        for class_ in self.classes:
            self.family_chats[await self._chat("class", class_, "families")] = class_
            self.student_chats[await self._chat("class", class_, "students")] = class_
        for _ in range(3):
            await self._group()

    # the roster

    async def change(self) -> None:
        student, guardian = self.chance.choice(self.students), self.chance.choice(self.guardians)
        tie = self.ties.get((guardian, student))
        what = self.chance.choice(("transfer", "leave", "tie", "end", "restrict", "scope", "relation", "role"))
        if what == "transfer":
            await self._enrol(student, self.chance.randrange(CLASSES))
        elif what == "leave":
            await self._enrol(student, None)
        elif what == "tie" and tie is None:
            await self._tie(guardian, student)
        elif what == "end" and tie is not None:
            del self.ties[guardian, student]
            await self._set_tie(guardian, student, "ended_at = now()")
        elif what == "restrict" and tie is not None:
            tie.restricted = not tie.restricted
            await self._set_tie(guardian, student, f"restricted = {tie.restricted}")
        elif what == "scope" and tie is not None:
            tie.diary = not tie.diary
            await self._set_tie(guardian, student, "scopes = " + ("'{diary,chat}'" if tie.diary else "'{visits}'"))
        elif what == "relation" and tie is not None:
            tie.relation = self.chance.choice(RELATIONS)
            await self._set_tie(guardian, student, f"relation = '{tie.relation}'")
        elif what == "role":
            await self._turn_role(guardian)
        self.done[what] += 1

    async def _turn_role(self, guardian: int) -> None:
        """Who had the role of a guardian has it no more, by a line that is gone or by a last day; or has it again."""
        change = self.chance.choice(("ended_at = now()", "until_day = current_date"))
        if guardian in self.without_role:
            self.without_role.remove(guardian)
            change = "ended_at = null, until_day = null"
        else:
            self.without_role.add(guardian)
        await self.pool.execute(f"update role set {change} where person_id = $1", guardian)

    async def _enrol(self, student: int, number: int | None) -> None:
        await self.pool.execute(
            "update class_enrolment set ended_at = now() where student_id = $1 and ended_at is null", student
        )
        self.enrolled.pop(student, None)
        if number is not None:
            self.enrolled[student] = self.classes[number]
            values = "'m', $1, $2, $3"
            await self._new(
                "class_enrolment (source, source_id, class_id, student_id)", values, self.classes[number], student
            )

    async def _tie(self, guardian: int, student: int) -> None:
        if (guardian, student) in self.ties:
            return
        tie = self.ties[guardian, student] = Tie(self.chance.choice(RELATIONS))
        await self.pool.execute(
            """
            insert into guardianship (source, guardian_id, student_id, relation, scopes)
            values ('m', $1, $2, $3, '{diary,chat}')
            on conflict (source, coalesce(origin_guardian_id, guardian_id), coalesce(origin_student_id, student_id))
                do update
            set ended_at = null, relation = excluded.relation, scopes = '{diary,chat}', restricted = false
            """,
            guardian,
            student,
            tie.relation,
        )

    async def _set_tie(self, guardian: int, student: int, change: str) -> None:
        await self.pool.execute(
            f"update guardianship set {change} where guardian_id = $1 and student_id = $2", guardian, student
        )

    # what is said

    async def act(self) -> None:
        rare = ("mark", "announcement", "private", "event", "changed_lesson")
        what = self.chance.choice(("message", "message", "message", *rare))
        await getattr(self, f"_{what}")()
        self.done[what] += 1

    async def _message(self) -> None:
        chat = self.chance.choice([*self.family_chats, *self.student_chats, *self.private, *self.groups])
        writers = [person for person in self._everybody() if chat in self.visible(person)]
        if not writers:
            return
        writer, token = self.chance.choice(writers), f"слово{len(self.messages)}"
        try:
            sent = await send_message(self.desk, writer, chat, NewMessage(text=f"Вот {token} для вас"), None)
        except Refusal as refusal:
            if refusal.code is not Codes.MAY_NOT_WRITE_TO or chat not in self.private:
                raise
            return
        file = None
        if self.chance.random() < 0.3:
            file = await self.pool.fetchval(
                """
                insert into file (chat_id, person_id, name, type, announced, blob, state, size, at, message_offset,
                                  position)
                values ($1, $2, 'план.txt', 'text/plain', 1, $3, 'ready', 1, now(), $4, 0) returning id
                """,
                chat,
                writer,
                token,
                sent.message.offset,
            )
        self.messages.append((token, chat, sent.message.offset, file))

    async def _private(self) -> None:
        teacher, guardian = self.chance.choice(self.teachers), self.chance.choice(self.guardians)
        if any(pair == {teacher, guardian} for pair in self.private.values()):
            return
        first, second = sorted((teacher, guardian))
        chat = await self.pool.fetchval(
            "insert into chat (kind, school_id, first_id, second_id, opened_at) values ('private', $1, $2, $3, now())"
            " returning id",
            self.school,
            first,
            second,
        )
        await self.pool.execute(
            "insert into membership (chat_id, person_id, joined_at) values ($1, $2, now()), ($1, $3, now())",
            chat,
            first,
            second,
        )
        self.private[chat] = frozenset((first, second))

    async def _group(self) -> None:
        members = set(self.chance.sample([*self.students, *self.guardians, *self.teachers], 8))
        chat = await self.pool.fetchval(
            "insert into chat (kind, title, school_id, opened_at) values ('group', 'Хор', $1, now()) returning id",
            self.school,
        )
        await self.pool.execute(
            "insert into membership (chat_id, person_id, joined_at) select $1, unnest($2::bigint[]), now()",
            chat,
            list(members),
        )
        self.groups[chat] = members

    async def _mark(self) -> None:
        student = self.chance.choice(self.students)
        mark = NewMark(student=student, lesson=self.lesson, value=5, kind=self.kind)
        await post_marks(self.desk, self.chance.choice(self.teachers), self.course, NewMarks(marks=[mark]), None)
        await self._expand()
        rows = await self.pool.fetch(
            """
            select n.person_id from notice n join channel c on c.id = n.channel_id
            where c.name = $1 and n."offset" = c.top_offset
            """,
            f"diary:{student}",
        )
        noticed, follow = {row["person_id"] for row in rows}, {g for g in self.guardians if student in self.follows(g)}
        assert noticed == follow, f"a mark of {student} was noticed to {noticed}, who follow are {follow}"
        self.compared["notices"] += len(noticed)
        await self._lesson()

    async def _changed_lesson(self) -> None:
        """A lesson of tomorrow falls out, and every letter of it leaves."""
        self.done["changed"] += 1
        lesson = await self.pool.fetchval(
            "insert into lesson (course_id, day, number) values ($1, current_date + 1 + ($2 / 8)::int, ($2 % 8) + 1)"
            " returning id",
            self.course,
            self.done["changed"],
        )
        change = LessonChange(lesson=lesson, revision=1, cancelled=True)
        await change_lessons(self.desk, self.head, self.school, LessonChanges(changes=[change]), None)
        await self._expand()
        rows = await self.pool.fetch(
            """
            select n.id, n.person_id, split_part(c.name, ':', 2)::bigint as class
            from notice n join channel c on c.id = n.channel_id
            where c.name like 'class:%' and n."offset" = c.top_offset and n.kind = 'timetable' and n.state = 'waiting'
            """
        )
        told = {(row["person_id"], row["class"]) for row in rows if row["person_id"] in self.guardians}
        follow = {
            (guardian, self.enrolled[student])
            for guardian in self.guardians
            for student in self.follows(guardian)
            if student in self.enrolled
        }
        assert told == follow, f"a lesson was noticed to {told}, who follow are {follow}"
        self.compared["notices"] += len(told)
        async with self.desk.store.begin() as tx:
            for row in rows:
                notice = await tx.post.one(row["id"])
                assert notice is not None
                now = self.desk.clock.now()
                carried = Claimed(0, notice.person, CarrierName.MAIL, 0, False, 1, now, [notice])
                await lesson_news.take(tx, [carried], now)
        await self.pool.execute(
            "update notice set state = 'handed_on' where id = any($1::bigint[])", [row["id"] for row in rows]
        )

    async def _expand(self) -> None:
        async with self.desk.store.begin() as tx:
            while await tx.post.expand(self.desk.clock.now(), 1000):
                pass

    async def _announcement(self) -> None:
        number = self.chance.randrange(CLASSES)
        class_, teacher = self.classes[number], self.teachers[number]
        target = AskedTarget.model_validate({"of": AudienceOf.CLASS, "class": class_, "to": [Addressed.FAMILIES]})
        asked = NewAnnouncement(title="Собрание", text="В среду", targets=[target])
        drafted = (await announcements.draft(self.desk, teacher, self.school, asked, None)).announcement
        looked = await audience_preview.proof(self.desk.store, teacher, self.school, asked)
        reached = [
            (guardian, student)
            for guardian in self.guardians
            for student in self.follows(guardian, trusted=False)
            if self.enrolled.get(student) == class_
        ]
        assert looked.people == len({guardian for guardian, _ in reached}), (
            "the proof counts others than those it reaches"
        )
        if not reached:
            return
        sending = Sending(revision=drafted.revision, digest=looked.digest)
        await announcements.send(self.desk, teacher, drafted.id, sending, None)
        self.announced[drafted.id] = reached

    async def _event(self) -> None:
        number = self.chance.randrange(CLASSES)
        target = AskedTarget.model_validate(
            {"of": AudienceOf.CLASS, "class": self.classes[number], "to": [Addressed.FAMILIES]}
        )
        asked = NewSchoolEvent(
            kind=EventKind.MEETING, title="Собрание", starts_at=datetime.now(UTC) + timedelta(days=3), targets=[target]
        )
        planned = await planning.plan(self.desk, self.teachers[number], self.school, asked, None)
        self.events[planned.event.id] = self.classes[number]
        if len(self.events) > 20:  # one page shows thirty
            oldest = min(self.events)
            await self.pool.execute(
                "update school_event set starts_at = now() - interval '1 day' where id = $1", oldest
            )
            del self.events[oldest]

    # what the oracle knows

    def _everybody(self) -> list[int]:
        return [*self.teachers, *self.students, *self.guardians]

    def follows(self, guardian: int, *, trusted: bool = True) -> set[int]:
        return {
            student
            for (who, student), tie in self.ties.items()
            if who == guardian
            and guardian not in self.without_role
            and tie.diary
            and not tie.restricted
            and (trusted or tie.relation != "trusted")
        }

    def visible(self, person: int) -> set[int]:
        """The chats this person is in."""
        own_classes = {class_ for class_, teacher in zip(self.classes, self.teachers, strict=True) if teacher == person}
        family = {self.enrolled[student] for student in self.follows(person, trusted=False) if student in self.enrolled}
        belongs = person not in self.without_role
        return {
            *(chat for chat, class_ in self.family_chats.items() if class_ in own_classes | family),
            *(chat for chat, class_ in self.student_chats.items() if class_ in own_classes),
            *(chat for chat, class_ in self.student_chats.items() if self.enrolled.get(person) == class_),
            *(chat for chat, pair in self.private.items() if person in pair),
            *(chat for chat, members in self.groups.items() if person in members and belongs),
        }

    # what is compared

    async def compare(self) -> None:
        """One kind of thing of one person."""
        person = self.chance.choice(self._everybody())
        what = self.chance.choice(("chats", "words", "words", "announcements", "events", "diaries", "letters"))
        await getattr(self, f"_compare_{what}")(person)

    async def _compare_chats(self, person: int) -> None:
        may, listed = self.visible(person), (await chats(self.desk.store, person)).chats
        assert {chat.id for chat in listed} == may, f"{person} has {[chat.id for chat in listed]}, should have {may}"
        self.compared["chats and counters"] += len(listed)

    async def _compare_announcements(self, person: int) -> None:
        got = {one.id for one in (await readers.received(self.desk.store, person, PageBefore())).announcements}
        due = [number for number in sorted(self.announced) if self._addressed(person, number)][-announcements.PAGE :]
        assert got == set(due), f"{person} reads the announcements {got} and should read {due}"
        self.compared["announcements"] += len(got)

    async def _compare_events(self, person: int) -> None:
        seen = {one.id for one in (await planning.listed(self.desk, person, WantedEvents())).events}
        asked = {number for number, class_ in self.events.items() if self._asked(person, class_)}
        assert seen == asked, f"{person} sees the events {seen} and should see {asked}"
        self.compared["events"] += len(seen)

    async def _compare_diaries(self, person: int) -> None:
        async with self.desk.store.read() as tx:
            viewer = await viewer_of(tx, person)
        assert viewer.children == self.follows(person), f"{person} follows {viewer.children}"
        self.compared["diaries"] += len(viewer.children)

    async def _compare_letters(self, person: int) -> None:
        """What this person, long away, would be told now of all that was published lately."""
        await self._expand()
        rows = await self.pool.fetch("select id from notice where person_id = $1 order by id desc limit 30", person)
        async with self.desk.store.read() as tx:
            notices = [notice for row in rows if (notice := await tx.post.one(row["id"])) is not None]
            told = await news(tx, notices)
            telling = await tx.told_lessons.told_by([notice.id for notice in notices])
        for notice in notices:
            if isinstance(said := told.get(notice.id), lesson_news.OfLessons):
                self._compare_children(person, said)
            may = self._may_be_told(person, notice, said) and (notice.kind != "timetable" or notice.id in telling)
            assert (notice.id in told) == may, f"{person} is told {told.get(notice.id)} in {notice.channel}"
        self.compared["letters"] += len(told)

    def _compare_children(self, person: int, told: lesson_news.OfLessons) -> None:
        children = len(self.follows(person))
        assert all(len(lesson.children) == children for lesson in told.lessons), f"{person} is told of {told.lessons}"
        self.compared["lessons"] += len(told.lessons)

    def _may_be_told(self, person: int, notice: Notice, told: Content | None) -> bool:
        place, _, number = notice.channel.partition(":")
        match place:
            case "class":
                return int(number) in {self.enrolled.get(student) for student in self.follows(person)}
            case "diary":
                return int(number) in self.follows(person)
            case "chat":
                return int(number) in self.visible(person)
        match told:
            case OfAnnouncement():
                return self._addressed(person, told.announcement.id)
            case OfSchoolEvent() if told.event.id in self.events:
                return self._asked(person, self.events[told.event.id])
        return told is not None

    def _addressed(self, person: int, number: int) -> bool:
        follows = self.follows(person, trusted=False)
        return any(
            guardian == person and student in follows and student in self.enrolled
            for guardian, student in self.announced[number]
        )

    def _asked(self, person: int, class_: int) -> bool:
        if person in self.teachers:
            return self.teachers[self.classes.index(class_)] == person
        return any(self.enrolled.get(student) == class_ for student in self.follows(person, trusted=False))

    async def _compare_words(self, person: int) -> None:
        if not self.messages:
            return
        may = self.visible(person)
        within = [one for one in self.messages[-300:] if one[1] in may]
        token, chat, _, file = self.chance.choice(within if within and self.chance.random() < 0.5 else self.messages)
        hits = (await search(self.desk, person, Query(q=f"{token} "))).messages
        assert [hit.chat for hit in hits] == ([chat] if chat in may else []), f"{person} finds {token} of {chat}"
        self.compared["search hits"] += len(hits)
        reads = await self._allowed(history(self.desk, person, chat, Page(limit=1)))
        assert reads == (chat in may), f"{person} reads {chat}: {reads}"
        self.compared["histories"] += 1
        if file is not None:
            has = await self._allowed(require_readable(self.desk, person, file))
            assert has == (chat in may), f"{person} has the file {file}: {has}"
            self.compared["files"] += 1

    async def _allowed(self, work: object) -> bool:
        try:
            await work  # type: ignore[misc]
        except Refusal as refusal:
            if refusal.code is not Codes.NOT_FOUND:
                raise
            return False
        return True

    # rows

    async def _new(self, into: str, values: str, *arguments: object) -> int:
        self.done["rows"] += 1
        number: int = await self.pool.fetchval(
            f"insert into {into} values ({values}) returning id", f"m{self.done['rows']}", *arguments
        )
        return number

    async def _person(self, family: str, given: str, role: str) -> int:
        person = await self._new(
            "person (source, source_id, family_name, given_name)", "'m', $1, $2, $3", family, given
        )
        await self._new(
            "role (source, source_id, school_id, person_id, role)", "'m', $1, $2, $3, $4", self.school, person, role
        )
        return person

    async def _chat(self, kind: str, class_: int, audience: str) -> int:
        chat: int = await self.pool.fetchval(
            "insert into chat (kind, school_id, class_id, audience, opened_at) values ($1, $2, $3, $4, now())"
            " returning id",
            kind,
            self.school,
            class_,
            audience,
        )
        return chat

    async def _lesson(self) -> None:
        """A new one for every mark: a cell takes two."""
        if not self.kind:
            self.kind = await self._new(
                "mark_kind (source, source_id, name_ru, name_en, short_ru, short_en, weight)",
                "'m', $1, 'Ответ', 'Answer', 'О', 'A', 1",
            )
        self.done["lessons"] += 1
        self.lesson = await self.pool.fetchval(
            "insert into lesson (course_id, day, number) values ($1, current_date - ($2 / 8)::int, ($2 % 8) + 1)"
            " returning id",
            self.course,
            self.done["lessons"],
        )


async def play(pool: asyncpg.Pool, chance: random.Random, steps: int, tell: object = None) -> World:
    """Steps are changes of the roster and what people do, with a comparison after each."""
    world = World(pool, chance)
    await world.begin()
    for number in range(1, steps + 1):
        await (world.change() if number % 2 else world.act())
        await world.compare()
        if callable(tell) and number % 500 == 0:
            tell(f"{number} steps")
    return world
