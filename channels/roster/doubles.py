"""Finds one person under two ids: warns when the second one comes, and joins them when somebody says that they are
one."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from channels.roster.model import (
    Guardianship,
    Key,
    Membership,
    Person,
    Problems,
    RoleRow,
    State,
    Stored,
    Teaching,
)
from channels.roster.plan import Join, Plan

CONTACTS = ("identifier", "email", "phone", "username")


class Elsewhere(NamedTuple):
    """A person whom another roster brought."""

    source: str
    id: int
    row: Person
    ended: bool


class KeptAway(NamedTuple):
    """Adult who must not follow a child of the roster, as somebody else than the roster says: mostly the school."""

    student: str
    adult: Person


def warn_of_doubles(
    plan: Plan, state: State, elsewhere: Sequence[Elsewhere], problems: Problems, kept_away: Sequence[KeptAway] = ()
) -> None:
    """Warns of each new person who looks like a stored one: they have the same name, and the same contact or child,
    or the old id ends or has ended. Warns as well of each who is called like an adult kept from the same child."""
    changes = plan.tables["person"]
    added = [row for row in changes.added if isinstance(row, Person)]
    if not added:
        return
    plan.evading = list(_evading(plan, state, {row.source_id: row for row in added}, kept_away))
    for tie in plan.evading:
        problems.warn("restricted_again", "users.csv", 0, "", tie.guardian, tie.student)
    ends = {stored.id for stored in changes.ended}
    returns = {stored.id for stored, _ in changes.returned}
    known: dict[tuple[str, str], list[tuple[str, Person, bool]]] = defaultdict(list)
    for stored in state.tables["person"].values():
        if isinstance(stored.row, Person):
            gone = stored.id in ends or (stored.ended and stored.id not in returns)
            known[_name(stored.row)].append((stored.row.source_id, stored.row, gone))
    for other in elsewhere:
        known[_name(other.row)].append((f"{other.source}:{other.row.source_id}", other.row, other.ended))
    families = _families(plan, state)
    for row in added:
        for id_, other_row, gone in known[_name(row)]:
            kin = families[row.source_id] & families[id_]
            if _middle_fits(row, other_row) and (gone or kin or _same_contact(row, other_row)):
                problems.warn("person_again", "users.csv", 0, "", row.source_id, id_)
                break


def warn_of_typed_people(plan: Plan, typed: Iterable[Person], file: str, problems: Problems) -> None:
    """Warns of each new person who is called like one whom the school has typed itself: there would be two."""
    known: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for person in typed:
        known[_name(person)].append(person)
    for row in plan.tables["person"].added:
        if isinstance(row, Person) and any(_middle_fits(row, other) for other in known[_name(row)]):
            name = " ".join(filter(None, (row.family_name, row.given_name, row.middle_name)))
            problems.warn("person_typed_too", file, 0, "", name)


def _evading(
    plan: Plan, state: State, added: Mapping[str, Person], kept_away: Sequence[KeptAway]
) -> Iterator[Guardianship]:
    """Yields the ties of new people to children whom an adult of their name must not follow."""
    restricted: dict[str, list[Person]] = defaultdict(list)
    for one in kept_away:
        restricted[one.student].append(one.adult)
    for row in state.known("guardianship"):
        person = state.tables["person"].get(row.guardian)
        if row.restricted and person is not None and isinstance(person.row, Person):
            restricted[row.student].append(person.row)
    for row in plan.tables["guardianship"].standing():
        if isinstance(row, Guardianship) and not row.restricted and (new := added.get(row.guardian)) is not None:
            alike = (_name(new) == _name(old) and _middle_fits(new, old) for old in restricted[row.student])
            if any(alike):
                yield row


def _name(row: Person) -> tuple[str, str]:
    return _folded(row.family_name), _folded(row.given_name)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().replace("ё", "е").split())


def _middle_fits(one: Person, other: Person) -> bool:
    return not one.middle_name or not other.middle_name or _folded(one.middle_name) == _folded(other.middle_name)


def _same_contact(one: Person, other: Person) -> bool:
    return any(getattr(one, name) and getattr(one, name) == getattr(other, name) for name in CONTACTS)


def _families(plan: Plan, state: State) -> dict[str, set[str]]:
    """Returns person -> whom they follow and who follows them, now or after the import."""
    families: dict[str, set[str]] = defaultdict(set)
    rows = [stored.row for stored in state.tables["guardianship"].values()]
    for row in (*rows, *plan.tables["guardianship"].standing()):
        if isinstance(row, Guardianship):
            families[row.guardian].add(row.student)
            families[row.student].add(row.guardian)
    return families


def join(
    state: State,
    pairs: Iterable[tuple[str, str]],
    elsewhere: Sequence[Elsewhere],
    listed: Container[str],
    problems: Problems,
) -> list[Join]:
    """Changes `state` to what it will be once the first id of each pair is renamed to the second. Returns the joins.

    `listed` are the ids of the set. A first id of another roster is `SOURCE:ID`. Ids that are not known go to the
    problems.
    """
    others = {f"{other.source}:{other.row.source_id}": other for other in elsewhere}
    people = state.tables["person"]
    joins = []
    for old_id, new_id in pairs:
        stays = people.get(old_id)
        if stays is None and old_id in others:
            other = others[old_id]
            stays = Stored(other.id, other.row, other.ended)
        if stays is None or old_id == new_id:
            problems.refuse("join_unknown", "users.csv", 0, "", old_id)
            continue
        double = people.get(new_id)
        if new_id not in listed and double is None:
            problems.refuse("join_unknown", "users.csv", 0, "", new_id)
            continue
        assert isinstance(stays.row, Person)
        joins.append(Join(old_id, new_id, stays.id, None if double is None else double.id))
        people.pop(old_id, None)
        people[new_id] = stays._replace(row=stays.row._replace(source_id=new_id))
        _rename(state, old_id, new_id)
    return joins


def _rename(state: State, old: str, new: str) -> None:
    def renamed(person: str) -> str:
        return new if person == old else person

    for rows in state.tables.values():
        for key, stored in list(rows.items()):
            row = stored.row
            if isinstance(row, RoleRow | Membership | Teaching) and row.person == old:
                rows[key] = stored._replace(row=row._replace(person=new))
            elif isinstance(row, Guardianship) and old in (row.guardian, row.student):
                del rows[key]
                pair: Key = (renamed(row.guardian), renamed(row.student))
                rows[pair] = _one(stored._replace(row=row._replace(guardian=pair[0], student=pair[1])), rows.get(pair))
    state.past_roles = {(renamed(person), school, role) for person, school, role in state.past_roles}


def _one(stays: Stored, double: Stored | None) -> Stored:
    """Returns the tie that stays of two to the same child. It comes back if only the other stood, and is restricted
    if one of them was."""
    if double is None or not double.known:
        return stays
    assert isinstance(stays.row, Guardianship)
    assert isinstance(double.row, Guardianship)
    row = stays.row._replace(restricted=stays.row.restricted or double.row.restricted)
    return stays._replace(row=row, suspended=stays.ended)
