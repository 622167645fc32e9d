"""A school's own table of people as lines of a OneRoster set: students with their adults, or staff.

A table says all there is of the classes it names, or of the staff. It knows people by name and birthday where it has
no ids: `Gathered.aliases` says under which other ids the same person may be stored, and scope.py finds them.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from channels.roster import values as read
from channels.roster import vocabulary as words
from channels.roster.headings import ADULTS, LEFT_OUT, NAMES, Column, Kind
from channels.roster.model import Mode
from channels.roster.translated import Origin, Translated

SCHOOL = "school"
"""Id of the school of a table, which has only one."""
FAMILY = frozenset({"student", "guardian", "trusted"})
BY_NAME, OF_CHILD = "-?", "?"
"""Instead of an alias: the only one who stands under that name; who follows the same child under that name."""
STAFF = frozenset({"teacher", "staff", "leadership", "admin"})
PHONE = re.compile(r"\+?[\d\s()./-]{7,25}")
EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
RELATIONS = {word: word for word in words.RELATIONS} | words.forms(
    mother="мать мама",
    father="отец папа",
    guardian="опекун попечитель родитель представитель законный_представитель parent",
    trusted="бабушка дедушка тетя дядя брат сестра няня родственник доверенное_лицо relative grandmother grandfather",
)
TEACHES = re.compile(r"(учител|преподавател|педагог($|\s+дополн)|классн\w* руковод|teacher)", re.IGNORECASE)


@dataclass
class Listed:
    """One person of a table, before they are lines: of the first line that has them."""

    origin: Origin
    values: dict[str, str]
    id: str
    aliases: tuple[str, ...] = ()
    children: dict[int, tuple[str, Origin]] = field(
        default_factory=dict
    )  # of an adult: number of the child -> relation


class PeopleTable:
    """Makes lines of one table: `add_students` or `add_staff`, once."""

    def __init__(self, into: Translated, name: str, columns: Sequence[Column]) -> None:
        self._into, self._name = into, name
        self._at = {column.meaning: n for n, column in enumerate(columns) if column.meaning != LEFT_OUT}
        self._headings = {column.meaning: column.heading for column in columns}

    def add(self, kind: Kind, rows: Iterator[tuple[int, list[str]]], *, teachers: bool = False) -> None:
        """Adds the lines of a table. `teachers`: its staff teach, where no column says what they do."""
        if kind is Kind.STUDENTS:
            self._add_students(rows)
        else:
            self._add_staff(rows, teachers)

    def _add_students(self, rows: Iterator[tuple[int, list[str]]]) -> None:
        slots = [slot for slot in ADULTS if any(meaning.startswith(f"{slot}.") for meaning in self._at)]
        self._says("users.csv", "student")
        self._into.has("classes.csv", Mode.DELTA, {"title": self._heading("student.class")}, self._name)
        students: list[Listed] = []
        adults: list[Listed] = []
        for line, cells in rows:
            origin = Origin(self._name, line)
            values = self._person("student", cells, origin)
            if values is None:
                continue
            values["class"] = self._class(self._cell("student.class", cells), origin, "student.class")
            student = Listed(origin, values, "")
            students.append(student)
            for slot in slots:
                adult = self._person(slot, cells, origin)
                if adult is not None:
                    relation = self._relation(slot, cells, origin)
                    person = Listed(origin, adult, slot)
                    person.children[len(students) - 1] = (relation, origin)
                    adults.append(person)
        if "student.class" in self._at:
            self._into.scope |= {"class_enrolment"}
        self._identify("s", students)
        for student in students:
            self._line(student, "student", "student")
            if name := student.values["class"]:
                self._enrol(student, name, "student")
        if slots:
            self._into.scope |= FAMILY
            self._into.speaking |= {student.id for student in students}
            self._add_adults(adults, students)
        else:
            self._into.scope |= {"student"}

    def _add_adults(self, adults: list[Listed], students: list[Listed]) -> None:
        merged: dict[tuple[str, str], Listed] = {}
        people: list[Listed] = []
        phones: dict[str, set[str]] = defaultdict(set)
        for adult in adults:
            name = _folded(adult.values)
            contacts = [adult.values[what] for what in ("id", "phone", "email") if adult.values.get(what)]
            known = next((merged[name, contact] for contact in contacts if (name, contact) in merged), None)
            if known is None:
                known = adult
                people.append(adult)
            else:
                known.children.update(adult.children)
                known.values = {what: known.values[what] or value for what, value in adult.values.items()}
            merged.update({(name, contact): known for contact in contacts})
            if phone := adult.values.get("phone"):
                phones[phone].add(name)
        agents: dict[str, list[tuple[str, str, Origin]]] = defaultdict(list)
        meanings = (f"{adult.id}.{name}" for adult in people[:1] for name in NAMES)
        heading = next((self._heading(meaning) for meaning in meanings if meaning in self._at), "")
        for adult in people:
            slot, name = adult.id, _folded(adult.values)
            children = [students[n] for n in adult.children]
            own = adult.values["id"]
            adult.id = f"a-{own}" if own else _digest("a", name, min(child.id for child in children))
            adult.aliases = (OF_CHILD,)
            for child, (relation, origin) in zip(children, adult.children.values(), strict=True):
                agents[child.id].append((adult.id, relation, origin))
            relations = {relation for relation, _ in adult.children.values()}
            for role in sorted({"relative" if relation == "trusted" else "parent" for relation in relations}):
                self._line(adult, slot, role)
        self._into.tie(agents, heading, heading)
        shared = {phone for phone, names in phones.items() if len(names) > 1}
        if shared:
            self._into.problems.warn("phone_shared", self._name, 0, "", str(len(shared)))

    def _add_staff(self, rows: Iterator[tuple[int, list[str]]], teachers: bool) -> None:
        self._says("users.csv", "staff")
        leads = "staff.leads_class" in self._at
        if leads:
            self._into.has("classes.csv", Mode.DELTA, {"title": self._heading("staff.leads_class")}, self._name)
        staff: list[Listed] = []
        for line, cells in rows:
            origin = Origin(self._name, line)
            values = self._person("staff", cells, origin)
            if values is None:
                continue
            values |= {"role": self._role(cells, origin, teachers), "class": ""}
            for name in re.split(r"[,;]", self._cell("staff.leads_class", cells)) if leads else ():
                if name.strip():
                    values["class"] = self._class(name, origin, "staff.leads_class")
            staff.append(Listed(origin, values, ""))
        self._identify("t", staff)
        self._into.scope |= STAFF | ({"class_teacher"} if leads else set())
        for person in staff:
            self._line(person, "staff", person.values["role"])
            if name := person.values.get("class"):
                self._enrol(person, name, "teacher")

    def _says(self, file: str, whom: str) -> None:
        columns = {name: self._heading(f"{whom}.{what}") for name, what in COLUMNS.items()}
        for name in ("familyName", "givenName", "middleName"):
            columns[name] = columns[name] or self._heading(f"{whom}.full_name")
        self._into.has(
            file, Mode.DELTA, {**columns, "sourcedId": self._heading(f"{whom}.id"), "status": ""}, self._name
        )
        for other in ("roles.csv", "enrollments.csv"):
            self._into.has(other, Mode.DELTA, {"role": self._heading(f"{whom}.role")}, self._name)

    def _heading(self, meaning: str) -> str:
        return self._headings.get(meaning, "")

    def _cell(self, meaning: str, cells: Sequence[str]) -> str:
        at = self._at.get(meaning)
        return cells[at] if at is not None and at < len(cells) else ""

    def _person(self, whom: str, cells: Sequence[str], origin: Origin) -> dict[str, str] | None:
        """Returns who stands in a line as `whom`; None if nobody does."""
        values = {name: self._cell(f"{whom}.{what}", cells) for name, what in COLUMNS.items()}
        full_name = self._cell(f"{whom}.full_name", cells)
        parts = full_name.split()
        for name, part in zip(("familyName", "givenName", "middleName"), _split(parts), strict=True):
            values[name] = values[name] or part
        if len(parts) == 1 and not values["givenName"]:
            values["familyName"] = ""  # «Итого», or half of a name
        if not values["familyName"] and not values["givenName"]:
            if full_name or whom in (Kind.STUDENTS, Kind.STAFF):
                column = self._heading(f"{whom}.full_name")
                self._into.problems.warn(
                    "line_without_name", *origin, column, full_name or " ".join(filter(None, cells))
                )
            return None
        values["phone"] = self._phone(values["phone"], origin, f"{whom}.phone")
        if values["email"] and not EMAIL.fullmatch(values["email"]):
            self._into.problems.warn("email_left_out", *origin, self._heading(f"{whom}.email"), values["email"])
            values["email"] = ""
        birth = read.Place(self._into.problems, *origin, self._heading(f"{whom}.birth_day"))
        day = _day(self._cell(f"{whom}.birth_day", cells), birth)
        return {**values, "id": self._cell(f"{whom}.id", cells), "birth": day}

    def _phone(self, text: str, origin: Origin, meaning: str) -> str:
        """Returns a telephone as +79165554712; of several in one cell the first. What is none is left out."""
        first = re.split(r"[,;]|(?<=\d)\s+(?=\+)", text)[0].strip()
        if not first:
            return ""
        digits = re.sub(r"\D", "", first)
        number = f"+{digits}" if first.startswith("+") and 8 <= len(digits) <= 15 else ""
        if len(digits) == 11 and digits[0] in "78" and not (first.startswith("+") and digits[0] == "8"):
            number = f"+7{digits[1:]}"
        elif len(digits) == 10 and digits[0] == "9" and not first.startswith("+"):
            number = f"+7{digits}"
        place = (*origin, self._heading(meaning))
        if not number or not PHONE.fullmatch(first):
            self._into.problems.warn("phone_left_out", *place, text)
            return ""
        if number != text:
            self._into.problems.warn("phone_read_as", *place, text, number)
        return number

    def _class(self, text: str, origin: Origin, meaning: str) -> str:
        """Returns the name of a class as it is written everywhere: «5 a класс» is 5А."""
        text = text.strip()
        if not text:
            return ""
        name = text
        if read.is_class_name(text) and (found := re.search(r"(\d+)\W*([^\W\d_])", text)):
            name = found[1] + found[2].upper().translate(read.LOOKS_ALIKE)
        if name != text:
            self._into.problems.warn("class_read_as", *origin, self._heading(meaning), text, name)
        if name not in self._into.classes:
            self._into.classes.add(name)
            line = {"sourcedId": _class_id(name), "title": name, "classType": "homeroom", "schoolSourcedId": SCHOOL}
            self._into.add("classes.csv", origin, {**line, "status": "active"})
        return name

    def _relation(self, slot: str, cells: Sequence[str], origin: Origin) -> str:
        word = self._cell(f"{slot}.relation", cells)
        if not word:
            return slot if slot in ("mother", "father") else "guardian"
        relation = RELATIONS.get("_".join(word.casefold().replace("ё", "е").split()))
        if relation is None:
            self._into.problems.refuse("unknown_word", *origin, self._heading(f"{slot}.relation"), word)
        return relation or "other"

    def _role(self, cells: Sequence[str], origin: Origin, teachers: bool) -> str:
        """Returns the role of one of the staff. Leadership and admins are only those whom an exact word names."""
        word = self._cell("staff.role", cells)
        if not word:
            return "teacher" if teachers else "aide"
        role = words.ROLES.get("_".join(word.casefold().replace("ё", "е").split()))
        if role is None and TEACHES.match(word):
            role = "teacher"
        if role is None or words.ROLE_MEANS[role] not in STAFF:
            self._into.problems.warn("role_read_as_staff", *origin, self._heading("staff.role"), word)
            return "aide"
        return role

    def _identify(self, prefix: str, people: list[Listed]) -> None:
        """Gives each person an id: the table's own, else of the name and, where there is one, the birthday."""
        named: dict[str, list[Listed]] = defaultdict(list)
        for person in people:
            named[_folded(person.values)].append(person)
        seen: dict[str, Listed] = {}
        for name, same in named.items():
            for person in same:
                own, birth = person.values["id"], person.values["birth"]
                by_name, by_birth = _digest(prefix, name), _digest(prefix, name, birth)
                candidates = [by_birth, by_name] if birth else [by_name, f"{prefix}{BY_NAME}"]
                ids = [*([f"{prefix}-{own}"] if own else []), *(candidates if len(same) == 1 else candidates[:1])]
                person.id, person.aliases = ids[0], tuple(ids[1:])
                other = seen.setdefault(person.id, person)
                one = (own or birth) and all(other.values[what] == person.values[what] for what in SAME)
                if other is not person and not one:
                    self._into.problems.refuse("people_alike", *person.origin, "", str(other.origin.line))

    def _line(self, person: Listed, whom: str, role: str) -> None:
        if person.id not in self._into.people:
            self._into.people.add(person.id)
            absent = frozenset(
                column
                for column, what in COLUMNS.items()
                if f"{whom}.{what}" not in self._at and not (what in NAMES and f"{whom}.full_name" in self._at)
            )
            values = {name: person.values.get(name, "") for name in COLUMNS}
            line = {**values, "sourcedId": person.id, "status": "active"}
            self._into.add("users.csv", person.origin, line, absent)
            if person.aliases:
                self._into.aliases[person.id] = person.aliases
        line = {"userSourcedId": person.id, "orgSourcedId": SCHOOL, "role": role, "status": "active"}
        self._once("roles.csv", person.origin, {"sourcedId": f"{person.id}/{role}", **line, "roleType": "primary"})

    def _enrol(self, person: Listed, name: str, role: str) -> None:
        group = _class_id(name)
        line = {"classSourcedId": group, "userSourcedId": person.id, "role": role, "status": "active"}
        self._once("enrollments.csv", person.origin, {"sourcedId": f"{person.id}/{group}/{role}", **line})

    def _once(self, file: str, origin: Origin, line: dict[str, str]) -> None:
        """Adds a line unless another row, as of the other parent, has said the same."""
        if line["sourcedId"] not in self._into.people:
            self._into.people.add(line["sourcedId"])
            self._into.add(file, origin, line)


SAME = ("familyName", "givenName", "middleName", "class")
"""What two rows of one person have alike."""
COLUMNS = {
    "familyName": "family_name",
    "givenName": "given_name",
    "middleName": "middle_name",
    "phone": "phone",
    "email": "email",
    "username": "username",
}
"""Column of users.csv -> what it is in a table."""


def _split(parts: list[str]) -> tuple[str, str, str]:
    return (parts[0] if parts else "", parts[1] if len(parts) > 1 else "", " ".join(parts[2:]))


def _folded(values: dict[str, str]) -> str:
    return read.fold_name(*(values.get(part, "") for part in ("familyName", "givenName", "middleName")))


def _digest(prefix: str, *parts: str) -> str:
    return f"{prefix}-{hashlib.blake2s(chr(0).join(parts).encode(), digest_size=9).hexdigest()}"


def _class_id(name: str) -> str:
    return f"class:{name}"


def _day(text: str, place: read.Place) -> str:
    """Returns a birthday as YYYY-MM-DD; dots and two figures for the year are as people write them."""
    if short := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{2}|\d{4})\.?(?:\s*г\.?)?", text):
        year = int(short[3])
        year += 0 if year > 99 else 2000 if year < 50 else 1900
        text = f"{year:04}-{int(short[2]):02}-{int(short[1]):02}"
    day = read.read_date(text.split(" ")[0], place)
    return "" if day is None else day.isoformat()
