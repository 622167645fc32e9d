"""Whose diaries and classes are whose, told from the lines of the roster alone.

A right ends with a role, with a day, with a restriction, with a line that is gone, and with the terms of a class.
Everything a person may reach asks for these sets (`channels.people.Viewer`); that each way of reading does is
`tests/handlers/test_reads_end.py`.
"""

import random
from dataclasses import dataclass, field

from storage.people import PostgresPeople
from storage.pool import Connection
from storage.roster import upsert
from storage.roster.apply import ENDS
from tests.histories.lines import DAYS, SOURCE, Lines, date_of

Terms = dict[tuple[int, int], int]  # (first day, day after the last) -> id


@dataclass
class Span:
    """What one line says: whether it is there, and on which days it holds."""

    listed: bool = True
    first: int = 0
    end: int = DAYS

    def holds(self, day: int) -> bool:
        return self.listed and self.first <= day < self.end


@dataclass
class Tie(Span):
    relation: str = "mother"
    restricted: bool = False


@dataclass
class Rights:
    chance: random.Random
    students: list[int]
    role_days: dict[int, set[int]]  # student -> days with the role
    guardians: list[int] = field(default_factory=list)
    teachers: list[int] = field(default_factory=list)  # of classes
    roles: dict[tuple[int, str], Span] = field(default_factory=dict)
    ties: dict[tuple[int, int], Tie] = field(default_factory=dict)  # guardian, student
    forbidden: set[tuple[int, int]] = field(default_factory=set)  # by another roster
    classes: dict[int, tuple[int, int]] = field(default_factory=dict)  # id -> first day, day after the last
    pupils: Lines = field(init=False)
    leading: Lines = field(init=False)
    compared: int = 0

    async def begin(self, db: Connection, school: int, terms: list[Terms], teachers: list[int]) -> None:
        """`terms`: quarters and half-years. There is a class of all quarters, one that ends with the first half-year,
        one that begins with the second quarter, and one without terms.
        """
        quarters, halves = terms
        spans: list[Terms] = [quarters, dict([min(halves.items())]), dict(sorted(quarters.items())[1:]), {}]
        for number, own in enumerate(spans):
            class_ = await db.fetchval(
                "insert into class (source, source_id, school_id, name) values ($1, $2, $3, 'К') returning id",
                SOURCE,
                f"k{number}",
                school,
            )
            await db.execute("insert into class_term select $1, unnest($2::bigint[])", class_, list(own.values()))
            self.classes[class_] = (min(own)[0], max(end for _, end in own)) if own else (0, DAYS)
        self.teachers = teachers
        for person in teachers:
            self.roles[person, "teacher"] = Span()
        for number in range(max(2, len(self.students) // 2)):
            await self._guardian(db, school, [["guardian"], ["trusted"], ["guardian", "trusted"]][number % 3])
        self.pupils = Lines("class_enrolment", self.students, list(self.classes), "k", 0.15)
        self.leading = Lines("class_teacher", self.teachers, list(self.classes), "k", 0.4)

    async def _guardian(self, db: Connection, school: int, roles: list[str]) -> None:
        person = await db.fetchval(
            """
            insert into person (source, source_id, family_name, given_name)
            values ($1, gen_random_uuid(), 'Соколова', 'Ольга') returning id
            """,
            SOURCE,
        )
        await db.execute("update person set source_id = 'p' || id where id = $1", person)
        for role in roles:
            await db.execute(
                "insert into role (source, source_id, person_id, school_id, role) values ($1, $2, $3, $4, $5)",
                SOURCE,
                f"{role}-{person}",
                person,
                school,
                role,
            )
            self.roles[person, role] = Span()
        self.guardians.append(person)

    async def change(self, db: Connection, today: int) -> None:
        await self.pupils.change(db, self.chance, today)
        await self.leading.change(db, self.chance, today)
        for (person, role), span in self.roles.items():
            if self.chance.random() < 0.1:
                self._turn(span, today)
                await db.execute(
                    "update role set from_day = $3, until_day = $4, ended_at = case when $5 then null else now() end"
                    " where person_id = $1 and role = $2",
                    person,
                    role,
                    await date_of(db, span.first, today),
                    await date_of(db, span.end, today),
                    span.listed,
                )
        for _ in self.guardians:
            await self._tie(db, self.chance.choice(self.guardians), self.chance.choice(self.students), today)

    def _turn(self, span: Span, today: int) -> None:
        """Ends or comes back, on a day or with its line."""
        span.listed = self.chance.random() < 0.6
        span.first = self.chance.choice([0, 0, today, today + 2])
        span.end = self.chance.choice([DAYS, DAYS, DAYS, max(span.first + 1, today + self.chance.randrange(4))])

    async def _tie(self, db: Connection, guardian: int, student: int, today: int) -> None:
        tie = self.ties.setdefault((guardian, student), Tie(listed=False))
        if tie.listed and self.chance.random() < 0.3:
            tie.listed = False
            found = await db.fetchval(
                "select id from guardianship where (source, guardian_id, student_id) = ($1, $2, $3)",
                SOURCE,
                guardian,
                student,
            )
            await db.execute(ENDS["guardianship"], [found])
        elif self.chance.random() < 0.1:
            self.forbidden ^= {(guardian, student)}
            await db.execute(
                """
                insert into guardianship (source, guardian_id, student_id, relation, restricted)
                values ('court', $1, $2, 'other', true)
                on conflict (source, coalesce(origin_guardian_id, guardian_id), coalesce(origin_student_id, student_id))
                do update
                    set ended_at = case when $3 then null else now() end
                """,
                guardian,
                student,
                (guardian, student) in self.forbidden,
            )
        else:
            self._turn(tie, today)
            tie.listed, tie.restricted = True, self.chance.random() < 0.2
            tie.relation = self.chance.choice(["mother", "father", "trusted"])
            days = [[await date_of(db, day, today)] for day in (tie.first, tie.end)]
            keys = [f"p{guardian}"], [f"p{student}"]
            await upsert.guardianships(db, SOURCE, *keys, [tie.relation], [tie.restricted], *days)

    async def compare(self, db: Connection, today: int) -> None:
        viewers = await PostgresPeople(db).viewers([*self.guardians, *self.teachers, *self.students])
        in_class: dict[int, set[int]] = {}  # class -> students; as the database chose where the roster names two
        for student in self.students:
            got, may = viewers[student].classes, self._classes(student, today)
            assert got <= may, f"day {today}: student {student} is in {got}, not in one of {may}"
            assert len(got) == min(1, len(may)), f"day {today}: student {student} is in {got} of {may}"
            for class_ in got:
                in_class.setdefault(class_, set()).add(student)
        for guardian in self.guardians:
            children = self._children(guardian, today)
            viewer = viewers[guardian]
            assert viewer.children == children, f"day {today}: {guardian} follows {viewer.children}, not {children}"
            assert viewer.restricted == self._restricted(guardian), f"day {today}: {guardian} {viewer.restricted}"
            classes = {class_ for class_, students in in_class.items() if students & children}
            assert viewer.classes == classes, f"day {today}: {guardian} is in {viewer.classes}, not {classes}"
        for teacher in self.teachers:
            led = {class_ for class_ in self.classes if self._leads(teacher, class_, today)}
            viewer = viewers[teacher]
            assert viewer.classes_led == led, f"day {today}: {teacher} leads {viewer.classes_led}, not {led}"
            students = {student for class_ in led for student in in_class.get(class_, ())}
            assert viewer.students_led == students, f"day {today}: {teacher}: {viewer.students_led}, not {students}"
        self.compared += 2 * len(self.teachers) + 3 * len(self.guardians) + len(self.students)

    def _classes(self, student: int, day: int) -> set[int]:
        """Those a roster has a student in on a day; where it has two, the student is in one of them."""
        if day not in self.role_days[student]:
            return set()
        return {one for one in self.classes if self._runs(one, day) and self.pupils.tied(student, one, day)}

    def _leads(self, teacher: int, class_: int, day: int) -> bool:
        works = self.roles[teacher, "teacher"].holds(day)
        return works and self._runs(class_, day) and self.leading.tied(teacher, class_, day)

    def _runs(self, class_: int, day: int) -> bool:
        first, end = self.classes[class_]
        return first <= day < end

    def _restricted(self, guardian: int) -> set[int]:
        own = {child for (who, child), tie in self.ties.items() if who == guardian and tie.listed and tie.restricted}
        return own | {child for who, child in self.forbidden if who == guardian}

    def _children(self, guardian: int, day: int) -> set[int]:
        ties = {child: tie for (who, child), tie in self.ties.items() if who == guardian}
        return {
            child
            for child, tie in ties.items()
            if tie.holds(day)
            and day in self.role_days[child]
            and child not in self._restricted(guardian)
            and self._is_family(guardian, "trusted" if tie.relation == "trusted" else "guardian", day)
        }

    def _is_family(self, guardian: int, role: str, day: int) -> bool:
        """In the role the relation names; where the roster never gave that one, in the other."""
        other = "guardian" if role == "trusted" else "trusted"
        return self.roles.get((guardian, role), self.roles.get((guardian, other), Span())).holds(day)
