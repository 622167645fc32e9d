"""Resolves who follows which child, from agents named on either side."""

from __future__ import annotations

from datetime import date

from channels.roster.columns import IDS_COLUMN
from channels.roster.lines import Detail, User
from channels.roster.model import Guardianship
from channels.roster.resolve import Resolver
from channels.roster.vocabulary import AGENT_COLUMN


def resolve_guardians(resolver: Resolver) -> None:
    """Adds guardianships to the wanted rows. Both directions are merged; a detail on the child's line decides.

    In a set of changes, a person's line that names agents is the whole truth about that person. A line that names none
    says nothing: most systems keep the list on one side only.
    """
    named: dict[tuple[str, str], Guardianship] = {}
    speaking: set[str] = set()
    for source_id, user in resolver.users.items():
        agents = [*user.agents, *(agent for agent in user.details if agent not in user.agents)]
        if agents or source_id in resolver.found.speaking:
            speaking.add(source_id)
        for agent in agents:
            pair = _pair(resolver, user, agent)
            if pair is not None and (pair not in named or pair[1] == source_id):
                named[pair] = resolver.kept.row("guardianship", _guardianship(resolver, pair))
    _unsaid(resolver, named, speaking)
    for row in named.values():
        resolver.wanted.put("guardianship", row)
    wanted = resolver.wanted.rows["guardianship"]
    for row in resolver.state.known("guardianship"):
        pair = (row.guardian, row.student)
        if pair not in wanted and set(pair) & speaking:
            resolver.wanted.gone["guardianship"].add(pair)


def _unsaid(resolver: Resolver, named: dict[tuple[str, str], Guardianship], speaking: set[str]) -> None:
    """Adds stored guardianships of two people who stay, if the set cannot say that they are over.

    Without the column of agents those are all guardianships; without the column of details all restrictions, which may
    be written nowhere else.
    """
    found, people = resolver.found, resolver.wanted.rows["person"]
    if not found.has_file("users.csv"):
        return
    bulk = "guardianship" in resolver.wanted.complete
    ids, details = found.has("users.csv", IDS_COLUMN), found.has("users.csv", AGENT_COLUMN)
    deleted = found.deleted["users.csv"]
    for row in resolver.state.known("guardianship"):
        pair = (row.guardian, row.student)
        if pair in named:
            continue
        if bulk and set(pair) & deleted and not set(pair) & speaking:
            named[pair] = row  # only the deleted line may have said it: it is suspended with that person
            continue
        if ids and (details or not row.restricted):
            continue
        if not bulk and not set(pair) & speaking:
            continue  # nobody speaks of it: it stands anyway
        if bulk and not set(pair) <= people.keys() | deleted:
            continue
        named[pair] = row
        if set(pair) & deleted:
            continue  # it is suspended with one of the two
        if row.restricted or not resolver.disabled(row.guardian):
            detailed = row.restricted or row.from_day or row.until_day or row.relation not in ("guardian", "trusted")
            for column, holds in ((IDS_COLUMN, not ids), (AGENT_COLUMN, not details and detailed)):
                if holds:
                    resolver.kept.hold("users.csv", column, row)


def _pair(resolver: Resolver, user: User, agent: str) -> tuple[str, str] | None:
    """Returns (guardian, student), or None with the reason in the problems."""
    source_id = user.person.source_id
    source = ("users.csv", user.line, "agentSourcedIds")
    if agent == source_id:
        resolver.problems.warn("agent_is_self", *source, agent)
        return None
    # A restriction is never left out: who it is about may be written wrongly, and must not follow the child.
    detail = user.details.get(agent)
    people = () if detail is not None and detail.restricted else (source_id, agent)
    if not resolver.references.holds(source, "users.csv", agent, *people):
        # The set says no more of people it deletes; what was known of the two is suspended.
        stored = resolver.state.tables["guardianship"]
        pairs = ((agent, source_id), (source_id, agent))
        deleted = agent in resolver.found.deleted["users.csv"]
        return next((pair for pair in pairs if deleted and pair in stored and stored[pair].known), None)
    own, other = resolver.roles[source_id], resolver.roles[agent]
    if "student" in own:
        guardian, student = agent, source_id
    elif "student" in other:
        guardian, student = source_id, agent
    else:
        resolver.problems.warn("agent_without_student", *source, agent)
        return None
    # One column is not enough to let a child read another child's diary.
    if resolver.roles[guardian] == {"student"}:
        resolver.problems.warn("agent_is_student", *source, agent)
        return None
    return guardian, student


def _guardianship(resolver: Resolver, pair: tuple[str, str]) -> Guardianship:
    guardian, student = pair
    child = resolver.users.get(student)
    detail = child.details.get(guardian) if child is not None else None
    if detail is None and child is None:
        # Only the guardian's line is among the changes: what is known of the relation stays.
        stored = resolver.state.tables["guardianship"].get(pair)
        if stored is not None and isinstance(stored.row, Guardianship):
            return stored.row
    if detail is None:
        roles = resolver.roles[guardian]
        relation = "trusted" if "trusted" in roles and "guardian" not in roles else "guardian"
        nothing: date | None = None
        detail = Detail(relation, restricted=False, from_day=nothing, until_day=nothing)
    return Guardianship(guardian, student, *detail)
