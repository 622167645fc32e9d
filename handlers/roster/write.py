"""Writes what is stored as a OneRoster 1.2 bulk set that reads back identically.

Rows of disabled people are written as well: they get them back once they are enabled.
"""

from __future__ import annotations

import csv
import io
import os
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from channels.roster.model import Course, Guardianship, SchoolClass, State
from channels.roster.vocabulary import (
    AGENT_COLUMN,
    ENGLISH_COLUMN,
    NEEDED,
    ROLE_IS_CALLED,
    SHORT_COLUMN,
    ZONE_COLUMN,
)
from handlers.roster.lines import COLUMNS

Line = dict[str, object]
EXTENSIONS = {
    "orgs.csv": [ZONE_COLUMN],
    "users.csv": [AGENT_COLUMN],
    "categories.csv": [SHORT_COLUMN, ENGLISH_COLUMN],
}
HOMEROOM = "homeroom-"
"""Prefix of a school's id in the OneRoster course of its classes, which the standard needs and we do not."""


class PathTaken(Exception):
    """Raised if something is already where the set would be written."""


def write_set(path: Path, state: State, source: str) -> None:
    """Writes a zip if `path` ends in .zip, else a folder. Readable by its owner only; never overwrites anything."""
    if path.exists() and (path.is_file() or any(path.iterdir())):
        raise PathTaken(str(path))
    files = _files(state, source)
    if path.suffix.lower() == ".zip":
        part = path.with_name(path.name + ".part")
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w+b") as opened, zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, lines in files:
                with archive.open(name, "w") as raw, io.TextIOWrapper(raw, encoding="utf-8", newline="") as text:
                    _write(text, name, lines)
        part.replace(path)
        return
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, lines in files:
        with (path / name).open("w", encoding="utf-8", newline="") as text:
            _write(text, name, lines)


def _write(text: io.TextIOBase, name: str, lines: Iterable[Line]) -> None:
    columns = [*COLUMNS["1.2"][name], *EXTENSIONS.get(name, [])]
    writer = csv.writer(text)
    writer.writerow(columns)
    for line in lines:
        assert line.keys() <= set(columns)
        writer.writerow([_text(line.get(column)) for column in columns])


def _text(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else value


def _files(state: State, source: str) -> Iterator[tuple[str, Iterable[Line]]]:
    yield "manifest.csv", _manifest(source)
    yield "orgs.csv", _orgs(state)
    yield "academicSessions.csv", _sessions(state)
    yield "categories.csv", _categories(state)
    yield "courses.csv", _courses(state)
    yield "classes.csv", _classes(state)
    yield "users.csv", _users(state)
    yield "roles.csv", _roles(state)
    yield "enrollments.csv", _enrolments(state)


def _manifest(source: str) -> Iterator[Line]:
    yield {"propertyName": "manifest.version", "value": "1.0"}
    yield {"propertyName": "oneroster.version", "value": "1.2"}
    for name in sorted(COLUMNS["1.2"].keys() - {"manifest.csv"}):
        mode = "bulk" if name in NEEDED else "absent"
        yield {"propertyName": f"file.{name.removesuffix('.csv')}", "value": mode}
    yield {"propertyName": "source.systemName", "value": "Zvonok"}
    yield {"propertyName": "source.systemCode", "value": source}


def _orgs(state: State) -> Iterator[Line]:
    for row in state.rows("school"):
        yield {"sourcedId": row.source_id, "name": row.name, "type": "school", ZONE_COLUMN: row.zone}


def _sessions(state: State) -> Iterator[Line]:
    standing = {row.source_id for row in state.rows("academic_session")}
    for row in state.rows("academic_session"):
        yield {
            "sourcedId": row.source_id,
            "title": row.title,
            "type": row.type,
            "startDate": row.from_day,
            "endDate": row.until_day,
            "parentSourcedId": row.parent if row.parent in standing else None,
            "schoolYear": row.school_year,
        }


def _categories(state: State) -> Iterator[Line]:
    for row in state.rows("mark_kind"):
        yield {
            "sourcedId": row.source_id,
            "title": row.name_ru,
            "weight": row.weight,
            SHORT_COLUMN: f"{row.short_ru},{row.short_en}",
            ENGLISH_COLUMN: row.name_en,
        }


def _courses(state: State) -> Iterator[Line]:
    seen = set()
    for row in state.rows("course"):
        if row.subject_source_id not in seen:
            seen.add(row.subject_source_id)
            yield {"sourcedId": row.subject_source_id, "title": row.subject, "orgSourcedId": row.school}
    for row in state.rows("school"):
        yield {"sourcedId": HOMEROOM + row.source_id, "title": "Класс", "orgSourcedId": row.source_id}


def _classes(state: State) -> Iterator[Line]:
    standing = {row.source_id for row in state.rows("academic_session")}

    def terms(row: SchoolClass | Course) -> str:
        return ",".join(term for term in row.terms if term in standing)

    for row in state.rows("class"):
        yield {
            "sourcedId": row.source_id,
            "title": row.name,
            "grades": row.grade,
            "courseSourcedId": HOMEROOM + row.school,
            "classType": "homeroom",
            "schoolSourcedId": row.school,
            "termSourcedIds": terms(row),
        }
    for row in state.rows("course"):
        yield {
            "sourcedId": row.source_id,
            "title": row.title,
            "grades": row.grade,
            "courseSourcedId": row.subject_source_id,
            "classType": "scheduled",
            "schoolSourcedId": row.school,
            "termSourcedIds": terms(row),
        }


def _users(state: State) -> Iterator[Line]:
    agents: dict[str, list[Guardianship]] = defaultdict(list)
    standing = {row.source_id for row in state.rows("person")}
    for row in state.known("guardianship"):
        if row.guardian in standing:
            agents[row.student].append(row)
    for row in state.rows("person"):
        theirs = agents[row.source_id]
        yield {
            "sourcedId": row.source_id,
            "enabledUser": not row.disabled,
            "username": row.username,
            "givenName": row.given_name,
            "familyName": row.family_name,
            "middleName": row.middle_name,
            "identifier": row.identifier,
            "email": row.email,
            "phone": row.phone,
            "agentSourcedIds": ",".join(agent.guardian for agent in theirs),
            AGENT_COLUMN: ",".join(_detail(agent) for agent in theirs),
        }


def _detail(row: Guardianship) -> str:
    parts = [row.guardian, row.relation]
    if row.restricted:
        parts.append("restricted")
    if row.from_day:
        parts.append(f"from={row.from_day}")
    if row.until_day:
        parts.append(f"until={row.until_day}")
    return ":".join(parts)


def _roles(state: State) -> Iterator[Line]:
    people = {row.source_id for row in state.rows("person")}
    schools = {row.source_id for row in state.rows("school")}
    had_one = set()
    for row in state.known("role"):
        if row.person not in people or row.school not in schools or row.is_implied:
            continue
        yield {
            "sourcedId": row.source_id,
            "userSourcedId": row.person,
            "roleType": "secondary" if row.person in had_one else "primary",
            "role": ROLE_IS_CALLED[row.role],
            "beginDate": row.from_day,
            "endDate": row.until_day,
            "orgSourcedId": row.school,
        }
        had_one.add(row.person)


def _enrolments(state: State) -> Iterator[Line]:
    people = {row.source_id for row in state.rows("person")}
    schools = {row.source_id: row.school for table in ("class", "course") for row in state.rows(table)}
    for table, role in (
        ("class_enrolment", "student"),
        ("class_teacher", "teacher"),
        ("course_enrolment", "student"),
        ("teaching", "teacher"),
    ):
        for row in state.known(table):
            if row.person not in people or row.group not in schools:
                continue
            yield {
                "sourcedId": row.source_id,
                "classSourcedId": row.group,
                "schoolSourcedId": schools[row.group],
                "userSourcedId": row.person,
                "role": role,
                "primary": row.is_primary if table == "teaching" else None,
                "beginDate": row.from_day,
                "endDate": row.until_day,
            }
