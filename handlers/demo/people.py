"""People of the demo school: families, teachers and those with sign-ins of their own."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from handlers.demo.curriculum import LETTERS, YEARS
from handlers.demo.names import LONGEST, RUSSIAN, FullName, Namer, latin

FIFTH = [
    FullName(*words)
    for words in (
        ("Соколова", "Анна", "Дмитриевна"),
        ("Дьяконов", "Пётр", "Андреевич"),
        ("Алексеева", "Дарья", "Ильинична"),
        ("Белов", "Артём", "Павлович"),
        ("Гайнутдинов", "Тимур", "Рустамович"),
        ("Ибрагимова", "Амина", "Руслановна"),
        ("Козлов", "Матвей", "Игоревич"),
        ("Котов", "Данил", "Евгеньевич"),
        ("Ким", "Александра", "Виссарионовна"),
        ("Мамедов", "Эльдар", "Тофикович"),
        ("Хабибуллин", "Марат", "Ильдарович"),
        ("Фёдорова", "Кира", "Станиславовна"),
    )
]
TWINS = FullName("Кузнецова", "Анна", "Сергеевна")  # two of them in one class and one in another


@dataclass(slots=True)
class Someone:
    id: str
    name: FullName
    roles: list[str] = field(default_factory=list)
    email: str = ""
    phone: str = ""
    username: str = ""


@dataclass(slots=True)
class Student(Someone):
    class_: str = ""
    agents: list[str] = field(default_factory=list)  # in the form of the column metadata.zvonok.agents


@dataclass(slots=True)
class People:
    students: list[Student] = field(default_factory=list)
    guardians: list[Someone] = field(default_factory=list)
    teachers: list[Someone] = field(default_factory=list)

    def everybody(self) -> list[Someone]:
        both = {teacher.id for teacher in self.teachers}
        return [*self.teachers, *(one for one in self.guardians if one.id not in both), *self.students]


def class_names() -> list[str]:
    return [f"{year}{letter}" for year in YEARS for letter in LETTERS]


def sizes(students: int) -> dict[str, int]:
    """Returns the number of students of each class, as even as possible."""
    names = class_names()
    least, more = divmod(students, len(names))
    return {name: least + (n < more) for n, name in enumerate(names)}


class Families:
    """Fills the classes with children of families, and gives the children their adults. Call `make` once."""

    def __init__(self, rng: random.Random, people: People) -> None:
        self._rng, self._namer, self._people = rng, Namer(rng), people
        self._numbers = {"S": 0, "G": 0}
        self._restricted = 0

    def make(self, places: list[str]) -> None:
        """Makes one student for every place, which is the name of a class; siblings go to different classes."""
        fixed = {"5А": [LONGEST, *FIFTH], "6Б": [TWINS, TWINS], "8В": [TWINS]}
        for class_, names in fixed.items():
            for name in names[: places.count(class_)]:
                places.remove(class_)
                self._named(class_, name)
        self._rng.shuffle(places)
        while places:
            children = min(len(places), self._rng.choices([1, 2, 3], [72, 24, 4])[0])
            self._family([places.pop() for _ in range(children)])

    def _number(self, kind: str) -> str:
        self._numbers[kind] += 1
        return f"{kind}{self._numbers[kind]:05}"

    def _named(self, class_: str, name: FullName) -> None:
        student = Student(self._number("S"), name, ["student"], class_=class_)
        self._people.students.append(student)
        family = name.family.removesuffix("а") if name.middle.endswith("на") else name.family
        hers = name.family if name.middle.endswith("на") else f"{family}а"
        if family.endswith("ий"):
            hers = "Константинопольская-Преображенская"
        self._adult(self._namer.woman(RUSSIAN, hers), [student], "mother")
        if self._rng.random() < 0.7:
            self._adult(self._namer.man(RUSSIAN, family), [student], "father")

    def _family(self, classes: list[str]) -> None:
        culture = self._namer.culture()
        families = self._namer.family(culture)
        father = self._namer.man(culture, families[0])
        children = [
            Student(
                self._number("S"),
                self._namer.child(culture, families, father.given, boy=self._rng.random() < 0.51),
                ["student"],
                class_=class_,
            )
            for class_ in classes
        ]
        self._people.students += children
        apart = self._rng.random() < 0.16
        other = self._namer.family(RUSSIAN)
        mother = self._namer.woman(culture, other[1] if apart else families[1])
        if self._rng.random() < 0.97:
            self._adult(mother, children, "mother")
        if apart and self._rng.random() < 0.5:
            self._adult(self._namer.man(RUSSIAN, other[0]), children, "other")  # the stepfather
        if self._rng.random() < (0.5 if apart else 0.62):
            # At least one father who must not see his child, and in about one family of a hundred.
            restricted = apart and (self._restricted == 0 or self._rng.random() < 0.06)
            self._restricted += restricted
            self._adult(father, children, "father:restricted" if restricted else "father")
        if self._rng.random() < 0.06:
            granny = self._adult(self._namer.woman(culture, families[1]), children, "trusted")
            granny.roles = ["relative"]

    def _adult(self, name: FullName, children: list[Student], relation: str) -> Someone:
        number = self._number("G")
        adult = Someone(number, name, ["guardian"])
        adult.email = f"{latin(name.family)}.{number[1:]}@example.org".replace("'", "")
        adult.phone = f"+7 900 {self._rng.randrange(100, 1000)}-{self._rng.randrange(10, 100)}-{number[-2:]}"
        self._people.guardians.append(adult)
        for child in children:
            child.agents.append(f"{adult.id}:{relation}")
        return adult


def add_fixed(people: People) -> None:
    """Adds people with sign-ins: a teacher of mathematics and her colleague, the head and the deputy who keeps the
    timetable, a mother of two and her daughter.
    """
    daughter = Student(
        "demo-student", FullName("Орлова", "Василиса", "Глебовна"), ["student"], username="demo.student", class_="5А"
    )
    son = Student("demo-son", FullName("Орлов", "Лев", "Глебович"), ["student"], class_="2Б")
    mother = Someone("demo-guardian", FullName("Орлова", "Светлана", "Петровна"), ["guardian"])
    mother.username, mother.email = "demo.guardian", "orlova@example.org"
    father = Someone("demo-father", FullName("Орлов", "Глеб", "Игоревич"), ["guardian"], email="orlov@example.org")
    for child in (daughter, son):
        child.agents = ["demo-guardian:mother", "demo-father:father"]
    people.students += [daughter, son]
    people.guardians += [mother, father]
    for id_, name, roles in (
        ("demo-teacher", FullName("Рябова", "Мария", "Ивановна"), ["teacher"]),
        ("demo-teacher2", FullName("Панкратов", "Антон", "Сергеевич"), ["teacher"]),
        ("demo-admin", FullName("Громова", "Елена", "Викторовна"), ["principal", "siteAdministrator"]),
        ("demo-deputy", FullName("Ильин", "Павел", "Андреевич"), ["aide"]),
    ):
        username = id_.replace("-", ".")
        people.teachers.append(Someone(id_, name, roles, email=f"{username}@example.org", username=username))


class Staff:
    """Hires teachers as they are needed; some of them are parents of students here."""

    def __init__(self, rng: random.Random, people: People) -> None:
        self._rng, self._namer, self._people = rng, Namer(rng), people
        self._parents = [one for one in people.guardians if one.id.startswith("G") and one.roles == ["guardian"]]
        self._hired = 0

    def hire(self) -> Someone:
        self._hired += 1
        if self._hired % 11 == 5 and self._parents:  # 8-10 % of teachers are parents in their own school
            both = self._parents.pop(self._rng.randrange(len(self._parents)))
            both.roles = ["teacher", "guardian"]
            self._people.teachers.append(both)
            return both
        culture = self._namer.culture()
        families = self._namer.family(culture)
        name = (
            self._namer.woman(culture, families[1])
            if self._rng.random() < 0.8
            else self._namer.man(culture, families[0])
        )
        id_ = f"T{self._hired:04}"
        teacher = Someone(id_, name, ["teacher"], email=f"{latin(name.family)}.{id_.lower()}@school7.example.org")
        self._people.teachers.append(teacher)
        return teacher
