"""Files of Microsoft School Data Sync, versions 1, 2 and 2.1: which there are, their columns, and their lines.

Facts: learn.microsoft.com/schooldatasync (file formats), github.com/OfficeDev/O365-EDU-Tools (samples).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from channels.roster.model import Problems
from channels.roster.translated import Origin
from handlers.roster.archive import Files
from handlers.roster.formats import Format
from handlers.tables.csv_files import CsvFile
from handlers.tables.table import make_table

Columns = Mapping[str, str]
"""Heading in lower case, without blanks -> the column of OneRoster it is, or a name of our own."""

PERSON: Columns = {
    "sisid": "sourcedId",
    "id": "sourcedId",
    "firstname": "givenName",
    "lastname": "familyName",
    "middlename": "middleName",
    "username": "username",
    "secondaryemail": "email",
    "status": "status",
    "schoolsisid": "org",
    "schooldfenumber": "org",
}
VERSION_1: Mapping[str, Columns] = {
    "School.csv": {"sisid": "sourcedId", "dfenumber": "sourcedId", "name": "name"},
    "Section.csv": {
        "sisid": "sourcedId",
        "id": "sourcedId",
        "schoolsisid": "schoolSourcedId",
        "schooldfenumber": "schoolSourcedId",
        "sectionname": "title",
        "status": "status",
        "termsisid": "term",
        "termname": "termName",
        "termstartdate": "termStart",
        "termenddate": "termEnd",
        "coursesisid": "course",
        "coursename": "courseName",
    },
    "Student.csv": {**PERSON, "studentnumber": "identifier"},
    "Teacher.csv": {**PERSON, "teachernumber": "identifier"},
    "StudentEnrollment.csv": {"sectionsisid": "class", "sectionid": "class", "sisid": "user", "id": "user"},
    "TeacherRoster.csv": {"sectionsisid": "class", "sectionid": "class", "sisid": "user", "id": "user"},
    "User.csv": {
        "sisid": "sourcedId",
        "email": "email",
        "firstname": "givenName",
        "lastname": "familyName",
        "phone": "phone",
    },
    "GuardianRelationship.csv": {"sisid": "user", "email": "agent", "role": "relation"},
}
VERSION_2: Mapping[str, Columns] = {
    "orgs.csv": {name.lower(): name for name in ("sourcedId", "name", "type", "parentSourcedId")},
    "academicSessions.csv": {
        name.lower(): name for name in ("sourcedId", "title", "type", "schoolYear", "startDate", "endDate")
    },
    "courses.csv": {
        name.lower(): name for name in ("sourcedId", "title", "orgSourcedId", "schoolYearSourcedId", "grade")
    },
    "classes.csv": {
        "sourcedid": "sourcedId",
        "orgsourcedid": "schoolSourcedId",
        "title": "title",
        "sessionsourcedids": "terms",
        "coursesourcedid": "course",
    },
    "users.csv": {
        name.lower(): name
        for name in (
            *("sourcedId", "username", "givenName", "familyName", "middleName", "email", "phone", "sms"),
            *("role", "orgSourcedIds"),
        )
    },
    "roles.csv": {
        "usersourcedid": "user",
        "orgsourcedid": "org",
        "role": "role",
        "sessionsourcedid": "session",
        "rolestartdate": "from",
        "roleenddate": "until",
    },
    "enrollments.csv": {"classsourcedid": "class", "usersourcedid": "user", "role": "role"},
    "relationships.csv": {
        "usersourcedid": "user",
        "relationshipusersourcedid": "agent",
        "relationshiprole": "relation",
    },
}
ALWAYS = {
    Format.SDS_1: ("School.csv", "Student.csv", "Teacher.csv"),
    Format.SDS_2: ("orgs.csv", "users.csv", "classes.csv", "enrollments.csv"),
    Format.SDS_21: ("orgs.csv", "users.csv", "roles.csv"),
}
WITH_CLASSES = {
    Format.SDS_1: ("Section.csv", "StudentEnrollment.csv", "TeacherRoster.csv"),
    Format.SDS_2: (),
    Format.SDS_21: ("classes.csv", "enrollments.csv"),
}
WITH_GUARDIANS = {Format.SDS_1: ("User.csv", "GuardianRelationship.csv")}
NEEDED: Mapping[str, tuple[str, ...]] = {
    "School.csv": ("sourcedId", "name"),
    "Section.csv": ("sourcedId", "schoolSourcedId", "title"),
    "Student.csv": ("sourcedId", "org", "givenName", "familyName"),
    "Teacher.csv": ("sourcedId", "org", "givenName", "familyName"),
    "StudentEnrollment.csv": ("class", "user"),
    "TeacherRoster.csv": ("class", "user"),
    "User.csv": ("email", "givenName", "familyName"),
    "GuardianRelationship.csv": ("user", "agent"),
    "orgs.csv": ("sourcedId", "name", "type"),
    "academicSessions.csv": ("sourcedId", "title", "type", "schoolYear", "startDate", "endDate"),
    "courses.csv": ("sourcedId", "title"),
    "classes.csv": ("sourcedId", "schoolSourcedId", "title"),
    "users.csv": ("sourcedId", "givenName", "familyName"),
    "roles.csv": ("user", "org", "role"),
    "enrollments.csv": ("class", "user", "role"),
    "relationships.csv": ("user", "agent", "relation"),
}
IGNORED = frozenset({"demographics.csv", "userflags.csv"})


@dataclass
class SdsFile:
    """One file, read."""

    name: str
    headings: dict[str, str]  # column -> heading
    lines: list[tuple[int, dict[str, str]]]

    def columns(self, *renamed: str) -> dict[str, str]:
        return {name: self.headings[name] for name in renamed if name in self.headings}

    def __iter__(self) -> Iterator[tuple[Origin, dict[str, str]]]:
        return ((Origin(self.name, line), values) for line, values in self.lines)


def read_files(
    files: Files, format_: Format, problems: Problems, row_read: Callable[[], None]
) -> dict[str, SdsFile] | None:
    """Returns the files by the names that SDS gives them; None with the reason in the problems if files or columns
    are missing without which the set means nothing."""
    known = VERSION_1 if format_ is Format.SDS_1 else VERSION_2
    present = {name: files.names[name.lower()] for name in known if name.lower() in files.names}
    for lower, spelled in files.names.items():
        if lower not in {name.lower() for name in known} | IGNORED:
            problems.warn("file_unknown", spelled)
    if not _is_complete(present, format_, problems):
        return None
    found = {name: _read(files, spelled, name, format_, problems, row_read) for name, spelled in present.items()}
    return None if problems.refused else {name: read for name, read in found.items() if read is not None}


def _is_complete(present: Mapping[str, str], format_: Format, problems: Problems) -> bool:
    needed = [name for name in ALWAYS[format_] if name not in present]
    for group in (WITH_CLASSES[format_], WITH_GUARDIANS.get(format_, ())):
        if any(name in present for name in group):
            needed += [name for name in group if name not in present]
    if needed:
        problems.refuse("set_incomplete", ", ".join(present.values()), 0, "", format_.value, ", ".join(needed))
    return not needed


def _read(
    files: Files, spelled: str, name: str, format_: Format, problems: Problems, row_read: Callable[[], None]
) -> SdsFile | None:
    columns = (VERSION_1 if format_ is Format.SDS_1 else VERSION_2)[name]
    table = make_table(spelled, CsvFile(lambda: files.open(spelled), spelled, problems).rows(), problems)
    if table is None:
        if not problems.refused:
            problems.refuse("table_empty", spelled)
        return None
    meant = [columns.get(re.sub(r"[\s_]", "", heading).lower()) for heading in table.header]
    headings: dict[str, str] = {}
    unused = []
    for column, heading in zip(meant, table.header, strict=True):
        if column in headings:
            problems.refuse("column_repeated", spelled, table.line, heading)
        elif column:
            headings[column] = heading
        elif heading.lower() == "password":
            problems.warn("password_ignored", spelled, table.line, heading)
        elif heading:
            unused.append(heading)
    if unused:
        problems.warn("columns_unused", spelled, table.line, "", ", ".join(unused))
    missing = [column for column in NEEDED[name] if column not in headings]
    for column in missing:
        told = next((key for key, value in columns.items() if value == column), column)
        problems.refuse("format_column_missing", spelled, table.line, SPELLED.get(told, column), format_.value)
    if missing:
        return None
    lines = []
    for line, cells in table.rows:
        lines.append((line, {column: cell for column, cell in zip(meant, cells, strict=True) if column and cell}))
        row_read()
    return SdsFile(spelled, headings, lines)


SPELLED = {
    "sisid": "SIS ID",
    "firstname": "First Name",
    "lastname": "Last Name",
    "schoolsisid": "School SIS ID",
    "sectionname": "Section Name",
    "sectionsisid": "Section SIS ID",
    "name": "Name",
    "email": "Email",
}
