"""Who follows which child, from agents named on either side."""

from __future__ import annotations

from datetime import date

from channels.roster.lines import Detail, User
from channels.roster.model import Guardianship
from channels.roster.resolve import Resolver


def resolve_guardians(resolver: Resolver) -> None:
    """Adds guardianships to what is wanted. Both directions are merged; a detail on the child's line decides.

    Where only changes are told, a person's line that names agents is the whole truth about that person, and
    one that names none says nothing: most systems keep the list on one side only.
    """
    named: dict[tuple[str, str], Guardianship] = {}
    speaking: set[str] = set()
    for source_id, user in resolver.users.items():
        agents = [*user.agents, *(agent for agent in user.details if agent not in user.agents)]
        if agents:
            speaking.add(source_id)
        for agent in agents:
            pair = _pair(resolver, user, agent)
            if pair is not None and (pair not in named or pair[1] == source_id):
                named[pair] = _guardianship(resolver, pair)
    for row in named.values():
        if row.restricted or not resolver.disabled(row.guardian):
            resolver.wanted.put("guardianship", row)
    gone = resolver.found.deleted["users.csv"]
    wanted = resolver.wanted.rows["guardianship"]
    for row in resolver.state.rows("guardianship"):
        pair = (row.guardian, row.student)
        disabled = resolver.disabled(row.guardian) and not row.restricted
        told = row.guardian in speaking or row.student in speaking
        if pair not in wanted and (disabled or told or row.guardian in gone or row.student in gone):
            resolver.wanted.gone["guardianship"].add(pair)


def _pair(resolver: Resolver, user: User, agent: str) -> tuple[str, str] | None:
    """(guardian, student), or None with the reason in the report."""
    source_id = user.person.source_id
    source = ("users.csv", user.line, "agentSourcedIds")
    if agent == source_id:
        resolver.report.warn("agent_is_self", *source, agent)
        return None
    if not resolver.references.holds(source, "users.csv", agent):
        return None
    own, other = resolver.roles[source_id], resolver.roles[agent]
    if "student" in own:
        guardian, student = agent, source_id
    elif "student" in other:
        guardian, student = source_id, agent
    else:
        resolver.report.warn("agent_without_student", *source, agent)
        return None
    # A right to read another child's diary is not given on the word of one column to a child.
    if resolver.roles[guardian] == {"student"}:
        resolver.report.warn("agent_is_student", *source, agent)
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
