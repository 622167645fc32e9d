"""Keeps stored values where a file has no column for them: an absent column says nothing."""

from __future__ import annotations

from collections import Counter
from typing import Any

from channels.roster.lines import Gathered
from channels.roster.model import TABLES, Problems, RoleRow, Row, State, key_of
from channels.roster.vocabulary import AGENT_COLUMN, ENGLISH_COLUMN, RELATION_COLUMN, SHORT_COLUMN

IDS_COLUMN = "agentSourcedIds"
DAYS: dict[str, tuple[str, ...]] = {"from_day": ("beginDate",), "until_day": ("endDate",)}
FIELDS: dict[str, dict[str, tuple[str, ...]]] = {
    "academic_session": {"parent": ("parentSourcedId",)},
    "mark_kind": {
        "name_en": (ENGLISH_COLUMN,),
        "short_ru": (SHORT_COLUMN,),
        "short_en": (SHORT_COLUMN,),
        "weight": ("weight",),
    },
    "person": {
        "middle_name": ("middleName",),
        "email": ("email",),
        "phone": ("phone", "sms"),
        "identifier": ("identifier",),
        "username": ("username",),
        "disabled": ("enabledUser",),
    },
    "role": DAYS,
    "guardianship": {
        "relation": (AGENT_COLUMN,),
        "restricted": (AGENT_COLUMN,),
        "from_day": (AGENT_COLUMN,),
        "until_day": (AGENT_COLUMN,),
    },
    "class": {"grade": ("grades",), "terms": ("termSourcedIds",)},
    "course": {"grade": ("grades", "courses.csv:grades"), "terms": ("termSourcedIds",)},
    "class_enrolment": DAYS,
    "class_teacher": DAYS,
    "course_enrolment": DAYS,
    "teaching": {**DAYS, "is_primary": ("primary",)},
}
"""Table -> field -> the columns it is read from, in the table's own file or in another.

Columns that a set cannot do without are not here; nor is a school's zone, which an empty cell keeps, too."""

ELSEWHERE = {("person", "phone"), ("class", "grade"), ("course", "grade")}
"""Fields that another column or the title may still tell; the stored value stays only if those tell nothing."""


class Kept:
    """Puts in stored values where the set has no column for them, and counts where an empty cell would have wiped
    one."""

    def __init__(self, found: Gathered, state: State) -> None:
        self._found, self._state = found, state
        self._held: Counter[tuple[str, str]] = Counter()
        self._counted: set[tuple[str, object]] = set()
        # table -> field -> its absent columns, as (file, column)
        self._absent: dict[str, dict[str, list[tuple[str, str]]]] = {}
        for table, fields in FIELDS.items():
            for name, columns in fields.items():
                places = [tuple(c.split(":")) if ":" in c else (TABLES[table], c) for c in columns]
                if absent := [(file, column) for file, column in places if not found.has(file, column)]:
                    self._absent.setdefault(table, {})[name] = absent
        if found.has("users.csv", RELATION_COLUMN):
            self._absent.get("guardianship", {}).pop("relation", None)

    def row(self, table: str, row: Any) -> Any:
        """Returns `row` with the stored value of every field whose column is absent."""
        absent = self._absent_of(table, row)
        stored = self._state.tables[table].get(key_of(row)) if absent else None
        if absent is None or stored is None or (isinstance(row, RoleRow) and row.is_implied):
            return row
        kept: dict[str, Any] = {}
        places: set[tuple[str, str]] = set()
        for name, columns in absent.items():
            old, new = getattr(stored.row, name), getattr(row, name)
            if old == new or ((table, name) in ELSEWHERE and new is not None):
                continue
            if name == "name_en" and old == getattr(stored.row, "name_ru"):  # noqa: B009 (any row)
                continue  # nothing was stored but the Russian name
            kept[name] = old
            places.add(columns[0])
        if not kept:
            return row
        if (table, key_of(row)) not in self._counted:
            self._counted.add((table, key_of(row)))
            self._held.update(places)
        return row._replace(**kept)

    def _absent_of(self, table: str, row: Any) -> dict[str, list[tuple[str, str]]] | None:
        absent = self._absent.get(table)
        own = self._found.absent.get(row.source_id) if table == "person" else None
        if own is None:
            return absent
        theirs = {name: [("users.csv", c) for c in columns if c in own] for name, columns in FIELDS[table].items()}
        return {**(absent or {}), **{name: columns for name, columns in theirs.items() if columns}}

    def hold(self, file: str, column: str, row: Row) -> None:
        """Counts a row that stays only because the column is absent."""
        if (column, key_of(row)) not in self._counted:
            self._counted.add((column, key_of(row)))
            self._held[file, column] += 1

    def tell(self, problems: Problems) -> None:
        """Warns once for each absent column that held something, with the number of rows."""
        for (file, column), rows in sorted(self._held.items()):
            # An absent file has no columns at all: that is known and needs no warning.
            if self._found.has_file(file):
                problems.warn("column_absent", file, 1, column, str(rows))
