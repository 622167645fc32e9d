"""The difference between what a roster says and what is stored: what an import would do, and does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from channels.roster.gather import gather
from channels.roster.guardians import resolve_guardians
from channels.roster.lines import Gathered
from channels.roster.model import TABLES, Key, Reading, Report, Row, State, Stored
from channels.roster.resolve import Resolver, Wanted

KINDS = ("added", "changed", "ended", "returned")


@dataclass(slots=True)
class Changes:
    """Of one table. `changed` and `returned` have what is stored and what shall stand."""

    added: list[Row] = field(default_factory=list)
    changed: list[tuple[Stored, Row]] = field(default_factory=list)
    ended: list[Stored] = field(default_factory=list)
    returned: list[tuple[Stored, Row]] = field(default_factory=list)
    same: int = 0

    def counts(self) -> dict[str, int]:
        return {kind: len(getattr(self, kind)) for kind in KINDS}

    def __len__(self) -> int:
        return len(self.added) + len(self.changed) + len(self.ended) + len(self.returned)

    def standing(self) -> Iterator[Row]:
        """Every row that is to be written as it shall stand."""
        yield from self.added
        for _, row in self.changed:
            yield row
        for _, row in self.returned:
            yield row


@dataclass(slots=True)
class Plan:
    source: str
    tables: dict[str, Changes]

    def __len__(self) -> int:
        return sum(len(changes) for changes in self.tables.values())


def plan_import(reading: Reading, state: State, report: Report, zone: str) -> Plan:
    """Reads the set and compares it with `state`, what is stored of the same source.

    A plan with `report.refused` must not be applied. `zone` is for schools that are not stored and of whom
    the set does not say it.
    """
    return make_plan(gather(reading, report), state, report, zone)


def make_plan(found: Gathered, state: State, report: Report, zone: str) -> Plan:
    resolver = Resolver(found, state, report, zone)
    resolver.resolve()
    resolve_guardians(resolver)
    return Plan(found.source, {table: _compare(table, resolver.wanted, state) for table in TABLES})


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
    for key, known in stored.items():
        if not known.ended and key not in rows and _ends(table, key, wanted):
            changes.ended.append(known)
    return changes


def _ends(table: str, key: Key, wanted: Wanted) -> bool:
    return table in wanted.complete or key in wanted.gone[table]
