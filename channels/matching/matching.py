"""Rules that say whether somebody from outside is a person of a school.

A SNILS alone is enough, or the full name and one contact that both sides have; a name alone never is, nor is a contact
alone. What is nearly somebody lets nobody in: it is explained to them, and the school mends it.
"""

from collections.abc import Collection, Iterable
from datetime import date
from itertools import takewhile

from channels.contact_details import address_key, phone_key
from channels.matching.model import Difference, Found, Known, Matched, Near, Nobody, Said, Several
from channels.names import in_latin, name_key
from channels.people import Name

SHARED = 3  # people of one contact who make it a proof of nobody; children of who is looked for do not count
ADULT, PUPIL = 21, 14  # years: from the first on nobody is a pupil, below the second nobody is an adult of a school
_NAMES = frozenset(
    {
        Difference.FAMILY_LETTER,
        Difference.FAMILY,
        Difference.GIVEN,
        Difference.PATRONYMIC,
        Difference.PATRONYMIC_MISSING,
        Difference.PATRONYMIC_UNSAID,
        Difference.LATIN,
    }
)
_TOO_FAR = frozenset({Difference.FAMILY, Difference.GIVEN, Difference.PATRONYMIC})


def find(said: Said, known: Collection[Known], today: date) -> Found:
    """Returns who of these people somebody is.

    `known` holds everybody who shares a contact, the SNILS or the family name with them, so that a contact of many is
    seen as what it is. `Several`, if the same is true of more than one; `Near`, if it is of exactly one but for what
    differs.
    """
    differences = {one.person: differences_of(said, one, known, today) for one in known}
    matched = [person for person, differ in differences.items() if not differ]
    if len(matched) == 1:
        return Matched(matched[0])
    if matched:
        return Several(tuple(sorted(matched)))
    near = [person for person, differ in differences.items() if is_near(differ)]
    if len(near) == 1:
        return Near(near[0], differences[near[0]])
    return Several(tuple(sorted(near))) if near else Nobody()


def differences_of(said: Said, one: Known, known: Iterable[Known], today: date) -> frozenset[Difference]:
    """Returns what keeps somebody from being this one of the known people; nothing if they are."""
    if _wrong_age(said, one, today):
        return frozenset({Difference.AGE})
    if said.snils is not None and one.snils is not None:
        return frozenset() if said.snils == one.snils else frozenset({Difference.SNILS})
    differ = set(differences_of_names(said.name, one))
    common = contact_keys(one) & contact_keys(said)
    if not any(_proves(contact, one, known) for contact in common):
        differ.add(Difference.SHARED_CONTACT if common else _contact_difference(said, one))
    return frozenset(differ)


def differences_of_names(said: Name, one: Known) -> frozenset[Difference]:
    """Returns in what a name differs from the one that is nearest of somebody's."""
    found = [name_differences(said, has) for has in (one.name, *one.other_names)]
    return min(found, key=lambda differ: (not differ <= _NAMES - _TOO_FAR, len(differ)))


def name_differences(said: Name, has: Name) -> frozenset[Difference]:
    """Returns in what two names differ, however they are written."""
    differ = set()
    family, other = name_key(said.family), name_key(has.family)
    if family != other:
        if _is_transliterated(said.family, has.family):
            differ.add(Difference.LATIN)
        else:
            differ.add(Difference.FAMILY_LETTER if _one_apart(family, other) else Difference.FAMILY)
    if name_key(said.given) != name_key(has.given):
        differ.add(Difference.LATIN if _is_transliterated(said.given, has.given) else Difference.GIVEN)
    middle, other = name_key(said.middle), name_key(has.middle)
    if middle != other:
        if not other:
            differ.add(Difference.PATRONYMIC_MISSING)
        elif not middle:
            differ.add(Difference.PATRONYMIC_UNSAID)
        else:
            differ.add(Difference.LATIN if _is_transliterated(said.middle, has.middle) else Difference.PATRONYMIC)
    return frozenset(differ)


def contact_keys(one: Said | Known) -> set[str]:
    """Returns what all spellings of somebody's addresses and numbers have in common."""
    keys = [address_key(email) for email in one.emails] + [phone_key(phone) for phone in one.phones]
    return {key for key in keys if key is not None}


def snils_digits(typed: str) -> str | None:
    """Returns the 11 digits of a SNILS (`112-233-445 95`); None if it is none, as its last two digits tell.

    By the rule of the Pension Fund, which the earliest numbers, up to 001-001-998, are free of.
    """
    digits = "".join(sign for sign in typed if sign.isdecimal())
    if len(digits) != 11 or not digits.isascii() or any(sign.isalpha() for sign in typed):
        return None
    if int(digits[:9]) <= 1_001_998:
        return digits
    total = sum(int(digit) * (9 - place) for place, digit in enumerate(digits[:9]))
    return digits if total % 101 % 100 == int(digits[9:]) else None


def is_near(differ: frozenset[Difference]) -> bool:
    """True if either the names are the same, or a contact is and the names nearly are; a wrong age is never near."""
    if differ & {Difference.AGE, Difference.SNILS}:
        return False
    return not differ & _NAMES or (differ <= _NAMES and not differ & _TOO_FAR)


def _contact_difference(said: Said, one: Known) -> Difference:
    if not one.emails and not one.phones:
        return Difference.NO_CONTACT
    if one.emails and said.emails:
        return Difference.EMAIL
    if one.phones:
        return Difference.PHONE if said.phones else Difference.PHONE_UNSAID
    return Difference.EMAIL_UNSAID


def _proves(contact: str, one: Known, known: Iterable[Known]) -> bool:
    """True if few enough people have the contact for it to be this one's; of a pupil, no adult: it is theirs then."""
    others = [
        other
        for other in known
        if other.person != one.person and other.person not in one.children and contact in contact_keys(other)
    ]
    return len(others) < SHARED - 1 and not (one.is_pupil and any(not other.is_pupil for other in others))


def _wrong_age(said: Said, one: Known, today: date) -> bool:
    if said.birth_day is None:
        return False
    born = said.birth_day
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return years >= ADULT if one.is_pupil else years < PUPIL


def _is_transliterated(one: str, other: str) -> bool:
    """True if one is the other in Latin letters."""
    return one.isascii() != other.isascii() and in_latin(one) == in_latin(other) != ""


def _one_apart(one: str, other: str) -> bool:
    """True if one letter is wrong, missing or too much, or two neighbours have changed places."""
    if not one or not other or abs(len(one) - len(other)) > 1:
        return False
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])
