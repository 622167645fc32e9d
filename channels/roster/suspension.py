"""Suspends ties of people, classes and schools that are gone or disabled, and brings them back together.

A set of changes that only says that somebody is back gives back all they had. What a roster itself said is over stays
over.
"""

from __future__ import annotations

from typing import Any

from channels.roster.model import Course, Guardianship, Membership, RoleRow, Row, SchoolClass, Teaching
from channels.roster.resolve import ADULT_TABLES, Resolver

TIES = ("class", "course", "role", "guardianship", "class_enrolment", "class_teacher", "course_enrolment", "teaching")
"""Tables in an order in which a tie comes after what it may hang on."""


def suspend(resolver: Resolver) -> None:
    """Moves wanted rows that cannot stand now to the suspended ones, and brings back those that can stand again."""
    for table in TIES:
        wanted, suspended = resolver.wanted.rows[table], resolver.wanted.suspended[table]
        for key, row in list(wanted.items()):
            if _hangs(resolver, table, row):
                del wanted[key]
                suspended[key] = row
        for key, stored in resolver.state.tables[table].items():
            if key in wanted or key in suspended or not stored.known or resolver.ends(table, key):
                continue
            if _hangs(resolver, table, stored.row):
                suspended[key] = stored.row
            elif stored.suspended:
                wanted[key] = stored.row
        for key in [key for key, row in suspended.items() if not _can_be_stored(resolver, row)]:
            del suspended[key]


def _hangs(resolver: Resolver, table: str, row: Any) -> bool:
    """True if something that the row points to is gone or disabled. A restriction is no right: nothing disables it."""
    if isinstance(row, RoleRow) and row.is_implied:
        return False
    if isinstance(row, Guardianship) and not row.restricted and resolver.disabled(row.guardian):
        return True
    if (isinstance(row, RoleRow) or table in ADULT_TABLES) and resolver.disabled(row.person):
        return True
    return not all(any(resolver.stands(other, key) for other in tables) for tables, key in _ends_of(row))


def _ends_of(row: Row) -> list[tuple[tuple[str, ...], str]]:
    """Returns what a row points to: the tables in which it may be, and its sourcedId."""
    match row:
        case SchoolClass() | Course():
            return [(("school",), row.school)]
        case RoleRow():
            return [(("person",), row.person), (("school",), row.school)]
        case Guardianship():
            return [(("person",), row.guardian), (("person",), row.student)]
        case Membership() | Teaching():
            return [(("class", "course"), row.group), (("person",), row.person)]
        case _:
            return []


def _can_be_stored(resolver: Resolver, row: Row) -> bool:
    """True if all that the row points to is stored, or will be."""
    return all(
        any(
            key in resolver.wanted.rows[table]
            or key in resolver.wanted.suspended[table]
            or key in resolver.state.tables[table]
            for table in tables
        )
        for tables, key in _ends_of(row)
    )
