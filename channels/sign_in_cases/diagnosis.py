"""Rules that find the one cause why somebody does not get in. Pure: facts in, cause out.

A stranger learns nothing. Who has only confirmed an address that the school does not have beside this child is a
stranger, whatever they typed; the school sees more than they are told. A restriction wins over every other cause.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from channels.matching.matching import (
    contact_keys,
    differences_of,
    differences_of_names,
    find,
    is_near,
    name_differences,
)
from channels.matching.model import Difference, Found, Known, Matched, Near, Nobody, Said, Several
from channels.names import LOOKS_ALIKE
from channels.people import Name
from channels.sign_in_cases.model import Candidate, Cause, Claimed, Diagnosis, Evidence, Missing, Sees

_BY_NAME: tuple[tuple[Difference, Cause, Missing | None], ...] = (
    (Difference.FAMILY_LETTER, Cause.LETTER, None),
    (Difference.LATIN, Cause.LATIN, None),
    (Difference.PATRONYMIC_MISSING, Cause.PATRONYMIC, None),
    (Difference.PATRONYMIC_UNSAID, Cause.MISSING, Missing.PATRONYMIC),
)
_BY_CONTACT: tuple[tuple[Difference, Cause, Missing | None], ...] = (
    (Difference.EMAIL, Cause.CONTACT, Missing.EMAIL),
    (Difference.PHONE, Cause.CONTACT, Missing.PHONE),
    (Difference.NO_CONTACT, Cause.CONTACT, None),
    (Difference.EMAIL_UNSAID, Cause.MISSING, Missing.EMAIL),
    (Difference.PHONE_UNSAID, Cause.MISSING, Missing.PHONE),
    (Difference.SHARED_CONTACT, Cause.SHARED, None),
)
_BY_INVITATION = frozenset({Sees.NO_LINK, Sees.WRONG})
_ALIKE = frozenset(difference for difference, _, _ in _BY_NAME)


def diagnose(
    evidence: Evidence, claimed: Claimed, people: Collection[Candidate], students: Mapping[int, int], today: date
) -> Diagnosis:
    """Returns why somebody does not get in.

    `people`: all who share a contact or the name with them, and the adults of the `students`, who are those of the name
    and class that were said, each with the school.
    """
    by_id = {one.known.person: one for one in people}
    told = _cause(evidence, claimed, by_id, frozenset(students), today)
    if told.student is None and told.person is not None:
        here = [student for student, school in students.items() if school == by_id[told.person].school]
        told = replace(told, student=here[0] if len(here) == 1 else None)
    if evidence.by_provider or (told.person is not None and _share_contact(evidence.said, by_id[told.person].known)):
        return told
    return replace(told, shown=Cause.NETWORK if claimed.sees is Sees.WHITE else Cause.STRANGER)


def _cause(
    evidence: Evidence, claimed: Claimed, by_id: Mapping[int, Candidate], children: frozenset[int], today: date
) -> Diagnosis:
    people = by_id.values()
    if kept := _kept_from(evidence, people, children):
        return _told(Cause.RESTRICTED, kept, children)
    found = find(evidence.said, [one.known for one in people], today)
    if not isinstance(found, Matched) and claimed.who.has_child:
        found = _beside_the_child(found, evidence.said, people, children, today)
    if isinstance(found, Matched):
        return _of_matched(by_id[found.person], claimed, people, children)
    if isinstance(found, Several):
        return _of_several([by_id[person] for person in found.people], evidence.said, children)
    if isinstance(found, Near):
        return _of_near(by_id[found.person], found.differences, children)
    assert isinstance(found, Nobody)
    return _told(Cause.NETWORK if claimed.sees is Sees.WHITE else Cause.STRANGER, None, children)


def has_mixed_letters(name: Name) -> bool:
    """True if a word of the name has Latin letters among Cyrillic ones."""
    words = f"{name.family} {name.given} {name.middle}".replace("-", " ").split()
    return any(
        word != word.translate(LOOKS_ALIKE) and any("а" <= sign <= "я" for sign in word.lower()) for word in words
    )


def _beside_the_child(
    found: Found, said: Said, people: Collection[Candidate], children: frozenset[int], today: date
) -> Found:
    """Returns who is nearly somebody: of those beside the child, or of those with the same contact.

    Elsewhere somebody of the same name is a namesake, and no more.
    """
    known = [one.known for one in people]
    beside = {one.known.person for one in people if any(it.student in children for it in one.follows)}
    near = {
        one.person: differ
        for one in known
        if is_near(differ := differences_of(said, one, known, today))
        and (one.person in beside or contact_keys(said) & contact_keys(one))
    }
    best = {person: differ for person, differ in near.items() if person in beside} or near
    if len(best) == 1:
        [(person, differ)] = best.items()
        return Near(person, differ) if differ else found
    return Several(tuple(sorted(best))) if best else Nobody()


def _of_matched(one: Candidate, claimed: Claimed, people: Collection[Candidate], children: frozenset[int]) -> Diagnosis:
    """Returns the cause of somebody whom the school knows for certain."""
    if not one.roles:
        return replace(_told(Cause.ENDED, one, children), day=one.until_day)
    if claimed.who.has_child and not one.follows_openly(children):
        other = next((other for other in people if _is_double(one, other) and other.follows_openly(children)), None)
        if other is not None and not any(it.is_open for it in one.follows):
            return replace(_told(Cause.SECOND, one, children), other=other.known.person)
        over = [it for it in one.follows if it.student in children and it.until_day is not None and not it.is_open]
        if over:
            return replace(_told(Cause.ENDED, one, children), day=max(it.until_day for it in over if it.until_day))
        return _told(Cause.WAITING, one, children)
    if has_mixed_letters(one.known.name) and claimed.sees in (Sees.WRONG, Sees.NOT_ENOUGH):
        return _told(Cause.LATIN, one, children)
    return _of_known(one, claimed, children)


def _of_known(one: Candidate, claimed: Claimed, children: frozenset[int]) -> Diagnosis:
    """Returns the cause of somebody who has all rights that they ask for."""
    if claimed.sees is Sees.WHITE:
        return _told(Cause.NETWORK, one, children)
    if one.sign_in is None:
        made = one.invitation
        # who has a link that we have not made has one of an earlier year, or of another system
        is_old = claimed.sees is Sees.NO_LINK if made is None else not made.is_live and claimed.sees in _BY_INVITATION
        return replace(
            _told(Cause.OLD_LINK if is_old else Cause.UNINVITED, one, children), day=made.made if made else None
        )
    if claimed.sees in (Sees.NO_LINK, Sees.UNINVITED) and one.invitation is not None and one.invitation.used:
        return replace(_told(Cause.USED, one, children), day=one.invitation.used)
    return replace(_told(Cause.FINE, one, children), day=one.sign_in.since)


def _of_several(some: Collection[Candidate], said: Said, children: frozenset[int]) -> Diagnosis:
    """Returns the cause if several people fit: one human twice, or people who share an address."""
    holding = [one for one in some if one.follows_openly(children)]
    others = [one for one in some if not one.follows_openly(children)]
    if len(holding) == 1 and (double := next((one for one in others if _is_double(holding[0], one)), None)) is not None:
        return replace(_told(Cause.SECOND, double, children), other=holding[0].known.person)
    return _told(Cause.SHARED, next((one for one in some if _share_contact(said, one.known)), None), children)


def _of_near(one: Candidate, differ: frozenset[Difference], children: frozenset[int]) -> Diagnosis:
    """Returns the cause of somebody who is nearly a person of the school."""
    cause, field = next(
        (cause, field) for difference, cause, field in (*_BY_CONTACT, *_BY_NAME) if difference in differ
    )
    return replace(_told(cause, one, children), field=field)


def _kept_from(evidence: Evidence, people: Collection[Candidate], children: frozenset[int]) -> Candidate | None:
    """Returns who is kept from the child and may be who asks.

    Never by a typed name alone: it would tell anybody who is kept from whom.
    """
    for one in people:
        if any(it.student in children and it.restricted for it in one.follows):
            is_alike = differences_of_names(evidence.said.name, one.known) <= _ALIKE
            if is_alike and (evidence.by_provider or _share_contact(evidence.said, one.known)):
                return one
    return None


def _is_double(one: Candidate, other: Candidate) -> bool:
    """True if these may be one human twice: two people of the same full name."""
    return one.known.person != other.known.person and not name_differences(one.known.name, other.known.name)


def _share_contact(said: Said, known: Known) -> bool:
    return bool(contact_keys(said) & contact_keys(known))


def _told(cause: Cause, one: Candidate | None, children: frozenset[int]) -> Diagnosis:
    student = next((it.student for it in one.follows if it.student in children), None) if one is not None else None
    return Diagnosis(cause, cause, person=None if one is None else one.known.person, student=student)
