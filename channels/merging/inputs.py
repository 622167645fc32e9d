"""Inputs of those who merge."""

from channels.types import Id, Input


class ChosenPair(Input):
    """Two people whom the office takes for one. `case`: of somebody who could not get in, that names these two."""

    person: Id
    other: Id
    case: Id | None = None
