"""An import before it is done, for people and for machines."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from channels.roster.model import (
    Course,
    Guardianship,
    Level,
    MarkKind,
    Membership,
    Person,
    Report,
    RoleRow,
    Row,
    School,
    SchoolClass,
    Session,
    State,
    Teaching,
)
from channels.roster.plan import KINDS, Changes, Plan
from handlers.roster.wording import LEVELS, place, reason

TABLES = {
    "school": ("школы", "schools"),
    "academic_session": ("учебные периоды", "academic sessions"),
    "mark_kind": ("виды отметок", "kinds of marks"),
    "person": ("люди", "people"),
    "role": ("роли", "roles"),
    "guardianship": ("родители и доверенные", "guardians and trusted persons"),
    "class": ("классы", "classes"),
    "course": ("предметы классов", "courses"),
    "class_enrolment": ("ученики классов", "students of classes"),
    "class_teacher": ("классные руководители", "class teachers"),
    "course_enrolment": ("ученики предметов", "students of courses"),
    "teaching": ("учителя предметов", "teachers of courses"),
}
HEADS = {
    "ru": ("Что", "Добавится", "Изменится", "Закроется", "Вернётся", "Например"),
    "en": ("What", "Added", "Changed", "Ended", "Returned", "For example"),
}
SIGNS = {"added": "+", "changed": "~", "ended": "−", "returned": "↩"}
EXAMPLES = 3
SHOWN = 30  # problems on the console; --json has all that were kept


class Labels:
    """Names for rows, from what the plan and what is stored know together."""

    def __init__(self, plan: Plan, state: State) -> None:
        self._names: dict[str, str] = {}
        for table in ("school", "class", "course", "person"):
            for stored in state.tables[table].values():
                self._remember(stored.row)
            for row in plan.tables[table].standing():
                self._remember(row)

    def of(self, row: Row) -> str:
        match row:
            case Guardianship():
                sign = " ✕" if row.restricted else ""
                return f"{self._name(row.guardian)} → {self._name(row.student)}{sign}"
            case RoleRow():
                return f"{self._name(row.person)}: {row.role}"
            case Membership() | Teaching():
                return f"{self._name(row.person)}, {self._name(row.group)}"
            case _:
                return own_name(row)

    def _remember(self, row: Row) -> None:
        if not isinstance(row, Guardianship):
            self._names[row.source_id] = own_name(row)

    def _name(self, source_id: str) -> str:
        return self._names.get(source_id, source_id)


def own_name(row: Row) -> str:
    match row:
        case Person():
            return " ".join(part for part in (row.family_name, row.given_name, row.middle_name) if part)
        case School() | SchoolClass():
            return row.name
        case Course() | Session():
            return row.title
        case MarkKind():
            return row.name_ru
        case _:
            return ""


def examples(changes: Changes, labels: Labels) -> list[str]:
    """At most three, of as many kinds of change as there are."""
    rows: dict[str, list[Row]] = {
        "added": changes.added[:EXAMPLES],
        "changed": [row for _, row in changes.changed[:EXAMPLES]],
        "ended": [stored.row for stored in changes.ended[:EXAMPLES]],
        "returned": [row for _, row in changes.returned[:EXAMPLES]],
    }
    taken = [(kind, theirs[n]) for n in range(EXAMPLES) for kind, theirs in rows.items() if n < len(theirs)]
    return [f"{SIGNS[kind]} {labels.of(row)}" for kind, row in taken[:EXAMPLES]]


def show_plan(console: Console, plan: Plan, state: State, language: str) -> None:
    labels = Labels(plan, state)
    heads = HEADS[language]
    table = Table(*heads)
    for column in table.columns[1:5]:
        column.justify = "right"
    for name, changes in plan.tables.items():
        if not len(changes):
            continue
        counts = changes.counts()
        numbers = [str(counts[kind]) if counts[kind] else "" for kind in KINDS]
        table.add_row(TABLES[name][language != "ru"], *numbers, "\n".join(examples(changes, labels)))
    console.print(table, markup=False)


def show_problems(console: Console, report: Report, language: str) -> None:
    """Errors first, then warnings, as many as fit; then how many there are in all."""
    ordered = sorted(report.problems, key=lambda problem: problem.level is not Level.ERROR)
    for problem in ordered[:SHOWN]:
        level = LEVELS[problem.level][language != "ru"]
        style = "red" if problem.level is Level.ERROR else "yellow"
        console.print(f"{level}: {place(problem)}: {reason(problem, language)}", style=style, markup=False)
    total = sum(report.counts.values())
    if total > SHOWN:
        more = total - SHOWN
        console.print(f"… и ещё {more}" if language == "ru" else f"… and {more} more")


def as_json(plan: Plan | None, report: Report, *, source: str | None, applied: bool) -> dict[str, Any]:
    """Stable for scripts: codes and counts, nobody's name."""
    return {
        "source": source,
        "applied": applied,
        "refused": report.refused,
        "errors": report.counts[Level.ERROR],
        "warnings": report.counts[Level.WARNING],
        "changes": {table: changes.counts() for table, changes in plan.tables.items()} if plan else {},
        "problems": [
            {
                "level": str(problem.level),
                "code": problem.code,
                "file": problem.file,
                "line": problem.line,
                "column": problem.column,
                "data": list(problem.data),
                "ru": reason(problem, "ru"),
                "en": reason(problem, "en"),
            }
            for problem in report.problems
        ],
    }
