"""A school's own table of people as lines of a OneRoster set: students with their adults, or staff.

A table says all there is of the classes it names, or of the staff. It knows people by name and birthday where it has
no ids: `Gathered.aliases` says under which other ids the same person may be stored, and scope.py finds them.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field

from channels.roster.model import Mode
from channels.roster.people_rows import COLUMNS, STAFF, Listed, PeopleRows
from channels.roster.translated import Origin, Translated
from channels.roster.values import fold_name

SCHOOL = "school"
"""Id of the school of a table, which has only one."""
FAMILY = frozenset({"student", "guardian", "trusted"})
BY_NAME, OF_CHILD = "-?", "?"
"""Instead of an alias: the only one who stands under that name; who follows the same child under that name."""


@dataclass(slots=True)
class _Adult:
    """One adult, of one row or of several with the same name and contact."""

    first: Listed
    values: dict[str, str]
    children: list[tuple[int, str, Origin]] = field(default_factory=list)  # number of the student, relation, where


class People:
    """Collects the people of all tables of a set (`add_students`, `add_staff`), and then makes its lines (`finish`)."""

    def __init__(self, into: Translated) -> None:
        self._into = into
        self._students: list[Listed] = []
        self._speaking: list[int] = []  # numbers of students in tables that have columns of adults
        self._adults: list[tuple[Listed, int]] = []  # with the number of the student
        self._staff: list[Listed] = []
        self._added: set[str] = set()  # ids of people, classes and lines that are there
        self._heading = ("", "")  # of a table and its adults

    def add_students(self, rows: PeopleRows) -> None:
        self._says(rows, "student", rows.heading("student.class"))
        self._into.scope |= {"student", *(FAMILY if rows.slots else ())}
        self._into.scope |= {"class_enrolment"} if rows.says_classes else set()
        self._heading = (rows.name, rows.name_heading(rows.slots[0])) if rows.slots else self._heading
        for student, adults in rows.students():
            number = len(self._students)
            self._students.append(student)
            self._adults += [(adult, number) for adult in adults]
            if rows.slots:
                self._speaking.append(number)

    def add_staff(self, rows: PeopleRows, *, teachers: bool) -> None:
        self._says(rows, "staff", rows.heading("staff.leads_class"))
        self._into.scope |= STAFF | ({"class_teacher"} if rows.says_class_teachers else set())
        self._staff += rows.staff(teachers=teachers)

    def finish(self) -> None:
        """Makes the lines. Names are compared over all tables: a mother may stand in two of them."""
        ids = self._identify("s", self._students)
        for student, id_ in zip(self._students, ids, strict=True):
            self._line(student, id_, student.values, "student")
            self._enrol(student, id_, "student")
        for person, id_ in zip(self._staff, self._identify("t", self._staff), strict=True):
            self._line(person, id_, person.values, person.values["role"])
            self._enrol(person, id_, "teacher")
        self._into.speaking = frozenset(ids[number] for number in self._speaking)
        if self._into.scope >= FAMILY:
            self._families(ids)

    def _says(self, rows: PeopleRows, whom: str, classes: str) -> None:
        columns = {**rows.columns(whom), "sourcedId": rows.heading(f"{whom}.id"), "status": ""}
        if "phone" in columns:
            columns["sms"] = columns["phone"]  # OneRoster has two columns for one telephone
        self._into.has("users.csv", Mode.DELTA, columns, rows.name)
        self._into.has("classes.csv", Mode.DELTA, {"title": classes}, rows.name)
        for other in ("roles.csv", "enrollments.csv"):
            self._into.has(other, Mode.DELTA, {"role": rows.heading(f"{whom}.role")}, rows.name)

    def _families(self, ids: list[str]) -> None:
        agents: dict[str, list[tuple[str, str, Origin]]] = defaultdict(list)
        for adult in self._merged():
            own, name = adult.values["id"], _folded(adult.values)
            id_ = f"a-{own}" if own else _digest("a", name, min(ids[number] for number, _, _ in adult.children))
            self._into.aliases[id_] = (OF_CHILD,)
            for number, relation, origin in adult.children:
                agents[ids[number]].append((id_, relation, origin))
                self._line(adult.first, id_, adult.values, "relative" if relation == "trusted" else "parent")
        self._into.tie(agents, self._heading[1], self._heading[1])

    def _merged(self) -> list[_Adult]:
        """Returns the adults, with rows made one that have the same name and the same id, telephone or mail address."""
        found: list[_Adult] = []
        known: dict[tuple[str, str], _Adult] = {}
        phones: dict[str, set[str]] = defaultdict(set)
        for listed, number in self._adults:
            name, values = _folded(listed.values), listed.values
            contacts = [(name, values[what]) for what in ("id", "phone", "email") if values[what]]
            adult = next((known[contact] for contact in contacts if contact in known), None)
            if adult is None:
                adult = _Adult(listed, values)
                found.append(adult)
            adult.values = {what: adult.values[what] or value for what, value in values.items()}
            adult.children.append((number, values["relation"], listed.origin))
            known.update(dict.fromkeys(contacts, adult))
            if values["phone"]:
                phones[values["phone"]].add(name)
        if shared := sum(len(names) > 1 for names in phones.values()):
            self._into.problems.warn("phone_shared", self._heading[0], 0, "", str(shared))
        return found

    def _identify(self, prefix: str, people: list[Listed]) -> list[str]:
        """Returns the id of each person: the table's own, else of the name and, where there is one, the birthday."""
        named: dict[str, list[int]] = defaultdict(list)
        for number, person in enumerate(people):
            named[_folded(person.values)].append(number)
        ids = [""] * len(people)
        seen: dict[str, Listed] = {}
        for name, same in named.items():
            for number in same:
                person = people[number]
                own, birth = person.values["id"], person.values["birth"]
                candidates = [_digest(prefix, name), f"{prefix}{BY_NAME}"]
                if birth:
                    candidates = [_digest(prefix, name, birth), candidates[0]]
                if len(same) > 1:
                    candidates = candidates[:1]
                id_, *aliases = [f"{prefix}-{own}", *candidates] if own else candidates
                ids[number] = id_
                if aliases:
                    self._into.aliases[id_] = tuple(aliases)
                other = seen.setdefault(id_, person)
                one = (own or birth) and other.classes == person.classes and _folded(other.values) == name
                if other is not person and not one:
                    place = str(other.origin.line) if other.origin.file == person.origin.file else "{}:{}"
                    self._into.problems.refuse("people_alike", *person.origin, "", place.format(*other.origin))
        return ids

    def _line(self, person: Listed, id_: str, values: dict[str, str], role: str) -> None:
        line = {name: values[name] for name in COLUMNS}
        self._once("users.csv", person.origin, {**line, "sourcedId": id_}, person.absent)
        line = {"userSourcedId": id_, "orgSourcedId": SCHOOL, "role": role, "roleType": "primary"}
        self._once("roles.csv", person.origin, {"sourcedId": f"{id_}/{role}", **line})

    def _enrol(self, person: Listed, id_: str, role: str) -> None:
        for name in person.classes:
            group = f"class:{name}"
            line = {"sourcedId": group, "title": name, "classType": "homeroom", "schoolSourcedId": SCHOOL}
            self._once("classes.csv", person.origin, line)
            line = {"classSourcedId": group, "userSourcedId": id_, "role": role}
            self._once("enrollments.csv", person.origin, {"sourcedId": f"{id_}/{group}/{role}", **line})

    def _once(self, file: str, origin: Origin, line: dict[str, str], absent: frozenset[str] = frozenset()) -> None:
        """Adds a line unless another row, as of the other parent, has said the same."""
        if line["sourcedId"] not in self._added:
            self._added.add(line["sourcedId"])
            self._into.add(file, origin, {**line, "status": "active"}, absent)


def _folded(values: dict[str, str]) -> str:
    return fold_name(*(values[part] for part in ("familyName", "givenName", "middleName")))


def _digest(prefix: str, *parts: str) -> str:
    return f"{prefix}-{hashlib.blake2s(chr(0).join(parts).encode(), digest_size=9).hexdigest()}"
