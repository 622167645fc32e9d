"""Demo school as a OneRoster 1.2 set, imported in the same way as a real one."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from pathlib import Path

from channels.roster.vocabulary import AGENT_COLUMN, ENGLISH_COLUMN, NEEDED, SHORT_COLUMN, ZONE_COLUMN
from handlers.demo.curriculum import KINDS, SCHOOL, ZONE, school_year
from handlers.demo.names import latin
from handlers.demo.people import Student, class_names
from handlers.demo.school import DemoSchool, class_id, half
from handlers.roster.lines import COLUMNS

SOURCE = "demo"
ORG = "school-7"


def write_roster(school: DemoSchool, folder: Path, today: date) -> None:
    """Writes the files into `folder`, the same bytes for the same school and school year."""
    folder.mkdir(parents=True, exist_ok=True)
    starts = today.year if today.month >= 9 else today.year - 1  # names the year, whenever the demo's begins
    _write(folder, "manifest.csv", _manifest())
    _write(folder, "orgs.csv", [{"sourcedId": ORG, "name": SCHOOL, "type": "school", ZONE_COLUMN: ZONE}])
    _write(folder, "academicSessions.csv", _sessions(starts, school_year(today)))
    _write(folder, "categories.csv", _categories())
    _write(folder, "courses.csv", _courses(school))
    _write(folder, "classes.csv", _classes(school, starts))
    _write(folder, "users.csv", _users(school))
    _write(folder, "roles.csv", _roles(school))
    _write(folder, "enrollments.csv", _enrolments(school))


Line = dict[str, object]


def _write(folder: Path, name: str, lines: Iterable[Line]) -> None:
    extensions = {
        "orgs.csv": [ZONE_COLUMN],
        "users.csv": [AGENT_COLUMN],
        "categories.csv": [SHORT_COLUMN, ENGLISH_COLUMN],
    }
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*COLUMNS["1.2"][name], *extensions.get(name, [])])
        writer.writeheader()
        writer.writerows(lines)


def _manifest() -> Iterable[Line]:
    yield {"propertyName": "manifest.version", "value": "1.0"}
    yield {"propertyName": "oneroster.version", "value": "1.2"}
    for name in sorted(COLUMNS["1.2"].keys() - {"manifest.csv"}):
        yield {
            "propertyName": f"file.{name.removesuffix('.csv')}",
            "value": "bulk" if name in NEEDED else "absent",
        }
    yield {"propertyName": "source.systemName", "value": "Zvonok demo school"}
    yield {"propertyName": "source.systemCode", "value": SOURCE}


def _sessions(starts: int, days: list[date]) -> Iterable[Line]:
    year = {"type": "schoolYear", "schoolYear": starts + 1, "parentSourcedId": ""}
    yield {
        "sourcedId": f"year-{starts}",
        "title": f"{starts}/{starts + 1} учебный год",
        "startDate": days[0],
        "endDate": days[-1],
        **year,
    }
    quarter = {"type": "gradingPeriod", "schoolYear": starts + 1, "parentSourcedId": f"year-{starts}"}
    for n, (start, until) in enumerate(pairwise(days[:-1]), 1):
        yield {
            "sourcedId": f"quarter-{starts}-{n}",
            "title": f"{n}-я четверть",
            "startDate": start,
            "endDate": until,
            **quarter,
        }


def _categories() -> Iterable[Line]:
    for kind in KINDS:
        yield {
            "sourcedId": kind.source_id,
            "title": kind.russian,
            "weight": kind.weight,
            SHORT_COLUMN: f"{kind.short_russian},{kind.short_english}",
            ENGLISH_COLUMN: kind.english,
        }


def _subject_id(subject: str) -> str:
    return f"subject-{latin(subject).replace(' ', '-')}"


def _courses(school: DemoSchool) -> Iterable[Line]:
    for subject in sorted({course.subject for course in school.courses}):
        yield {"sourcedId": _subject_id(subject), "title": subject, "orgSourcedId": ORG, "subjects": subject}
    yield {"sourcedId": "homeroom", "title": "Класс", "orgSourcedId": ORG}


def _classes(school: DemoSchool, starts: int) -> Iterable[Line]:
    common = {"schoolSourcedId": ORG, "termSourcedIds": f"year-{starts}"}
    for name in class_names():
        yield {
            "sourcedId": class_id(name),
            "title": name,
            "grades": name[:-1],
            "courseSourcedId": "homeroom",
            "classType": "homeroom",
            **common,
        }
    for course in school.courses:
        yield {
            "sourcedId": course.id,
            "title": f"{course.subject} {course.class_}" + (f", группа {course.group}" if course.group else ""),
            "grades": course.class_[:-1],
            "courseSourcedId": _subject_id(course.subject),
            "classType": "scheduled",
            "subjects": course.subject,
            **common,
        }


def _users(school: DemoSchool) -> Iterable[Line]:
    for one in school.people.everybody():
        agents = one.agents if isinstance(one, Student) else []
        yield {
            "sourcedId": one.id,
            "enabledUser": "true",
            "username": one.username or one.id.lower(),
            "givenName": one.name.given,
            "familyName": one.name.family,
            "middleName": one.name.middle,
            "email": one.email,
            "phone": one.phone,
            "agentSourcedIds": ",".join(agent.partition(":")[0] for agent in agents),
            "primaryOrgSourcedId": ORG,
            AGENT_COLUMN: ",".join(agents),
        }


def _roles(school: DemoSchool) -> Iterable[Line]:
    for one in school.people.everybody():
        for n, role in enumerate(one.roles):
            yield {
                "sourcedId": f"role-{one.id}-{role}",
                "userSourcedId": one.id,
                "roleType": "secondary" if n else "primary",
                "role": role,
                "orgSourcedId": ORG,
            }


def _enrolments(school: DemoSchool) -> Iterable[Line]:
    students = {name: school.students_of(name) for name in class_names()}

    def line(group: str, person: str, role: str, primary: str = "") -> Line:
        return {
            "sourcedId": f"{group}-{person}",
            "classSourcedId": group,
            "schoolSourcedId": ORG,
            "userSourcedId": person,
            "role": role,
            "primary": primary,
        }

    for name, theirs in students.items():
        yield line(class_id(name), school.class_teachers[name], "teacher", "true")
        for student in theirs:
            yield line(class_id(name), student, "student")
    for course in school.courses:
        for n, teacher in enumerate(course.teachers):
            yield line(course.id, teacher, "teacher", "false" if n else "true")
        for student in half(students[course.class_], course.group):
            yield line(course.id, student, "student")
