"""Settles a set of changes that names all people of some roles, as a school's own table does.

Such a table knows people by their names, and says all there is of the classes it names, or of the staff. Here it gets
the ids under which its people are stored, and those who are not in it any more are listed as gone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from channels.roster.lines import Enrolment, Gathered, Group, RoleLine, User
from channels.roster.model import Person, Problems, State
from channels.roster.people_table import BY_NAME, OF_CHILD
from channels.roster.values import fold_name

FAMILY = frozenset({"guardian", "trusted"})


def settle(found: Gathered, state: State, problems: Problems) -> None:
    """Gives people the ids under which they are stored, and lists who and what of the set's scope is gone.

    Refuses a set with a scope that names no school where none is stored.
    """
    _rename(found, state)
    if not found.scope:
        return
    _list_gone(found, state)
    if not found.has_file("orgs.csv") and not any(state.rows("school")):
        problems.refuse("school_unnamed", "users.csv")


def _rename(found: Gathered, state: State) -> None:
    """Renames each person who is stored under an id that this person may have, and under no other."""
    renamed: dict[str, str] = {}
    stored = {person for person in state.tables["person"] if isinstance(person, str)}
    named: dict[str, list[str]] = defaultdict(list)
    for row in state.rows("person"):
        named[_name(row)].append(row.source_id)
    parents: dict[str, set[str]] = defaultdict(set)  # child -> who is known to follow it
    for row in state.known("guardianship"):
        parents[row.student].add(row.guardian)
    users = {user.person.source_id: user for user in found.of("users.csv", User)}
    children: dict[str, list[str]] = defaultdict(list)
    for user in users.values():
        for agent in user.agents:
            children[agent].append(user.person.source_id)
    taken = stored & users.keys()
    for id_, aliases in sorted(found.aliases.items(), key=lambda pair: OF_CHILD in pair[1]):  # children first
        if id_ in stored or id_ not in users:
            continue
        alike = named[_name(users[id_].person)]
        for alias in aliases:
            if alias == OF_CHILD:
                theirs = {adult for child in children[id_] for adult in parents[renamed.get(child, child)]}
                candidates = [person for person in alike if person in theirs]
            elif alias.endswith(BY_NAME):
                candidates = [person for person in alike if person.startswith(alias.removesuffix("?"))]
                candidates = candidates if len(candidates) == 1 else []
            else:
                candidates = [alias] if alias in stored else []
            known = next((person for person in candidates if person not in taken), None)
            if known is None and alias == OF_CHILD and candidates:
                known = candidates[0]  # of another child in another row
            if known is not None:
                renamed[id_] = known
                taken.add(known)
                break
    if renamed:
        _put(found, renamed)


def _name(person: Person) -> str:
    return fold_name(person.family_name, person.given_name, person.middle_name)


def _put(found: Gathered, renamed: dict[str, str]) -> None:
    def now(id_: str) -> str:
        return renamed.get(id_, id_)

    for lines in found.lines.values():
        for key, line in list(lines.items()):
            match line:
                case User():
                    person = line.person._replace(source_id=now(line.person.source_id))
                    details = {now(agent): detail for agent, detail in line.details.items()}
                    agents = tuple(now(agent) for agent in line.agents)
                    new: Any = line._replace(person=person, agents=agents, details=details)
                    new_key = person.source_id
                case RoleLine() | Enrolment() if line.user in renamed:
                    new_key = line.source_id.replace(line.user, now(line.user), 1)
                    new = line._replace(source_id=new_key, user=now(line.user))
                case _:
                    continue
            del lines[key]
            lines.setdefault(new_key, new)
    found.absent = {now(id_): columns for id_, columns in found.absent.items()}
    found.speaking = frozenset(map(now, found.speaking))


def _list_gone(found: Gathered, state: State) -> None:
    users = found.lines["users.csv"]
    roles: dict[str, set[str]] = defaultdict(set)
    for row in state.rows("role"):
        roles[row.person].add(row.role)
    gone = {person for person in _who_is_gone(found, state, roles) if not roles[person] - found.scope}
    found.deleted["users.csv"] |= gone
    listed = users.keys()
    for row in state.rows("role"):
        if row.person in listed and row.role in found.scope and not row.is_implied:
            _delete(found, "roles.csv", row.source_id)
    for row in state.rows("class_enrolment") if "class_enrolment" in found.scope else ():
        if row.person in listed:
            _delete(found, "enrollments.csv", row.source_id)
    for row in state.rows("class_teacher") if "class_teacher" in found.scope else ():
        if row.person in listed:
            _delete(found, "enrollments.csv", row.source_id)


def _delete(found: Gathered, file: str, source_id: str) -> None:
    if source_id not in found.lines[file]:
        found.deleted[file].add(source_id)


def _who_is_gone(found: Gathered, state: State, roles: dict[str, set[str]]) -> Iterable[str]:
    users = found.lines["users.csv"]
    if "staff" in found.scope:
        yield from (person for person, theirs in roles.items() if theirs & found.scope and person not in users)
    if "student" not in found.scope:
        return
    classes = {group.source_id for group in found.of("classes.csv", Group)}
    known = {row.person: row.group for row in state.rows("class_enrolment")}
    left = {student for student, group in known.items() if group in classes and student not in users}
    yield from left
    if not found.scope >= FAMILY:
        return
    children: dict[str, set[str]] = defaultdict(set)
    for row in state.rows("guardianship"):
        children[row.guardian].add(row.student)
    yield from (adult for adult, theirs in children.items() if adult not in users and theirs <= left | found.speaking)
