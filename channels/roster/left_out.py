"""Leaves out lines that name what is nowhere, so that one of them stops no whole school."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from channels.roster.columns import IDS_COLUMN
from channels.roster.lines import Gathered
from channels.roster.model import TABLES, Guardianship, Membership, Problems, RoleRow, Row, Teaching, is_much
from channels.roster.references import LeftOut


def leave_out(
    ended: Mapping[str, Sequence[Row]], found: Gathered, lines: Sequence[LeftOut], problems: Problems
) -> None:
    """Tells which lines are left out. `ended` are the rows that end for good, by table.

    No right follows from such a line. But none may be lost by it either: if something of the same person ends, a slip
    of the pen would have taken it, and the set is refused. It is refused as well if it is many lines of a file, which
    is more often a file that was cut off.
    """
    ending = {table: {id_ for row in rows for id_ in _holders(row)} for table, rows in ended.items()}
    left: Counter[str] = Counter()
    for place, holders, missing in lines:
        tables = [table for table, file in TABLES.items() if file == place.file]
        if place.file == "users.csv" and place.column != IDS_COLUMN:
            tables = ["role"]  # in 1.1 a role stands in the user's line
        elif place.file == "users.csv":
            tables = ["guardianship"]
        if any(holders & ending.get(table, set()) for table in tables):
            problems.refuse("reference_dangling", *place, *missing)
        else:
            left[place.file] += 1
            problems.warn("reference_left_out", *place, *missing)
    for file, count in left.items():
        if is_much(count, of := len(found.lines[file])):
            problems.refuse("many_left_out", file, 0, "", str(count), str(of))


def _holders(row: Row) -> tuple[str, ...]:
    match row:
        case Guardianship():
            return row.guardian, row.student
        case RoleRow() | Membership() | Teaching():
            return row.person, row.source_id
        case _:
            return ()
