"""Shapes of comparing somebody who comes from outside with the people of a school."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from channels.people import Name


@dataclass(frozen=True, slots=True)
class Said:
    """Facts about somebody who wants to get in: from a provider, or from themselves with a confirmed address.

    `emails`, `phones`: only those that are theirs for certain. `snils`: 11 digits.
    """

    name: Name
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    snils: str | None = None
    birth_day: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A person of a school, as the school has them.

    `is_pupil`: a student, and nobody's guardian. `children`: those whose guardian the person is. `other_names`: of
    records that were merged into this one, whose contacts are among the person's.
    """

    person: int
    name: Name
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    snils: str | None = None
    is_pupil: bool = False
    children: frozenset[int] = frozenset()
    other_names: tuple[Name, ...] = ()


class Difference(StrEnum):
    """A reason why somebody is not the person that they nearly are."""

    EMAIL = "email"  # the school has another mail address
    PHONE = "phone"  # the school has another telephone number
    EMAIL_UNSAID = "email_unsaid"  # the school has an address, and they said none
    PHONE_UNSAID = "phone_unsaid"  # the school has a number, and they said none
    NO_CONTACT = "no_contact"  # the school has neither address nor number
    SHARED_CONTACT = "shared_contact"  # the contact is of too many people to prove anything
    FAMILY_LETTER = "family_letter"  # one letter of the family name
    FAMILY = "family"
    GIVEN = "given"
    PATRONYMIC_MISSING = "patronymic_missing"  # the school has none
    PATRONYMIC_UNSAID = "patronymic_unsaid"  # they said none
    PATRONYMIC = "patronymic"
    LATIN = "latin"  # one of the names is in Latin letters
    SNILS = "snils"
    AGE = "age"  # an adult for a pupil, or a child for an adult


@dataclass(frozen=True, slots=True)
class Matched:
    person: int


@dataclass(frozen=True, slots=True)
class Several:
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """The only person who is nearly the one looked for, and what keeps them apart."""

    person: int
    differences: frozenset[Difference]


@dataclass(frozen=True, slots=True)
class Nobody:
    pass


Found = Matched | Several | Near | Nobody
