"""Warns of students in two classes of one school at once: a slip of the roster, of which one class counts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from channels.roster.model import SchoolClass, Session
from channels.roster.resolve import Resolver

Span = tuple[date, date]
"""First day and end day (exclusive)."""


def warn_of_two_classes(resolver: Resolver) -> None:
    """Warns once, with the number of students and the first of them. The class begun last counts (0025)."""
    spans: dict[tuple[str, str], dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    classes = {row.source_id: row for row in resolver.standing("class") if isinstance(row, SchoolClass)}
    terms = {row.source_id: row for row in resolver.standing("academic_session") if isinstance(row, Session)}
    for row in resolver.standing("class_enrolment"):
        class_ = classes.get(row.group)
        if class_ is not None:
            spans[class_.school, row.person][row.group].append(_span(row, class_, terms))
    doubled = (person for (_, person), theirs in spans.items() if len(theirs) > 1 and _overlap(theirs))
    resolver.problems.warn_of("two_classes_at_once", "enrollments.csv", doubled)


def _span(row: Any, class_: SchoolClass, terms: dict[str, Session]) -> Span:
    """Returns the days on which an enrolment holds, by its own days and those of the class's terms."""
    running = [terms[term] for term in class_.terms if term in terms]
    first = min((term.from_day for term in running), default=date.min)
    end = max((term.until_day for term in running), default=date.max)
    return max(row.from_day or date.min, first), min(row.until_day or date.max, end)


def _overlap(classes: dict[str, list[Span]]) -> bool:
    """True if the days of two different classes overlap."""
    days = sorted((first, end, group) for group, spans in classes.items() for first, end in spans if first < end)
    return any(
        earlier[2] != later[2] and later[0] < earlier[1] for n, earlier in enumerate(days) for later in days[n + 1 :]
    )
