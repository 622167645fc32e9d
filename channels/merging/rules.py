"""Rules of merging: who stays, and what keeps two people from being made one."""

from channels.errors import Code, Codes
from channels.matching.matching import name_differences
from channels.matching.model import Difference
from channels.merging.model import Proof, Side
from channels.people import Role

_PARENTS = frozenset({"mother", "father"})
_OTHERS = frozenset({Difference.GIVEN, Difference.PATRONYMIC})
_OTHERS_OF_OFFICE = _OTHERS | {Difference.FAMILY}


def in_order(one: Side, other: Side) -> tuple[Side, Side]:
    """Returns who stays and who leads to them, of two whom an office has chosen.

    Who holds others stays, then who has a second factor, which must not be lost, then who signs in, then who came
    first.
    """
    first, second = sorted((one, other), key=lambda side: side.id)
    return max(((first, second), (second, first)), key=lambda pair: _rank(pair[0]))


def _rank(side: Side) -> tuple[bool, bool, bool]:
    return side.holds_others, side.has_second_factor, side.login is not None


def problem_of(survivor: Side, other: Side, proof: Proof) -> Code | None:
    """Returns why the other cannot be merged into the survivor; None if nothing is in the way.

    A name that differs may be a new one if both sign-ins are shown, as after a wedding; an office corrects it first.
    """
    if survivor.id == other.id or other.merged_into == survivor.id or survivor.merged_into == other.id:
        return Codes.MERGE_SAME
    if survivor.merged_into is not None or other.merged_into is not None or other.holds_others:
        return Codes.MERGE_CHAINED
    if other.login is not None and survivor.login is None:
        return Codes.MERGE_CHAINED  # who holds others without a sign-in: the other's would open nothing
    if _is_child_and_adult(survivor, other):
        return Codes.MERGE_CHILD_AND_ADULT
    if _are_different(survivor, other, proof):
        return Codes.MERGE_DIFFERENT_PEOPLE
    if survivor.kept_from() & other.children() or other.kept_from() & survivor.children():
        return Codes.MERGE_RESTRICTED
    if other.has_second_factor and not survivor.has_second_factor:
        return Codes.MERGE_SECOND_FACTOR
    return None


def _is_child_and_adult(one: Side, other: Side) -> bool:
    """True for a pupil and an adult; a merge would give a child rights of an adult, or take a child's from them."""
    if (one.is_student and other.is_adult) or (other.is_student and one.is_adult):
        return True
    return any(follow.student == child.id for adult, child in ((one, other), (other, one)) for follow in adult.follows)


def _are_different(one: Side, other: Side, proof: Proof) -> bool:
    """True for those whom the register says to be two."""
    if one.snils is not None and other.snils is not None and one.snils != other.snils:
        return True
    differ = name_differences(one.person.name, other.person.name)
    if differ & (_OTHERS if proof == "sign_ins" else _OTHERS_OF_OFFICE):
        return True
    studies = {school for role, school in one.roles if role is Role.STUDENT}
    if studies & {school for role, school in other.roles if role is Role.STUDENT}:
        return True  # one school has two children of this name
    relations = {follow.student: follow.relation for follow in one.follows}
    return any({relations.get(follow.student), follow.relation} == _PARENTS for follow in other.follows)


def places_of(survivor: Side, other: Side) -> frozenset[int]:
    """Returns the schools whose offices have to agree."""
    return survivor.places | other.places
