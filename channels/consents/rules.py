"""Outcome of somebody's answer to a text: pure, from the version that is asked for and what was said."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AnswerState(StrEnum):
    OPEN = "open"  # nothing was said
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Answer:
    """Words of one person to a version of a text, for one child or for themself. `number`: of the version."""

    id: int
    number: int
    agreed: bool
    answered_at: datetime
    withdrawn_at: datetime | None = None

    @property
    def state(self) -> AnswerState:
        if not self.agreed:
            return AnswerState.REFUSED
        return AnswerState.GIVEN if self.withdrawn_at is None else AnswerState.WITHDRAWN


@dataclass(frozen=True, slots=True)
class Outcome:
    """Outcome of an answer. `is_due`: the present version is not answered, whatever was said to earlier ones."""

    state: AnswerState
    is_due: bool


def outcome(last: Answer | None, present: int | None) -> Outcome:
    """Returns what holds, by the last word to the newest version that was answered.

    `present`: number of the version that is asked for; None where nobody is asked any more.
    """
    return Outcome(
        state=AnswerState.OPEN if last is None else last.state,
        is_due=present is not None and (last is None or last.number < present),
    )


def changes(last: Answer | None, number: int, *, agreed: bool) -> bool:
    """True if this answer to the present version says something new."""
    said = AnswerState.GIVEN if agreed else AnswerState.REFUSED
    return last is None or last.number != number or last.state is not said
