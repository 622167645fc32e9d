"""Roles that a tie implies and no roster ever gave: of a student who is enrolled, of a guardian who is named.

Every right hangs on a role (docs/decisions/0025-in-force.md). Where a roster leaves roles out, its ties would give
nobody anything. Where it has given one, now or ever, its word holds, also that the role has ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from channels.roster.model import IMPLIED, Guardianship, RoleRow
from channels.roster.resolve import Resolver

FAMILY, STAFF = frozenset({"guardian", "trusted"}), frozenset({"teacher", "staff", "leadership", "admin"})

Place = tuple[str, str]
"""(person, school), by their sourcedIds."""


def imply_roles(resolver: Resolver) -> None:
    """Adds implied roles to the wanted rows, with one warning for each kind. Those whose tie is gone shall end."""
    said = _said(resolver)
    students = {(*at, "student") for at in _enrolled(resolver) if "student" not in said.get(at, frozenset())}
    schools = _schools_of(resolver, ((person, school) for person, school, _ in students))
    family = {
        (row.guardian, school, "trusted" if row.relation == "trusted" else "guardian")
        for row in resolver.standing("guardianship")
        if isinstance(row, Guardianship) and not row.restricted and not resolver.disabled(row.guardian)
        for school in schools.get(row.student, ())
        if not said.get((row.guardian, school), frozenset()) & FAMILY
    }
    for code, implied in (("student_role_implied", students), ("family_role_implied", family)):
        for person, school, role in implied:
            resolver.wanted.put("role", RoleRow(f"{IMPLIED}{role}:{person}:{school}", person, school, role, None, None))
        resolver.problems.warn_of(code, "roles.csv", (person for person, _, _ in implied))
    teachers = {
        (row.person, at)
        for table in ("class_teacher", "teaching")
        for row in resolver.standing(table)
        if (at := _school_of_group(resolver, row.group)) is not None
    }
    without = (person for person, at in teachers if not said.get((person, at), frozenset()) & STAFF)
    resolver.problems.warn_of("teaches_without_role", "roles.csv", without)
    wanted = resolver.wanted.rows["role"]
    for row in resolver.state.rows("role"):
        if row.is_implied and row.source_id not in wanted:
            resolver.wanted.gone["role"].add(row.source_id)


def _said(resolver: Resolver) -> dict[Place, frozenset[str]]:
    """Returns the roles that a roster gave each person at each school, in this set or ever."""
    said: dict[Place, set[str]] = {}
    for person, school, role in resolver.state.past_roles:
        said.setdefault((person, school), set()).add(role)
    stored = [each.row for each in resolver.state.tables["role"].values()]
    found = resolver.wanted
    for row in [*stored, *found.rows["role"].values(), *found.suspended["role"].values()]:
        if isinstance(row, RoleRow) and not row.is_implied:
            said.setdefault((row.person, row.school), set()).add(row.role)
    return {at: frozenset(roles) for at, roles in said.items()}


def _enrolled(resolver: Resolver) -> Iterator[Place]:
    for table in ("class_enrolment", "course_enrolment"):
        for row in resolver.standing(table):
            school = _school_of_group(resolver, row.group)
            if school is not None:
                yield row.person, school


def _schools_of(resolver: Resolver, implied: Iterable[Place]) -> dict[str, set[str]]:
    """Returns student -> schools."""
    schools: dict[str, set[str]] = {}
    for row in resolver.standing("role"):
        if row.role == "student" and not row.is_implied:
            schools.setdefault(row.person, set()).add(row.school)
    for person, school in implied:
        schools.setdefault(person, set()).add(school)
    return schools


def _school_of_group(resolver: Resolver, group: str) -> str | None:
    for table in ("class", "course"):
        row = resolver.wanted.rows[table].get(group)
        if row is None and not resolver.ends(table, group):
            stored = resolver.state.tables[table].get(group)
            suspended = group in resolver.wanted.suspended[table]
            row = None if stored is None or stored.ended or suspended else stored.row
        if row is not None:
            school: str = row.school  # type: ignore[union-attr]
            return school
    return None
