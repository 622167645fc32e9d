"""Keeps a set to the one school to which somebody brings it: it may touch nothing of another, or is refused."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from channels.roster.lines import Gathered, Org
from channels.roster.model import (
    Course,
    Guardianship,
    Membership,
    Person,
    Problems,
    RoleRow,
    Row,
    School,
    SchoolClass,
    State,
    Stored,
    Teaching,
)
from channels.roster.people_table import SCHOOL
from channels.roster.plan import Changes, Plan
from channels.roster.values import fold_name

NAMED = 3  # schools in one problem


class Destination(NamedTuple):
    """School to which a set is brought. `is_new`: no roster has brought anything of it yet."""

    id: int
    source: str
    source_id: str
    name: str
    zone: str
    is_new: bool

    @property
    def roster(self) -> str:
        """Source of a set that names none itself."""
        return f"school-{self.id}" if self.is_new else self.source


def admit(found: Gathered, state: State, to: Destination, file: str, problems: Problems) -> str | None:
    """Returns the id that the school has in the set; None, with the reason in the problems, if the set is not of it.

    The first roster of a school gives it its id: `state` has it under that id from then on.
    """
    schools = {org.source_id: org.name for org in found.of("orgs.csv", Org) if org.type == "school"}
    if found.scope:
        schools = {SCHOOL: to.name}
    if not to.is_new:
        if found.source != to.source or (found.scope and to.source_id != SCHOOL):
            problems.refuse("people_of_another_system", file, 0, "", to.source, found.source)
            return None
        return to.source_id
    if taken := [stored.row.name for stored in state.tables["school"].values() if isinstance(stored.row, School)]:
        problems.refuse("another_school", file, 0, "", _listed(taken))
        return None
    if len(schools) != 1:
        problems.refuse("not_one_school", file, 0, "", str(len(schools)), _listed(schools.values()))
        return None
    [(id_, name)] = schools.items()
    if fold_name(name) != fold_name(to.name):
        problems.warn("school_called_otherwise", file, 0, "", to.name, name)
    state.tables["school"][id_] = Stored(to.id, School(id_, to.name, to.zone), ended=False)
    return id_


def refuse_others(plan: Plan, state: State, school: str, file: str, problems: Problems) -> None:
    """Refuses a plan that changes anything of another school than `school`, with the names of those."""
    touched = Counter(other for others in _Schools(plan, state).of_changes(school) for other in others)
    if touched:
        names = {row.source_id: row.name for row in state.rows("school")}
        names |= {row.source_id: row.name for row in plan.tables["school"].standing() if isinstance(row, School)}
        others = [names.get(other, other) for other, _ in touched.most_common()]
        problems.refuse("another_school", file, 0, "", _listed(others))


def warn_of_typed(plan: Plan, typed: Collection[str], file: str, problems: Problems) -> None:
    """Warns of new classes that are called like one that the school has typed itself: there would be two."""
    names = {fold_name(name) for name in typed}
    for row in plan.tables["class"].added:
        if isinstance(row, SchoolClass) and fold_name(row.name) in names:
            problems.warn("class_typed_too", file, 0, "", row.name)


def _listed(names: Iterable[str]) -> str:
    all_ = list(names)
    return ", ".join(all_[:NAMED]) + (" …" if len(all_) > NAMED else "")


class _Schools:
    """Schools to which people and groups belong, as they stand and as the plan would have them.

    Who belongs to another school as well is touched there by every tie: a class here would open a diary from there.
    """

    def __init__(self, plan: Plan, state: State) -> None:
        self._plan = plan
        self._known = {row.source_id for row in state.rows("school")}
        self._groups: dict[str, set[str]] = defaultdict(set)
        self._people: dict[str, set[str]] = defaultdict(set)
        rows = {table: [*state.known(table), *changes.standing()] for table, changes in plan.tables.items()}
        for row in [*rows["class"], *rows["course"]]:
            self._groups[row.source_id].add(row.school)
        for row in rows["role"]:
            self._people[row.person].add(row.school)
        for table in ("class_enrolment", "class_teacher", "course_enrolment", "teaching"):
            for row in rows[table]:
                self._people[row.person] |= self._groups[row.group]
        for row in rows["guardianship"]:
            self._people[row.guardian] |= self._people[row.student]

    def of_changes(self, own: str) -> Iterator[set[str]]:
        """Yields the other schools of each row that changes, where it has any."""
        for changes in self._plan.tables.values():
            for row in _touched(changes):
                if others := self._of(row) - {own}:
                    yield others

    def _of(self, row: Row) -> set[str]:
        match row:
            case School():
                return {row.source_id}
            case SchoolClass() | Course():
                return {row.school}
            case RoleRow():
                return {row.school} | self._people[row.person]
            case Membership() | Teaching():
                return self._groups[row.group] | self._people[row.person]
            case Guardianship():
                return self._people[row.student] | self._people[row.guardian]
            case Person():
                return self._people[row.source_id]
            case _:  # terms and kinds of marks are of all schools of their source
                return self._known


def _touched(changes: Changes) -> Iterator[Row]:
    yield from changes.standing()
    yield from (stored.row for stored, _ in changes.changed)
    yield from (stored.row for stored in (*changes.ended, *changes.released))
    yield from changes.suspended
