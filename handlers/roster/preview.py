"""Preview of an import, for people and for machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from channels.roster.headings import Certainty, Column
from channels.roster.model import (
    Course,
    Guardianship,
    Level,
    MarkKind,
    Membership,
    Person,
    ProblemGroup,
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
from channels.roster.plan import KINDS, Changes, Plan, differences
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
JOINED = ("тот же человек", "the same person")
LIFTED = ("СНИМАЕТСЯ ЗАПРЕТ", "RESTRICTION LIFTED")
WITH_OTHERS = (
    "{0}: вместе с людьми, классами и школами, от которых зависят, закроется {ended}, вернётся {returned}",
    "{0}: with the people, classes and schools they belong to, {ended} end and {returned} return",
)
READ = ("Это {0}", "This is {0}")
COLUMN_HEADS = (("В файле", "Для нас это", ""), ("In the file", "For us", ""))
CERTAINTIES = {
    Certainty.REMEMBERED: ("как сказано", "as said"),
    Certainty.SURE: ("узнан", "known"),
    Certainty.DOUBTFUL: ("ответьте", "answer"),
    Certainty.UNKNOWN: ("не узнан", "not known"),
}
LEFT = ("не берём", "left out")
WHOM = {
    "student": ("ученик", "student"),
    "mother": ("мать", "mother"),
    "father": ("отец", "father"),
    "adult1": ("взрослый 1", "adult 1"),
    "adult2": ("взрослый 2", "adult 2"),
    "adult3": ("взрослый 3", "adult 3"),
    "staff": ("сотрудник", "staff"),
}
WHAT = {
    "full_name": ("ФИО", "full name"),
    "family_name": ("фамилия", "last name"),
    "given_name": ("имя", "first name"),
    "middle_name": ("отчество", "patronymic"),
    "birth_day": ("дата рождения", "birthday"),
    "class": ("класс", "class"),
    "leads_class": ("классное руководство", "leads the class"),
    "phone": ("телефон", "telephone"),
    "email": ("почта", "mail"),
    "username": ("логин", "login"),
    "id": ("личный номер", "id"),
    "relation": ("кем приходится", "relation"),
    "role": ("должность", "position"),
}
EXAMPLES = 3
DIFFERENCES = 20  # of one table, on the console and in JSON
SHOWN = 30  # groups of problems on the console; --json has all that were kept
LEFT_OUT = frozenset({"reference_left_out", "line_without_name", "contact_not_family", "sheet_without_people"})
IN_RED = LEFT_OUT | {"restricted_again"}
"""Lines that are not applied, and an adult who may be one who is restricted: said in red."""
TOUCHES_RIGHTS = LEFT_OUT | {
    "restricted_again",
    "reference_ignored",
    "reference_to_deleted",
    "family_role_implied",
    "student_role_implied",
    "teaches_without_role",
    "user_without_role",
    "user_disabled",
    "student_disabled",
    "stays_disabled",
    "unknown_role",
    "role_outside_school",
    "role_read_as_staff",
    "agent_is_self",
    "agent_without_student",
    "agent_is_student",
    "person_again",
    "phone_shared",
    "two_classes_at_once",
    "school_called_otherwise",
    "class_typed_too",
    "person_typed_too",
    "status_inactive",
}


class Labels:
    """Names for rows, from the plan and from what is stored."""

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
                return f"{self.name(row.guardian)} → {self.name(row.student)}{sign}"
            case RoleRow():
                return f"{self.name(row.person)}: {row.role}"
            case Membership() | Teaching():
                return f"{self.name(row.person)}, {self.name(row.group)}"
            case _:
                return own_name(row)

    def _remember(self, row: Row) -> None:
        if not isinstance(row, Guardianship):
            self._names[row.source_id] = own_name(row)

    def name(self, source_id: str) -> str:
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
    """Returns at most three examples, of as many kinds of change as there are."""
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
    for join in plan.joins:
        table.add_row(JOINED[language != "ru"], "", "", "", "", f"{join.old} → {join.new}")
    for lifted in plan.lifted():
        table.add_row(LIFTED[language != "ru"], "", "", "", "", labels.of(lifted), style="bold red")
    console.print(table, markup=False)
    for name, changes in plan.tables.items():
        if any((counts := changes.with_others()).values()):
            said = WITH_OTHERS[language != "ru"].format(TABLES[name][language != "ru"], **counts)
            console.print(said, markup=False)
    for name, changes in plan.tables.items():
        for stored, row in _altered(changes)[:DIFFERENCES]:
            what = "; ".join(
                f"{field}: {_told(old)} → {_told(new)}" for field, (old, new) in differences(stored, row).items()
            )
            console.print(f"~ {TABLES[name][language != 'ru']}: {labels.of(stored)}: {what}", markup=False)
        if (more := len(_altered(changes)) - DIFFERENCES) > 0:
            console.print(f"… и ещё {more}" if language == "ru" else f"… and {more} more")


def _altered(changes: Changes) -> list[tuple[Row, Row]]:
    """Returns the stored and the new form of the rows in which these differ."""
    return [(stored.row, row) for stored, row in (*changes.changed, *changes.returned) if stored.row != row]


def _told(value: object) -> str:
    return "—" if value in (None, "", ()) else ", ".join(value) if isinstance(value, tuple) else str(value)


def _difference(stored: Row, row: Row) -> dict[str, Any]:
    key = key_of(row)
    who = {"guardian": key[0], "student": key[1]} if isinstance(key, tuple) else {"sourcedId": key}
    fields = {
        name: [value if isinstance(value, bool | int | None) else _plain(value) for value in values]
        for name, values in differences(stored, row).items()
    }
    return {**who, "fields": fields}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else str(value)


def show_read(console: Console, format_: str | None, read: Mapping[str, int], language: str) -> None:
    """Says what the set was recognised as, and how many lines each of its files has."""
    if format_ is None:
        return
    files = ", ".join(f"{name} {lines}" for name, lines in read.items())
    console.print(READ[language != "ru"].format(format_) + (f": {files}" if files else ""), markup=False)


def show_columns(console: Console, tables: Mapping[str, Sequence[Column]], language: str) -> None:
    """Shows what each column of a school's own tables was read as."""
    for name, columns in tables.items():
        table = Table(*COLUMN_HEADS[language != "ru"], title=name)
        for column in columns:
            if column.heading:
                state = CERTAINTIES[column.certainty][language != "ru"]
                style = "bold yellow" if column.certainty is Certainty.DOUBTFUL else None
                table.add_row(column.heading, meaning_in_words(column.meaning, language), state, style=style)
        console.print(table, markup=False)


def meaning_in_words(meaning: str, language: str) -> str:
    whom, _, what = meaning.partition(".")
    words = [WHOM.get(whom, ("", ""))[language != "ru"], WHAT.get(what, ("", ""))[language != "ru"]]
    return f"{words[0]}: {words[1]} ({meaning})" if what else LEFT[language != "ru"]


def show_problems(console: Console, problems: Problems, language: str) -> None:
    """Shows problems in groups of one kind: errors, then what touches rights, then how the rest was read."""
    groups = in_order(problems)
    for group in groups[:SHOWN]:
        problem = group.first
        level = LEVELS[problem.level][language != "ru"]
        style = "red" if problem.level is Level.ERROR or problem.code in IN_RED else "yellow"
        if problem.code in TOUCHES_RIGHTS and problem.level is not Level.ERROR:
            style = f"bold {style}"
        said = f"{level}: {place(problem)}: {reason(problem, language)}"
        console.print(said + how_many(group, language), style=style, markup=False)
    total = sum(problems.counts.values())
    if (more := total - sum(group.count for group in groups[:SHOWN])) > 0:
        console.print(f"… и ещё {more}" if language == "ru" else f"… and {more} more")


def in_order(problems: Problems) -> list[ProblemGroup]:
    """Returns the groups of problems: errors first, then what touches rights, then the largest."""

    def rank(group: ProblemGroup) -> tuple[bool, bool, int]:
        problem = group.first
        return problem.level is not Level.ERROR, problem.code not in TOUCHES_RIGHTS, -group.count

    return sorted(problems.groups.values(), key=rank)


def how_many(group: ProblemGroup, language: str) -> str:
    """Returns in how many lines it is so, and the first of them; nothing for a single one."""
    if group.count == 1:
        return ""
    lines = ", ".join(map(str, group.lines)) + (" …" if group.count > len(group.lines) else "")
    return f" ({'строк' if language == 'ru' else 'lines'}: {group.count}; {lines})"


def as_json(plan: Plan | None, problems: Problems, *, source: str | None, applied: bool) -> dict[str, Any]:
    """Returns the preview, stable for scripts: codes and counts; names only in changes (`differences`) and in what
    problems quote.

    `with_others`: number of ending and returning rows that do so only with the person, class or school they refer to.
    """
    return {
        "source": source,
        "applied": applied,
        "refused": problems.refused,
        "errors": problems.counts[Level.ERROR],
        "warnings": problems.counts[Level.WARNING],
        "changes": {table: changes.counts() for table, changes in plan.tables.items()} if plan else {},
        "joined": [{"old": join.old, "new": join.new} for join in (plan.joins if plan else ())],
        "with_others": {
            table: counts
            for table, changes in (plan.tables.items() if plan else ())
            if any((counts := changes.with_others()).values())
        },
        "differences": {
            table: [_difference(*pair) for pair in altered[:DIFFERENCES]]
            for table, changes in (plan.tables.items() if plan else ())
            if (altered := _altered(changes))
        },
        "restrictions_lifted": [
            {"guardian": row.guardian, "student": row.student} for row in (plan.lifted() if plan else ())
        ],
        "groups": [
            {
                "level": str(group.first.level),
                "code": group.first.code,
                "file": group.first.file,
                "column": group.first.column,
                "count": group.count,
                "lines": group.lines,
                "rights": group.first.code in TOUCHES_RIGHTS,
                "ru": reason(group.first, "ru"),
                "en": reason(group.first, "en"),
            }
            for group in in_order(problems)
        ],
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
            for problem in problems.first
        ],
    }
