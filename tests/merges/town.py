"""People of two schools, and an account of its own of what each may see.

The account keeps in plain sets what was said of each number, and who leads to whom. Whoever stays has all of it, and a
restriction of either wins. It shares no line with the tables, views and rules of the product.
"""

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import asyncpg

from channels.store import Desk
from handlers.app import SystemClock
from realtime.fanout.memory import MemoryFanout
from realtime.fanout.publisher import FanoutPublisher
from storage.roster import upsert
from storage.store import PostgresStore

ADULTS, CHILDREN = 14, 8
GROUPS, ANNOUNCEMENTS, EVENTS = 4, 4, 3
DEVICES = (b"phone", b"tablet", b"of the family")
SNILS = ("112-233-445 95", "087-654-303 00")


@dataclass
class Joined:
    """A merge in the account: what passed to the survivor, and what both had."""

    merge: int
    survivor: int
    other: int
    groups: set[int]
    talks: set[int]
    confirmed: set[int]
    answered: set[tuple[int, int]]
    added: set[int]  # confirmations of the survivor that only the other had given
    asked: set[int]  # events to which only the other was asked
    rejoined: set[int]  # groups in which the survivor was no more and the other was
    language: str | None
    is_untouched: bool = True


@dataclass
class Town:
    pool: asyncpg.Pool
    chance: random.Random
    desk: Desk = field(init=False)
    schools: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    keepers: dict[int, set[int]] = field(default_factory=dict)  # of the office -> the schools kept
    heads: set[tuple[int, int]] = field(default_factory=set)
    names: dict[int, str] = field(default_factory=dict)
    snils: dict[int, str] = field(default_factory=dict)
    factors: set[int] = field(default_factory=set)
    roles: set[tuple[int, str, int]] = field(default_factory=set)
    ties: dict[tuple[int, int], str] = field(default_factory=dict)  # guardian, child -> relation
    kept: set[tuple[int, int]] = field(default_factory=set)  # guardian, child whom they are kept from
    groups: dict[int, int] = field(default_factory=dict)  # group -> school
    seats: dict[tuple[int, int], bool] = field(default_factory=dict)  # person, group -> is in
    talks: set[tuple[int, int]] = field(default_factory=set)  # person, conversation
    confirmed: dict[tuple[int, int], bool] = field(default_factory=dict)  # person, announcement
    answered: dict[tuple[int, int], int] = field(default_factory=dict)  # event, child -> who has answered
    agreed: list[tuple[int, int, int]] = field(default_factory=list)  # person, child, version of a text
    marks: Counter[int] = field(default_factory=Counter)
    languages: dict[int, str] = field(default_factory=dict)
    devices: set[tuple[int, bytes]] = field(default_factory=set)  # person, device on which they have signed in
    into: dict[int, int] = field(default_factory=dict)
    joined: list[Joined] = field(default_factory=list)
    was: dict[int, dict[str, list[str]]] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    compared: Counter[str] = field(default_factory=Counter)

    async def begin(self) -> None:
        self.desk = Desk(PostgresStore(self.pool), FanoutPublisher(MemoryFanout()), SystemClock())
        for _ in range(2):
            self.schools.append(await self.new("school (source, source_id, name, zone)", "'m', $1, 'Школа', 'UTC'"))
        first, second = self.schools
        for role, schools in (
            ("leadership", [first]), ("leadership", [first]), ("admin", [first]), ("leadership", [second]),
            ("admin", [second]), ("leadership", [first, second]),
        ):  # fmt: skip
            number = await self.person("Дорн")
            self.keepers[number] = set(schools)
            for school in schools:
                await self.role(number, role, school)
                if role == "leadership":
                    self.heads.add((number, school))
        for at in range(ADULTS + CHILDREN):
            number = await self.person("Орлов" if self.chance.random() < 0.8 else "Белов")
            self.people.append(number)
            if at < CHILDREN:
                await self.role(number, "student", self.schools[at % 2])
                await self.mark(number)
                continue
            for role in self.chance.sample(["guardian", "guardian", "teacher", "staff"], self.chance.randint(0, 2)):
                await self.role(number, role, self.chance.choice(self.schools))
            if self.chance.random() < 0.1:
                await self.role(number, "leadership", self.chance.choice(self.schools))
        for number in self.people[CHILDREN:]:
            for child in self.chance.sample(self.people[:CHILDREN], self.chance.randint(0, 2)):
                await self.tie(number, child)
        await self.talk()
        await self.agree()
        for number in self.people:
            for device in self.chance.sample(DEVICES, self.chance.randint(0, 2)):
                self.devices.add((number, device))
                await self.pool.execute(
                    "insert into known_device (person_id, device_hash) values ($1, $2)", number, device
                )

    async def new(self, into: str, values: str, *more: object) -> int:
        count = await self.pool.fetchval("select nextval('world')")
        added: int = await self.pool.fetchval(f"insert into {into} values ({values}) returning id", str(count), *more)
        return added

    async def person(self, family: str) -> int:
        snils = self.chance.choice([None] * 8 + list(SNILS))
        values = "'m', $1, $2, 'Олег', $3"
        number = await self.new(
            "person (source, source_id, family_name, given_name, identifier)", values, family, snils
        )
        self.names[number] = family
        if snils is not None:
            self.snils[number] = snils
        await self.pool.execute("update person set source_id = 'p' || id where id = $1", number)
        await self.pool.execute(
            "insert into account (person_id, name, password_hash) values ($1, 'n' || $1::bigint, 'x')", number
        )
        if self.chance.random() < 0.15:
            self.factors.add(number)
            await self.pool.execute(
                "insert into second_factor (person_id, salt, set_at) values ($1, 'x', now())", number
            )
        if self.chance.random() < 0.5:
            self.languages[number] = self.chance.choice(["ru", "en"])
            await self.pool.execute(
                "insert into notice_setting (person_id, language) values ($1, $2)", number, self.languages[number]
            )
        return number

    async def role(self, number: int, role: str, school: int) -> None:
        if (number, role, school) in self.roles:
            return
        self.roles.add((number, role, school))
        await self.new(
            "role (source, source_id, person_id, school_id, role)",
            "'m', $1, $2, $3, $4::role_name",
            number,
            school,
            role,
        )

    async def mark(self, student: int) -> None:
        self.marks[student] += 1
        school = self.schools[(self.people.index(student)) % 2]
        course = await self.new(
            "course (source, source_id, school_id, title, subject)", "'m', $1, $2, 'М', 'М'", school
        )
        lesson = await self.pool.fetchval(
            "insert into lesson (course_id, day, number) values ($1, '2026-09-01', 1) returning id", course
        )
        kind = await self.new(
            "mark_kind (source, source_id, name_ru, name_en, short_ru, short_en, weight)",
            "'m', $1, 'о', 'a', 'о', 'a', 1",
        )
        await self.pool.execute(
            """
            insert into mark (lesson_id, course_id, student_id, revision, value, kind_id, weight, author_id, posted_at,
                              changed_at) values ($1, $2, $3, 1, 5, $4, 1, $5, now(), now())
            """,
            lesson,
            course,
            student,
            kind,
            next(iter(self.keepers)),
        )

    async def tie(self, guardian: int, child: int) -> None:
        """As an import says it, by the ids of its roster."""
        relation = self.ties.setdefault(
            (guardian, child), self.chance.choice(["mother", "other", "guardian", "father"])
        )
        async with self.pool.acquire() as connection:
            await upsert.guardianships(
                connection, "m", [f"p{guardian}"], [f"p{child}"], [relation], [False], [None], [None]
            )

    async def talk(self) -> None:
        for at in range(GROUPS):
            school = self.schools[at % 2]
            group = await self.pool.fetchval(
                "insert into chat (kind, school_id, title, opened_at) values ('group', $1, 'Г', now()) returning id",
                school,
            )
            self.groups[group] = school
            for number in self.people[CHILDREN:]:
                if self.chance.random() < 0.3:
                    await self.seat(number, group)
        for number in self.people[CHILDREN:]:
            if self.chance.random() < 0.5:
                teacher = self.chance.choice(sorted(self.keepers))
                talk = await self.pool.fetchval(
                    """
                    insert into chat (kind, school_id, first_id, second_id, opened_at)
                    values ('private', $1, least($2::bigint, $3), greatest($2::bigint, $3), now()) returning id
                    """,
                    self.schools[0],
                    number,
                    teacher,
                )
                for one in (number, teacher):
                    self.talks.add((one, talk))
                    await self.pool.execute("insert into membership values ($1, $2, now())", talk, one)
        author = next(iter(self.keepers))
        for _ in range(ANNOUNCEMENTS):
            announcement = await self.pool.fetchval(
                """
                insert into announcement (school_id, author_id, title, text, targets, confirm, state, created_at,
                                          sent_at)
                values ($1, $2, 'О', 'О', '[]', true, 'sent', now(), now()) returning id
                """,
                self.schools[0],
                author,
            )
            for number in self.people:
                if self.chance.random() < 0.3:
                    is_confirmed = self.chance.random() < 0.5
                    self.confirmed[number, announcement] = is_confirmed
                    await self.pool.execute(
                        "insert into announcement_reader values ($1, $2, case when $3 then now() end)",
                        announcement,
                        number,
                        is_confirmed,
                    )
        for _ in range(EVENTS):
            event = await self.pool.fetchval(
                """
                insert into school_event (school_id, organiser_id, kind, title, starts_at, created_at, changed_at)
                values ($1, $2, 'trip', 'Э', now(), now(), now()) returning id
                """,
                self.schools[0],
                author,
            )
            for guardian, child in self.chance.sample(sorted(self.ties), min(4, len(self.ties))):
                if (event, child) not in self.answered:
                    self.answered[event, child] = guardian
                    await self.pool.execute(
                        "insert into school_event_seat (event_id, participant_id, answer, agreed, answered_by,"
                        " answered_at)"
                        " values ($1, $2, 'yes', true, $3, now())",
                        event,
                        child,
                        guardian,
                    )

    async def agree(self) -> None:
        """Some have agreed to a version of a text, of each child one or more times."""
        keeper = next(iter(self.keepers))
        text = await self.pool.fetchval(
            """
            insert into consent_text (school_id, role, made_by, made_at) values ($1, 'guardian', $2, now())
            returning id
            """,
            self.schools[0],
            keeper,
        )
        for version in (1, 2):
            await self.pool.execute(
                """
                insert into consent_version (text_id, number, is_required, title_ru, words_ru, published_by,
                                             published_at) values ($1, $2, true, 'С', 'С', $3, now())
                """,
                text,
                version,
                keeper,
            )
        for guardian, child in sorted(self.ties):
            for version in self.chance.choices((1, 2), k=self.chance.randint(0, 2)):
                self.agreed.append((guardian, child, version))
                await self.pool.execute(
                    """
                    insert into consent (text_id, number, person_id, student_id, agreed, answered_at)
                    values ($1, $2, $3, $4, true, now())
                    """,
                    text,
                    version,
                    guardian,
                    child,
                )

    async def seat(self, number: int, group: int) -> None:
        self.seats[number, group] = True
        await self.pool.execute(
            "insert into membership (chat_id, person_id, joined_at) values ($1, $2, now())"
            " on conflict (chat_id, person_id) do update set left_at = null",
            group,
            number,
        )

    # the account

    def one(self, number: int) -> int:
        return self.into.get(number, number)

    def holders(self, number: int) -> set[int]:
        """The numbers whose rights somebody has; none if they lead to somebody else."""
        return set() if number in self.into else {number, *(one for one, to in self.into.items() if to == number)}

    def roles_of(self, number: int) -> set[tuple[str, int]]:
        return {(role, school) for one, role, school in self.roles if one in self.holders(number)}

    def kept_from(self, number: int) -> set[int]:
        return {self.one(child) for one, child in self.kept if one in self.holders(number)}

    def children_of(self, number: int) -> set[int]:
        mine = {self.one(child) for one, child in self.ties if one in self.holders(number)} - self.kept_from(number)
        schools = {school for role, school in self.roles_of(number) if role == "guardian"}
        return {
            child for child in mine if {school for role, school in self.roles_of(child) if role == "student"} & schools
        }

    def chats_of(self, number: int) -> set[int]:
        if number in self.into:
            return set()
        schools = {school for _, school in self.roles_of(number)}
        groups = {group for (one, group), is_in in self.seats.items() if one == number and is_in}
        return {one for one in groups if self.groups[one] in schools} | {
            talk for one, talk in self.talks if one == number
        }

    def may(self, survivor: int, other: int, *, by_office: bool) -> bool:
        """The rules, in words."""
        pair = (survivor, other)
        if survivor == other or other in self.into or survivor in self.into or other in self.into.values():
            return False
        studies = [{school for role, school in self.roles_of(one) if role == "student"} for one in pair]
        has_child = [any(guardian in self.holders(one) for guardian, _ in {*self.ties, *self.kept}) for one in pair]
        grown = [has_child[at] or any(r != "student" for r, _ in self.roles_of(one)) for at, one in enumerate(pair)]
        if (studies[0] and grown[1]) or (studies[1] and grown[0]) or studies[0] & studies[1]:
            return False
        if by_office and self.names[survivor] != self.names[other]:
            return False
        told = [self.snils.get(one) for one in pair]
        if None not in told and told[0] != told[1]:
            return False
        theirs: list[dict[int, set[str]]] = [{}, {}]
        for at, one in enumerate(pair):
            for (guardian, child), relation in self.ties.items():
                if guardian in self.holders(one):
                    theirs[at].setdefault(self.one(child), set()).add(relation)
        for child in theirs[0].keys() & theirs[1].keys():
            if {"mother", "father"} in ({a, b} for a in theirs[0][child] for b in theirs[1][child]):
                return False
        follows = [set(theirs[at]) - self.kept_from(one) for at, one in enumerate(pair)]
        if self.kept_from(survivor) & follows[1] or self.kept_from(other) & follows[0]:
            return False
        return other not in self.factors or survivor in self.factors

    def keeps(self, keeper: int, pair: Iterable[int]) -> set[int]:
        """The schools of the two for which somebody of the office may speak."""
        schools = {school for one in pair for _, school in self.roles_of(one)}
        led = {school for one in pair for role, school in self.roles_of(one) if role == "leadership"}
        return {
            school for school in schools & self.keepers[keeper] if school not in led or (keeper, school) in self.heads
        }

    def places(self, pair: Iterable[int]) -> set[int]:
        return {school for one in pair for _, school in self.roles_of(one)}
