"""Pairs that an import proposes: people of two sources who are one human by the rules of matching."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from itertools import combinations

from channels.matching.matching import differences_of
from channels.matching.model import Known, Said
from channels.merging.model import Side
from channels.merging.rules import in_order, problem_of

MANY = 20  # people of one contact; one that more have is nobody's


def pairs_of(
    groups: Collection[Collection[int]], brought: Collection[int], known: Mapping[int, Known]
) -> Iterator[tuple[int, int]]:
    """Yields the pairs of one who was brought and one who was not that are one human, each once.

    `groups`: people who share a contact or a SNILS, all of them or more than `MANY`.
    """
    near: dict[int, set[int]] = defaultdict(set)
    for group in groups:
        for person in group:
            near[person].update(group)
    found = set()
    for group in groups:
        for pair in combinations(sorted(group), 2) if len(group) <= MANY else ():
            one, other = pair
            if pair not in found and (one in brought) != (other in brought):
                around = [known[person] for person in near[one] | near[other]]
                if is_same(known[one], known[other], around):
                    found.add(pair)
                    yield pair


def is_same(one: Known, other: Known, known: Collection[Known]) -> bool:
    """True if either would be found as the other, had they come from outside."""
    return _finds(one, other, known) and _finds(other, one, known)


def _finds(one: Known, other: Known, known: Collection[Known]) -> bool:
    said = Said(one.name, one.emails, one.phones, one.snils)
    rest = [each for each in known if each.person != one.person]
    return not differences_of(said, other, rest, date.min)  # without a birthday no age is compared


def proposed(one: Side, other: Side) -> tuple[Side, Side, int] | None:
    """Returns who would stay, who would lead there, and the school whose office shall say; None if none can.

    Not those whose merge would be refused: that an adult is kept from a child of somebody is nothing to hint at.
    """
    schools = one.places & other.places
    if not schools or one.ended or other.ended:
        return None
    survivor, leads = in_order(one, other)
    return None if problem_of(survivor, leads, "import") is not None else (survivor, leads, min(schools))
