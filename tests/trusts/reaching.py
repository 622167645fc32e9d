"""Ways by which something of a child reaches people besides its channels, compared with the account of `World`.

Calendars at secret addresses, what is told by mail, and files of the families' chat.
"""

import random
from dataclasses import dataclass, field
from datetime import timedelta

from channels import calendars
from channels.errors import Refusal
from channels.files.reading import require_readable
from channels.gradebook.marks import post_marks
from channels.gradebook.model import NewMark, NewMarks
from channels.notices.content import news
from channels.notices.preferences import NoticeKind
from tests.trusts.world import World

KEPT = 40  # notices that wait: what is told is read when it is carried, however late


@dataclass
class Reaching:
    world: World
    chance: random.Random  # of its own: what families do is the same with these looks and without
    course: int = 0
    kind: int = 0
    file: int = 0
    marked: int = 0
    keys: dict[tuple[int, int], str] = field(default_factory=dict)

    async def begin(self) -> None:
        world, pool = self.world, self.world.pool
        self.course = await pool.fetchval(
            """
            insert into course (source, source_id, school_id, title, subject, grade)
            values ('m', 'course', $1, 'Математика, 5', 'Математика', 5) returning id
            """,
            world.school,
        )
        await pool.execute(
            "insert into teaching (source, source_id, course_id, teacher_id, is_primary)"
            " values ('m', 't', $1, $2, true)",
            self.course,
            world.teacher,
        )
        await pool.execute(
            """
            insert into course_enrolment (source, source_id, course_id, student_id)
            select 'm', 'c' || id, $1, id from unnest($2::bigint[]) as x (id)
            """,
            self.course,
            world.children,
        )
        self.kind = await pool.fetchval(
            """
            insert into mark_kind (source, source_id, name_ru, name_en, short_ru, short_en, weight)
            values ('m', 'a', 'ответ', 'answer', 'ответ', 'answer', 1) returning id
            """
        )
        self.file = await pool.fetchval(
            """
            with k as (select class_id from class_teacher where teacher_id = $2),
                 c as (insert into chat (kind, school_id, class_id, audience, opened_at)
                       select 'class', $1, class_id, 'families', now() from k returning id),
                 m as (insert into message (chat_id, "offset", author_id, text, sent_at)
                       select id, 1, $2, 'Фотографии', now() from c returning chat_id)
            insert into file (chat_id, person_id, name, type, announced, blob, state, size, at,
                              message_offset, position)
            select chat_id, $2, 'class.jpg', 'image/jpeg', 1, 'b', 'ready', 1, now(), 1, 0 from m returning id
            """,
            world.school,
            world.teacher,
        )

    def reads(self, person: int, child: int) -> bool:
        return self.world.is_family(person, child) or "diary" in self.world.expected(person, child)

    async def compare(self) -> None:
        await self._calendars()
        await self._files()
        if self.chance.random() < 0.1:
            await self._mark()
        await self._mails()

    async def _calendars(self) -> None:
        """Addresses that were made while one might stay with who made them, and open while one may."""
        world = self.world
        person, child = self.chance.choice(world.others), self.chance.choice(world.children)
        if (person, child) not in self.keys and self.reads(person, child):
            made = await calendars.new_address_of_student(world.desk, person, child)
            self.keys[person, child] = made.path.removeprefix("/calendars/").removesuffix(".ics")
        for person, child in self.chance.sample(sorted(self.keys), min(3, len(self.keys))):
            try:
                await calendars.followed(world.desk, self.keys[person, child])
                open_ = True
            except Refusal:
                open_ = False
            assert open_ == self.reads(person, child), ("calendar", person, child)
            world.compared["calendars open" if open_ else "calendars shut"] += 1

    async def _files(self) -> None:
        """The families' chat of the class is nobody's who is only trusted with a child."""
        world = self.world
        person = self.chance.choice([*world.others, *world.guardians])
        try:
            await require_readable(world.desk, person, self.file)
            read = True
        except Refusal:
            read = False
        assert read == any(world.is_family(person, child) for child in world.children), ("file", person)
        world.compared["files read" if read else "files refused"] += 1

    async def _mark(self) -> None:
        """A mark is posted: exactly those are told who may read it at this moment."""
        world, child = self.world, self.chance.choice(self.world.children)
        lesson = await world.pool.fetchval(
            "insert into lesson (course_id, day, number) values ($1, $2, $3) returning id",
            self.course,
            world.today - timedelta(days=1 + self.marked % 7),
            1 + self.marked // 7,
        )
        self.marked += 1
        mark = NewMark(student=child, lesson=lesson, value=self.chance.randint(2, 5), kind=self.kind)
        await post_marks(world.desk, world.teacher, self.course, NewMarks(marks=[mark]), None)
        async with world.desk.store.begin() as tx:
            await tx.post.expand(world.desk.clock.now(), 1000)
        rows = await world.pool.fetch(
            """
            select n.person_id from notice n join channel c on c.id = n.channel_id
            where c.name = $1 and n."offset" = (select max("offset") from publication where channel_id = c.id)
            """,
            f"diary:{child}",
        )
        people = [*world.others, *world.guardians]
        assert {row["person_id"] for row in rows} == {one for one in people if self.reads(one, child)}, child
        world.compared["marks told"] += 1

    async def _mails(self) -> None:
        """What waits to be told is told to who may know it now, whatever they might when it happened."""
        world, now = self.world, self.world.desk.clock.now()
        await world.pool.execute(
            "delete from notice where kind <> 'mark' or id <= (select max(id) - $1 from notice where kind = 'mark')",
            KEPT,
        )
        async with world.desk.store.begin() as tx:
            waiting = [one for one in await tx.post.look(now, now, 1000) if one.kind is NoticeKind.MARK]
            told = await news(tx, waiting)
        for one in waiting:
            may = self.reads(one.person, int(one.channel.partition(":")[2]))
            assert (one.id in told) == may, ("mail", one)
            world.compared["mails told" if may else "mails kept back"] += 1
