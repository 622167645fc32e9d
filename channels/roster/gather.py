"""Reads what the lines of a OneRoster set say, one file at a time; references are not yet followed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from zoneinfo import available_timezones

from channels.roster import values as read
from channels.roster import vocabulary as words
from channels.roster.lines import (
    Category,
    Detail,
    Enrolment,
    Gathered,
    Group,
    Line,
    Org,
    Period,
    RoleLine,
    Subject,
    User,
)
from channels.roster.model import MarkKind, Mode, Person, Problems, Reading, Session
from channels.roster.values import Place

DETAIL = re.compile(
    rf"(?P<agent>.+?):(?P<relation>{'|'.join(words.RELATIONS)})"
    r"(?P<restricted>:restricted)?(?::from=(?P<from>[^:]+))?(?::until=(?P<until>[^:]+))?"
)


class Cells:
    """Values of one line, each read with its place at hand for the problems."""

    __slots__ = ("_values", "file", "line", "problems")

    def __init__(self, problems: Problems, file: str, line: int, values: dict[str, str]) -> None:
        self.problems, self.file, self.line, self._values = problems, file, line, values

    def place(self, column: str) -> Place:
        return Place(self.problems, self.file, self.line, column)

    def text(self, column: str) -> str:
        return self._values.get(column, "")

    def must(self, column: str) -> str:
        if not (text := self.text(column)):
            self.place(column).refuse("value_missing")
        return text

    def day(self, column: str) -> date | None:
        return read.read_date(self.text(column), self.place(column))

    def list(self, column: str) -> tuple[str, ...]:
        return tuple(read.read_list(self.text(column)))

    def flag(self, column: str, *, default: bool, gives_rights: bool = False) -> bool:
        if not (text := self.text(column)):
            return default
        word = read.read_word(text, words.BOOLEANS, self.place(column))
        if word is None and gives_rights:
            self.place(column).refuse("unknown_word", text)
        elif word is None:
            self.place(column).warn("unknown_value", text, str(default).lower())
        return default if word is None else word == "true"

    def word(self, column: str, known: dict[str, str], instead: str) -> str:
        """Returns the word of a vocabulary; `instead`, with a warning, for any other."""
        text = self.text(column)
        word = read.read_word(text, known, self.place(column)) if text else None
        if word is None:
            self.place(column).warn("unknown_value", text, instead)
        return instead if word is None else word

    def must_word(self, column: str, known: dict[str, str]) -> str:
        """Returns the word of a vocabulary on which rights hang; a missing or unknown word is an error."""
        word = read.read_word(text, known, self.place(column)) if (text := self.must(column)) else None
        if word is None and text:
            self.place(column).refuse("unknown_word", text)
        return word or ""

    def role(self, known: dict[str, str]) -> str:
        """Returns the role; empty for none and, with a warning, for an extension of the standard's. Any other word
        is an error."""
        if not (text := self.text("role")):
            return ""
        role = read.read_word(text, known, self.place("role"))
        if role is None and words.EXTENSION.fullmatch(text):
            self.place("role").warn("unknown_role", text)
        elif role is None:
            self.place("role").refuse("unknown_word", text)
        return role or ""


def gather(reading: Reading, problems: Problems) -> Gathered:
    """Reads every file that is present. Missing and wrong values go to the problems."""
    found = Gathered(reading.version, reading.source, dict(reading.modes))
    found.scope, found.speaking, found.aliases = reading.scope, reading.speaking, dict(reading.aliases)
    for file in words.NEEDED:
        found.lines[file], found.deleted[file] = {}, set()
        if found.mode(file) is not Mode.ABSENT:
            found.columns[file] = reading.columns(file)
            _gather(reading, file, found, problems)
    return found


def _gather(reading: Reading, file: str, found: Gathered, problems: Problems) -> None:
    lines, deleted, read_line = found.lines[file], found.deleted[file], READERS[file]
    gone: dict[str, int] = {}  # id -> line
    for record in reading.records(file):
        cells = Cells(problems, file, record.line, dict(record.values))
        source_id = cells.must("sourcedId")
        if not source_id:
            continue
        if _is_gone(cells, found.mode(file)):
            deleted.add(source_id)
            gone.setdefault(source_id, record.line)
            continue
        line = read_line(cells, source_id)
        if record.absent and file == "users.csv":
            found.absent[source_id] = record.absent
        earlier = lines.get(source_id)
        if earlier is None:
            lines[source_id] = line
        elif earlier[1:] == line[1:]:
            problems.warn("line_repeated", file, record.line, "sourcedId", source_id, str(earlier.line))
        else:
            problems.refuse("id_repeated", file, record.line, "sourcedId", source_id, str(earlier.line))
    for source_id in deleted & lines.keys():
        first, second = sorted((gone[source_id], lines[source_id].line))
        problems.refuse("id_deleted_and_not", file, second, "status", source_id, str(first))
    deleted -= lines.keys()


def _is_gone(cells: Cells, mode: Mode) -> bool:
    if not (text := cells.text("status")):
        if mode is Mode.DELTA:
            cells.place("status").warn("status_missing")
        return False
    status = read.read_word(text, words.STATUSES, cells.place("status"))
    if status is None:
        cells.place("status").refuse("unknown_word", text)
    if status == "inactive":
        cells.place("status").warn("status_inactive")
    return status in ("tobedeleted", "inactive")


def _org(cells: Cells, source_id: str) -> Org:
    kind = cells.must_word("type", words.ORG_TYPES)
    if (zone := cells.text(words.ZONE_COLUMN)) and zone not in available_timezones():
        cells.place(words.ZONE_COLUMN).refuse("unknown_zone", zone)
    return Org(
        cells.line,
        source_id,
        cells.must("name"),
        kind,
        cells.text("parentSourcedId"),
        zone,
    )


def _session(cells: Cells, source_id: str) -> Period:
    start, end = cells.day("startDate"), cells.day("endDate")
    for column, day in (("startDate", start), ("endDate", end)):
        if day is None and not cells.text(column):
            cells.place(column).refuse("value_missing")
    if start and end and end <= start:
        cells.place("endDate").refuse("ends_before_it_starts", str(start), str(end))
    year = cells.must("schoolYear")
    if year and not re.fullmatch(r"[12]\d{3}", year):
        cells.place("schoolYear").refuse("not_a_year", year)
        year = ""
    return Period(
        cells.line,
        Session(
            source_id,
            cells.must("title"),
            cells.word("type", words.SESSION_TYPES, "term"),
            start or date.min,
            end or date.max,
            cells.text("parentSourcedId") or None,
            int(year or 0),
        ),
    )


def _category(cells: Cells, source_id: str) -> Category:
    title = cells.must("title")
    shorts = [short.strip() for short in cells.text(words.SHORT_COLUMN).split(",") if short.strip()]
    short_ru = shorts[0] if shorts else read.initials(title)
    english = cells.text(words.ENGLISH_COLUMN)
    short_en = shorts[1] if len(shorts) > 1 else read.initials(english) if english else short_ru
    weight = 1
    if text := cells.text("weight"):
        whole = re.fullmatch(r"(\d{1,3})(?:\.0+)?", text)
        if whole and int(whole[1]) <= 100:
            weight = int(whole[1])
        else:
            cells.place("weight").refuse("not_a_weight", text)
    return Category(cells.line, MarkKind(source_id, title, english or title, short_ru, short_en, weight))


def _subject(cells: Cells, source_id: str) -> Subject:
    return Subject(
        cells.line,
        source_id,
        cells.must("title"),
        read.read_grade(cells.text("grades")),
        cells.text("orgSourcedId"),
        cells.text("schoolYearSourcedId"),
    )


def _group(cells: Cells, source_id: str) -> Group:
    homeroom = cells.must_word("classType", words.CLASS_TYPES) == "homeroom"
    title = read.read_class_name(cells.must("title"), cells.place("title"), homeroom=homeroom)
    grade = read.read_grade(cells.text("grades"))
    if grade is None and homeroom:
        grade = read.grade_in(title)
    return Group(
        cells.line,
        source_id,
        title,
        homeroom,
        grade,
        cells.must("schoolSourcedId"),
        cells.text("courseSourcedId") if homeroom else cells.must("courseSourcedId"),
        cells.list("termSourcedIds"),
    )


def _user(cells: Cells, source_id: str) -> User:
    family, given = cells.text("familyName"), cells.text("givenName")
    if not family and not given:
        cells.place("familyName").refuse("value_missing")
    elif not family or not given:
        cells.place("givenName" if family else "familyName").warn("name_incomplete")
    if cells.text("password"):
        cells.place("password").warn("password_ignored")
    role = cells.role(words.ROLES)
    person = Person(
        source_id,
        family,
        given,
        cells.text("middleName"),
        cells.text("email") or None,
        cells.text("phone") or cells.text("sms") or None,
        cells.text("identifier") or None,
        cells.text("username") or None,
        disabled=not cells.flag("enabledUser", default=True, gives_rights=True),
    )
    orgs = cells.list("orgSourcedIds") or cells.list("primaryOrgSourcedId")
    says_enabled = bool(cells.text("enabledUser"))
    return User(cells.line, person, cells.list("agentSourcedIds"), _details(cells), role, orgs, says_enabled)


def _details(cells: Cells) -> dict[str, Detail]:
    """Reads `agentId:relation[:restricted][:from=YYYY-MM-DD][:until=YYYY-MM-DD]`: OneRoster has no words for that."""
    details = {}
    place = cells.place(words.AGENT_COLUMN)
    for text in cells.list(words.AGENT_COLUMN):
        found = DETAIL.fullmatch(text)
        if found is None:
            # Never guessed: it may be the restriction of somebody who must not see the child.
            place.refuse("not_an_agent", text)
            continue
        details[found["agent"]] = Detail(
            found["relation"],
            found["restricted"] is not None,
            read.read_date(found["from"] or "", place),
            read.read_date(found["until"] or "", place),
        )
    place = cells.place(words.RELATION_COLUMN)
    for text in cells.list(words.RELATION_COLUMN):
        agent, _, relation = text.rpartition(":")
        if not agent or relation not in words.RELATIONS:
            place.refuse("not_an_agent", text)
        else:
            details.setdefault(agent, Detail(relation, restricted=False, from_day=None, until_day=None))
    return details


def _role(cells: Cells, source_id: str) -> RoleLine:
    cells.must("role")
    return RoleLine(
        cells.line,
        source_id,
        cells.must("userSourcedId"),
        cells.role(words.ROLES),
        cells.must("orgSourcedId"),
        cells.day("beginDate"),
        cells.day("endDate"),
    )


def _enrolment(cells: Cells, source_id: str) -> Enrolment:
    cells.must("role")
    role = cells.role(words.ENROLMENT_ROLES)
    if role and role not in ("student", "teacher"):
        cells.place("role").warn("enrolment_role_ignored", role)
    return Enrolment(
        cells.line,
        source_id,
        cells.must("classSourcedId"),
        cells.must("userSourcedId"),
        role,
        cells.flag("primary", default=False),
        cells.day("beginDate"),
        cells.day("endDate"),
        cells.text("schoolSourcedId"),
    )


READERS: dict[str, Callable[[Cells, str], Line]] = {
    "orgs.csv": _org,
    "academicSessions.csv": _session,
    "categories.csv": _category,
    "courses.csv": _subject,
    "classes.csv": _group,
    "users.csv": _user,
    "roles.csv": _role,
    "enrollments.csv": _enrolment,
}
