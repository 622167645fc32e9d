"""What becomes of each column that is read, when it is absent, empty, or says something unknown.

`python -m tests.support.roster_matrix` writes the table of docs/howto/import_matrix.md.
"""

import csv
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from channels.roster.model import Level, Mode, Problems, State
from channels.roster.plan import plan_import
from handlers.roster.read import open_set
from tests.channels.test_roster_columns import full
from tests.support.roster_plans import after, plan
from tests.support.rosters import Files, Line, write

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "import_matrix.md"
HEAD = """# The import matrix

What a set does to a school that is stored when one column is absent, empty in every line, or says `???` in every line:
in a full set (bulk) and in one of changes (delta). Written by `python -m tests.support.roster_matrix`; a test compares.

*kept*: nothing changes. *changed*, *ended*: rows. *lifted*: restrictions, which `--yes` alone refuses. *refused*: the
set, with the codes of its errors; nothing is changed then. Codes after *warned* are told, and the set is read.
`zvonok import --yes` refuses, besides, what ends more than one row in five (`many_ended`).

"""
COLUMNS: dict[str, tuple[str, ...]] = {
    "orgs.csv": ("sourcedId", "status", "name", "type", "parentSourcedId", "metadata.zvonok.zone"),
    "academicSessions.csv": (
        *("sourcedId", "status", "title", "type", "startDate", "endDate", "parentSourcedId", "schoolYear"),
    ),
    "categories.csv": ("sourcedId", "status", "title", "weight", "metadata.zvonok.short", "metadata.zvonok.en"),
    "courses.csv": ("sourcedId", "status", "title", "grades", "orgSourcedId", "schoolYearSourcedId"),
    "classes.csv": (
        *("sourcedId", "status", "title", "grades", "courseSourcedId", "classType", "schoolSourcedId"),
        "termSourcedIds",
    ),
    "users.csv": (
        *("sourcedId", "status", "enabledUser", "username", "givenName", "familyName", "middleName", "identifier"),
        *("email", "phone", "sms", "agentSourcedIds", "primaryOrgSourcedId", "metadata.zvonok.agents"),
    ),
    "roles.csv": ("sourcedId", "status", "userSourcedId", "role", "beginDate", "endDate", "orgSourcedId"),
    "enrollments.csv": (
        *("sourcedId", "status", "classSourcedId", "schoolSourcedId", "userSourcedId", "role", "primary"),
        *("beginDate", "endDate"),
    ),
}
"""Every column whose values are used."""
UNKNOWN = "???"
AS_EVER = {"student_disabled", "user_disabled", "column_order"}
"""What is told of the stored set, too."""


def changed(how: str, file: str, column: str) -> Files:
    """The full set, with that column absent, empty or unknown in each line."""
    files = full()
    for row in files[file]:
        if how == "absent":
            row.pop(column, None)
        else:
            row[column] = "" if how == "empty" else UNKNOWN
    return files


def outcome(folder: Path, files: Files, mode: Mode) -> str:
    """What such a set would do to the stored school, in the words of the table."""
    problems = Problems()
    state: State = after(plan(full())[0])
    write(folder, files, modes=dict.fromkeys(files, mode))
    for name, lines in files.items():
        _only_columns_of(folder / name, lines)
    with open_set(folder, problems, None) as reading:
        assert reading is not None
        done = plan_import(reading, state, problems, "Europe/Moscow")
    found = {level: {p.code for p in problems.first if p.level is level} for level in Level}
    codes = {level: sorted(theirs - AS_EVER) for level, theirs in found.items()}
    if problems.refused:
        return "refused: " + ", ".join(codes[Level.ERROR])
    counts = Counter[str]()
    for changes in done.tables.values():
        counts.update({kind: n for kind, n in changes.counts().items() if n})
    counts.update({"lifted": len(done.lifted())} if done.lifted() else {})
    said = ", ".join(f"{kind} {n}" for kind, n in counts.items()) or "kept"
    return said + (f"; warned: {', '.join(codes[Level.WARNING])}" if codes[Level.WARNING] else "")


def _only_columns_of(path: Path, lines: list[Line]) -> None:
    """Writes the file anew, without the columns that no line has."""
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(dict.fromkeys(name for line in lines for name in line)))
        writer.writeheader()
        writer.writerows(lines)


def rows(folder: Path) -> Iterator[tuple[str, ...]]:
    """File, column, and what becomes of it: absent, empty, unknown; bulk and delta."""
    for file, columns in COLUMNS.items():
        for column in columns:
            cells = []
            for how in ("absent", "empty", "unknown"):
                said = {mode: outcome(folder, changed(how, file, column), mode) for mode in (Mode.BULK, Mode.DELTA)}
                same = len(set(said.values())) == 1
                cells.append(said[Mode.BULK] if same else "<br>".join(f"{mode}: {text}" for mode, text in said.items()))
            yield file, f"`{column}`", *cells


def table() -> str:
    with tempfile.TemporaryDirectory(prefix="zvonok-matrix-") as folder:
        lines = [" | ".join(("", *row, "")).strip() for row in rows(Path(folder) / "set")]
    head = ["| File | Column | absent | empty | unknown |", "|---|---|---|---|---|"]
    return HEAD + "\n".join([*head, *lines]) + "\n"


if __name__ == "__main__":
    PAGE.write_text(table(), encoding="utf-8")
    click.echo(PAGE.relative_to(Path.cwd()))
