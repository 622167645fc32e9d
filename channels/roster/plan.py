"""Difference between what a roster says and what is stored: what an import would do, and does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from channels.roster.gather import gather
from channels.roster.guardians import resolve_guardians
from channels.roster.homerooms import warn_of_two_classes
from channels.roster.implied import imply_roles
from channels.roster.left_out import leave_out
from channels.roster.lines import Gathered
from channels.roster.model import TABLES, Guardianship, Key, Problems, Reading, Row, State, Stored, key_of
from channels.roster.resolve import Resolver, Wanted
from channels.roster.scope import settle
from channels.roster.suspension import suspend

KINDS = ("added", "changed", "ended", "returned")


@dataclass(slots=True)
class Changes:
    """Changes of one table. `changed` and `returned` pair the stored row with the row that shall stand.

    `suspended` are rows that become suspended, or change while they are; those that stood before are in `ended` as
    well. `released` are suspended rows that a roster now says are over.
    """

    added: list[Row] = field(default_factory=list)
    changed: list[tuple[Stored, Row]] = field(default_factory=list)
    ended: list[Stored] = field(default_factory=list)
    returned: list[tuple[Stored, Row]] = field(default_factory=list)
    suspended: list[Row] = field(default_factory=list)
    released: list[Stored] = field(default_factory=list)
    same: int = 0

    def counts(self) -> dict[str, int]:
        return {kind: len(getattr(self, kind)) for kind in KINDS}

    def __len__(self) -> int:
        own = len(self.added) + len(self.changed) + len(self.ended) + len(self.returned)
        return own + len(self.suspended) + len(self.released)

    def ended_for_good(self) -> Iterator[Stored]:
        suspended = {key_of(row) for row in self.suspended}
        return (stored for stored in self.ended if key_of(stored.row) not in suspended)

    def with_others(self) -> dict[str, int]:
        """Counts the rows of `ended` and of `returned` that do so only with what they hang on."""
        return {
            "ended": len(self.ended) - sum(1 for _ in self.ended_for_good()),
            "returned": sum(stored.suspended for stored, _ in self.returned),
        }

    def standing(self) -> Iterator[Row]:
        """Yields every row that is to be written as it shall stand."""
        yield from self.added
        for _, row in self.changed:
            yield row
        for _, row in self.returned:
            yield row


class Join(NamedTuple):
    """Renaming of the person stored as `old` to `new` in this roster. `person`: the stored row that stays."""

    old: str
    new: str
    person: int
    double: int | None  # the stored row that had the new id until now, and goes


@dataclass(slots=True)
class Plan:
    source: str
    tables: dict[str, Changes]
    joins: list[Join] = field(default_factory=list)  # first of all
    evading: list[Guardianship] = field(default_factory=list)  # of new people, called like one who is restricted

    def __len__(self) -> int:
        return len(self.joins) + sum(len(changes) for changes in self.tables.values())

    def lifted(self) -> list[Guardianship]:
        """Returns the restrictions that would be lifted, in whatever way: they stand now, or stood when they ended.

        A suspended one does not count: it comes back as it was.
        """
        changes = self.tables["guardianship"]
        again = [*changes.changed, *changes.returned]
        over = [stored.row for stored, row in again if isinstance(row, Guardianship) and not row.restricted]
        over += [stored.row for stored in changes.ended_for_good()]
        return [row for row in over if isinstance(row, Guardianship) and row.restricted]


def differences(stored: Row, row: Row) -> dict[str, tuple[Any, Any]]:
    """Returns field -> (what stands, what shall stand), for the fields in which the two differ."""
    pairs = zip(stored._fields, stored, row, strict=True)
    return {name: (old, new) for name, old, new in pairs if old != new}


def refuse_lifted(plan: Plan, problems: Problems) -> None:
    """Reports an error for each lifted restriction: no job that nobody watches lets such an adult follow the child
    again, nor a new person who is called like such an adult."""
    for row in plan.lifted():
        problems.refuse("restriction_lifted", "users.csv", 0, "", row.guardian, row.student)
    for row in plan.evading:
        problems.refuse("restricted_again", "users.csv", 0, "", row.guardian, row.student)


def plan_import(reading: Reading, state: State, problems: Problems, zone: str) -> Plan:
    """Reads the set and compares it with `state`, the stored rows of the same source.

    A plan with `problems.refused` must not be applied. `zone` is for schools that are not stored and whose zone the set
    does not say.
    """
    return make_plan(gather(reading, problems), state, problems, zone)


def make_plan(found: Gathered, state: State, problems: Problems, zone: str) -> Plan:
    settle(found, state, problems)
    resolver = Resolver(found, state, problems, zone)
    resolver.resolve()
    resolve_guardians(resolver)
    suspend(resolver)
    imply_roles(resolver)
    warn_of_two_classes(resolver)
    resolver.kept.tell(problems)
    plan = Plan(found.source, {table: _compare(table, resolver.wanted, state) for table in TABLES})
    ended = {table: [stored.row for stored in changes.ended_for_good()] for table, changes in plan.tables.items()}
    leave_out(ended, found, resolver.references.left_out, problems)
    return plan


def _compare(table: str, wanted: Wanted, state: State) -> Changes:
    changes = Changes()
    stored, rows = state.tables[table], wanted.rows[table]
    for key, row in rows.items():
        known = stored.get(key)
        if known is None:
            changes.added.append(row)
        elif known.ended:
            changes.returned.append((known, row))
        elif known.row != row:
            changes.changed.append((known, row))
        else:
            changes.same += 1
    suspended = wanted.suspended[table]
    for key, row in suspended.items():
        known = stored.get(key)
        if known is not None and not known.ended:
            changes.ended.append(known)
        if known is None or not known.suspended or known.row != row:
            changes.suspended.append(row)
    for key, known in stored.items():
        if known.known and key not in rows and key not in suspended and _ends(table, key, wanted):
            (changes.released if known.ended else changes.ended).append(known)
    return changes


def _ends(table: str, key: Key, wanted: Wanted) -> bool:
    return table in wanted.complete or key in wanted.gone[table]
