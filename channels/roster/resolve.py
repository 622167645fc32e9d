"""Turns the lines of a set into rows that shall stand: follows references, gives roles and groups their meaning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from channels.roster.columns import Kept
from channels.roster.lines import Category, Enrolment, Gathered, Group, Org, Period, RoleLine, Subject, User
from channels.roster.model import (
    TABLES,
    Course,
    Key,
    Membership,
    Mode,
    Person,
    Problems,
    RoleRow,
    Row,
    School,
    SchoolClass,
    Session,
    State,
    Teaching,
    key_of,
)
from channels.roster.references import Found, References
from channels.roster.vocabulary import ROLE_MEANS

ENROLMENT_TABLES = ("class_enrolment", "class_teacher", "course_enrolment", "teaching")
ADULT_TABLES = ("class_teacher", "teaching")


@dataclass(slots=True)
class Wanted:
    """Rows that shall stand: `rows` now, `suspended` as soon as what they hang on stands.

    Everything else that is stored shall end in a `complete` table; in others, only what is `gone`.
    """

    kept: Kept
    rows: dict[str, dict[Key, Row]] = field(default_factory=lambda: {table: {} for table in TABLES})
    suspended: dict[str, dict[Key, Row]] = field(default_factory=lambda: {table: {} for table in TABLES})
    gone: dict[str, set[Key]] = field(default_factory=lambda: {table: set() for table in TABLES})
    complete: frozenset[str] = frozenset()

    def put(self, table: str, row: Row) -> None:
        self.rows[table][key_of(row)] = self.kept.row(table, row)


class Resolver:
    """Resolves one set, once: `resolve()`. `guardians.py` adds guardianships to what is resolved here."""

    def __init__(self, found: Gathered, state: State, problems: Problems, zone: str) -> None:
        self.found, self.state, self.problems, self._zone = found, state, problems, zone
        self.references = References(found, state, problems)
        self.kept = Kept(found, state)
        self.users = {user.person.source_id: self._kept(user) for user in found.of("users.csv", User)}
        self.roles: dict[str, set[str]] = defaultdict(set)  # person -> roles here, `student` by enrolment too
        complete = frozenset(table for table, file in self._files().items() if self._bulk(file))
        self.wanted = Wanted(self.kept, complete=complete)

    def resolve(self) -> Wanted:
        self._schools()
        self._sessions()
        self._mark_kinds()
        self._groups()
        self._roles()
        self._enrolments()
        self._people()
        self._deleted()
        return self.wanted

    def _kept(self, user: User) -> User:
        """Returns the user with stored values where the set says nothing: an empty cell gives nobody rights back."""
        person = self.kept.row("person", user.person)
        stored = self.state.tables["person"].get(person.source_id)
        if not user.says_enabled and stored is not None and isinstance(stored.row, Person) and stored.row.disabled:
            if self.found.has("users.csv", "enabledUser"):
                self.problems.warn("stays_disabled", "users.csv", user.line, "enabledUser", person.source_id)
            person = person._replace(disabled=True)
        return user._replace(person=person)

    def disabled(self, person: str) -> bool:
        """True for an adult whom the roster keeps but disables. A student stays in class whatever the account."""
        user, stored = self.users.get(person), self.state.tables["person"].get(person)
        row = user.person if user is not None else stored.row if stored is not None else None
        return isinstance(row, Person) and row.disabled and "student" not in self.roles[person]

    def ends(self, table: str, key: Key) -> bool:
        """True if a stored row that the set does not want is to end."""
        return table in self.wanted.complete or key in self.wanted.gone[table]

    def stands(self, table: str, key: Key) -> bool:
        """True if the row stands once the set is applied."""
        if key in self.wanted.rows[table]:
            return True
        stored = self.state.tables[table].get(key)
        suspended = key in self.wanted.suspended[table]
        return stored is not None and not stored.ended and not suspended and not self.ends(table, key)

    def standing(self, table: str) -> Iterator[Any]:
        """Yields the rows of a table that stand once the set is applied."""
        wanted = self.wanted.rows[table]
        yield from wanted.values()
        for key, stored in self.state.tables[table].items():
            if key not in wanted and self.stands(table, key):
                yield stored.row

    def _files(self) -> dict[str, str]:
        # 1.1 has no roles.csv: the role stands in the user's own line.
        return {**TABLES, "role": "users.csv"} if self.found.version == "1.1" else dict(TABLES)

    def _bulk(self, file: str) -> bool:
        return self.found.mode(file) is Mode.BULK

    def _schools(self) -> None:
        for org in self.found.of("orgs.csv", Org):
            if org.parent:
                # The rights of a department's people are those at its school.
                look = self.references.holds if org.type == "department" else self.references.mentions
                look(("orgs.csv", org.line, "parentSourcedId"), "orgs.csv", org.parent)
            if org.type != "school":
                continue
            stored = self.state.tables["school"].get(org.source_id)
            kept = stored.row.zone if stored is not None and isinstance(stored.row, School) else self._zone
            self.wanted.put("school", School(org.source_id, org.name, org.zone or kept))

    def _sessions(self) -> None:
        file = "academicSessions.csv"
        for line, row in self.found.of(file, Period):
            if row.parent and not self.references.mentions((file, line, "parentSourcedId"), file, row.parent):
                stored = self.state.tables["academic_session"].get(row.source_id)
                row = row._replace(parent=stored.row.parent if stored and isinstance(stored.row, Session) else None)
            self.wanted.put("academic_session", row)

    def _mark_kinds(self) -> None:
        for _, row in self.found.of("categories.csv", Category):
            self.wanted.put("mark_kind", row)

    def _groups(self) -> None:
        subjects = {subject.source_id: subject for subject in self.found.of("courses.csv", Subject)}
        for subject in subjects.values():
            for column, file, value in (
                ("orgSourcedId", "orgs.csv", subject.org),
                ("schoolYearSourcedId", "academicSessions.csv", subject.year),
            ):
                if value and self._bulk(file):
                    self.references.mentions(("courses.csv", subject.line, column), file, value)
        for group in self.found.of("classes.csv", Group):
            self._group(group, subjects)
        if not self._bulk("classes.csv"):
            self._renamed(subjects)

    def _group(self, group: Group, subjects: dict[str, Subject]) -> None:
        for term in group.terms:
            if not self._absent("academicSessions.csv"):
                self._holds(group, "termSourcedIds", "academicSessions.csv", term)
        if not self.references.knows(("classes.csv", group.line, "schoolSourcedId"), "orgs.csv", group.school):
            return
        school = self.references.school(group.school)
        if school is None and self.references.look("orgs.csv", group.school) is Found.DELETED:
            return
        if school is None:
            self.problems.refuse("not_a_school", "classes.csv", group.line, "schoolSourcedId", group.school)
            return
        subject = subjects.get(group.subject)
        if group.homeroom:
            if group.subject and subject is None and self._bulk("courses.csv"):
                self._holds(group, "courseSourcedId", "courses.csv", group.subject)
            class_ = SchoolClass(group.source_id, school, group.title, group.grade, _terms(group))
            self.wanted.put("class", class_)
            return
        title = subject.title if subject else self.references.subject(group.subject)
        if title is None or (subject is None and self._bulk("courses.csv")):
            self._holds(group, "courseSourcedId", "courses.csv", group.subject)
            return
        grade = group.grade if group.grade is not None or subject is None else subject.grade
        row = Course(group.source_id, school, group.title, title, group.subject, grade, _terms(group))
        self.wanted.put("course", row)

    def _renamed(self, subjects: dict[str, Subject]) -> None:
        """Passes a new title of a OneRoster course on to stored courses whose own lines did not change."""
        for row in self.state.rows("course"):
            subject = subjects.get(row.subject_source_id)
            if subject is not None and row.source_id not in self.wanted.rows["course"]:
                self.wanted.put("course", row._replace(subject=subject.title))

    def _roles(self) -> None:
        if self.found.version == "1.1":
            lines = [
                RoleLine(user.line, f"{user.person.source_id}/{org}", user.person.source_id, user.role, org, None, None)
                for user in self.users.values()
                if user.role
                for org in user.orgs
            ]
            columns = ("users.csv", "orgSourcedIds")
        else:
            lines = list(self.found.of("roles.csv", RoleLine))
            columns = ("roles.csv", "orgSourcedId")
        ours = [row for line in lines if (row := self._role(line, *columns)) is not None]
        for row in ours:
            self.roles[row.person].add(row.role)
        if not self._bulk(self._files()["role"]):
            for row in self.state.known("role"):
                if not row.is_implied:
                    self.roles[row.person].add(row.role)
        for member in () if self._bulk("enrollments.csv") else self._enrolled():
            self.roles[member.person].add("student")
        for enrolment in self.found.of("enrollments.csv", Enrolment):
            if enrolment.role == "student":
                self.roles[enrolment.user].add("student")
        for row in ours:
            self.wanted.put("role", row)

    def _enrolled(self) -> Iterator[Membership]:
        yield from self.state.known("class_enrolment")
        yield from self.state.known("course_enrolment")

    def _role(self, line: RoleLine, file: str, column: str) -> RoleRow | None:
        user = (file, line.line, "userSourcedId")
        known = file == "users.csv" or self.references.knows(user, "users.csv", line.user, line.user, line.source_id)
        school = self.references.school(line.org)
        if school is None:
            moved = line.source_id in self.state.tables["role"]  # else it is of a district, of which nothing is stored
            if (moved or self._bulk("orgs.csv")) and not self.references.knows(
                (file, line.line, column), "orgs.csv", line.org, line.user, line.source_id
            ):
                return None
            self.problems.warn("role_outside_school", file, line.line, column, line.org)
            return None
        if not known or not line.role or not self.references.knows((file, line.line, column), "orgs.csv", school):
            return None
        role = ROLE_MEANS[line.role]
        return RoleRow(line.source_id, line.user, school, role, line.from_day, line.until_day)

    def _enrolments(self) -> None:
        for line in self.found.of("enrollments.csv", Enrolment):
            source = ("enrollments.csv", line.line)
            theirs = (line.user, line.source_id)
            group = self.references.knows((*source, "classSourcedId"), "classes.csv", line.group, *theirs)
            user = self.references.knows((*source, "userSourcedId"), "users.csv", line.user, *theirs)
            if line.school and self._bulk("orgs.csv"):
                self.references.mentions((*source, "schoolSourcedId"), "orgs.csv", line.school)
            if not group or not user or line.role not in ("student", "teacher"):
                continue
            in_class = self._is_class(line.group)
            row = Membership(line.source_id, line.group, line.user, line.from_day, line.until_day)
            if line.role == "student":
                self.wanted.put("class_enrolment" if in_class else "course_enrolment", row)
            elif in_class:
                self.wanted.put("class_teacher", row)
            else:
                self.wanted.put("teaching", Teaching(*row, line.primary))

    def _is_class(self, group: str) -> bool:
        if group in self.found.lines["classes.csv"]:
            return group in self.wanted.rows["class"]
        classes, courses = self.state.tables["class"], self.state.tables["course"]
        return group in classes and (not classes[group].ended or group not in courses or courses[group].ended)

    def _people(self) -> None:
        for source_id, user in self.users.items():
            self.wanted.put("person", user.person)
            for org in user.orgs if self._bulk("orgs.csv") and self.found.version == "1.2" else ():
                self.references.mentions(("users.csv", user.line, "primaryOrgSourcedId"), "orgs.csv", org)
            if not self.roles[source_id]:
                self.problems.warn("user_without_role", "users.csv", user.line, "sourcedId", source_id)
            elif user.person.disabled:
                student = "student" in self.roles[source_id]
                code = "student_disabled" if student else "user_disabled"
                self.problems.warn(code, "users.csv", user.line, "enabledUser", source_id)

    def _deleted(self) -> None:
        """Ends, in tables of which only changes are told, rows that are listed as gone or have moved elsewhere."""
        tables = defaultdict(list)
        for table, file in self._files().items():
            if table not in ("guardianship", "role"):
                tables[file].append(table)
        for file, theirs in tables.items():
            listed = self.found.lines[file].keys() | self.found.deleted[file]
            for table in theirs:
                self.wanted.gone[table] |= listed - self.wanted.rows[table].keys()
        self.wanted.gone["role"] |= self.found.lines["roles.csv"].keys() | self.found.deleted["roles.csv"]
        if self.found.version == "1.1":
            self.wanted.gone["role"] |= {r.source_id for r in self.state.known("role") if r.person in self.users}
        for table in TABLES:
            self.wanted.gone[table] -= self.wanted.rows[table].keys()

    def _absent(self, file: str) -> bool:
        return self.found.mode(file) is Mode.ABSENT

    def _holds(self, group: Group, column: str, file: str, source_id: str) -> bool:
        return self.references.holds(("classes.csv", group.line, column), file, source_id)


def _terms(group: Group) -> tuple[str, ...]:
    return tuple(sorted(set(group.terms)))
