"""Cases of people who cannot get in: what they say, what is the matter, and what they can do."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from channels.matching.model import Known, Said
from channels.people import Name, Role


class Who(StrEnum):
    """Part of somebody at the school, as they say."""

    GUARDIAN = "guardian"
    TRUSTED = "trusted"
    STUDENT = "student"
    STAFF = "staff"

    @property
    def has_child(self) -> bool:
        return self in (Who.GUARDIAN, Who.TRUSTED)


class Sees(StrEnum):
    """Trouble of somebody, as they see it."""

    WRONG = "wrong"  # name, password or code do not fit
    NO_CHILD = "no_child"  # is in, without the child
    NOT_ENOUGH = "not_enough"  # is told that data are missing
    NO_LINK = "no_link"  # the link or the slip does not open
    WHITE = "white"  # a white page, or it loads for ever
    UNINVITED = "uninvited"


class Cause(StrEnum):
    """The one reason why somebody does not get in."""

    CONTACT = "contact"  # the school has another address or number, or none
    LETTER = "letter"  # one letter of the family name differs
    PATRONYMIC = "patronymic"  # the school has none
    LATIN = "latin"  # the school's record has Latin letters
    SECOND = "second"  # another sign-in of theirs holds the child
    ENDED = "ended"
    RESTRICTED = "restricted"
    WAITING = "waiting"  # the school has not confirmed that the child is theirs
    USED = "used"  # the invitation was used
    MISSING = "missing"  # they have not said what would show who they are
    OLD_LINK = "old_link"
    UNINVITED = "uninvited"
    SHARED = "shared"  # several people have their address
    NETWORK = "network"
    FINE = "fine"
    STRANGER = "stranger"


class Missing(StrEnum):
    """Fields that a cause is about."""

    EMAIL = "email"
    PHONE = "phone"
    PATRONYMIC = "patronymic"


@dataclass(frozen=True, slots=True)
class Claimed:
    """Answers of somebody who cannot get in. `child`, with its class, is whose diary they look for."""

    who: Who
    name: Name
    child: Name | None
    class_: str | None
    sees: Sees


@dataclass(frozen=True, slots=True)
class Evidence:
    """Facts about who asks: from a provider, or an address that they have confirmed, with a name that they typed."""

    said: Said
    by_provider: bool


@dataclass(frozen=True, slots=True)
class Following:
    """Relation of an adult to a student. `until_day`: the first day without it, once it has come.

    `is_open`: it holds today.
    """

    student: int
    is_open: bool
    until_day: date | None = None
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class SignInFacts:
    """Sign-in of somebody: since when, and how they come in."""

    since: date
    by: str  # password, passkey or provider


@dataclass(frozen=True, slots=True)
class InvitationFacts:
    made: date
    used: date | None = None
    is_live: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """Person of a school who may be who asks. `until_day`: the first day without any role, for who has none now."""

    known: Known
    school: int
    roles: frozenset[Role]
    until_day: date | None = None
    follows: tuple[Following, ...] = ()
    sign_in: SignInFacts | None = None
    invitation: InvitationFacts | None = None

    def follows_openly(self, students: frozenset[int]) -> bool:
        return any(one.student in students and one.is_open and not one.restricted for one in self.follows)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Cause, as the school sees it, and as who asks is told it.

    `person`: who they are or may be; of `SHARED`, one of the people of that address. `other`: who holds the child
    instead. `day`, `field`: what the cause is about.
    """

    cause: Cause
    shown: Cause
    person: int | None = None
    student: int | None = None
    other: int | None = None
    day: date | None = None
    field: Missing | None = None
