"""Ports of invitations and activation codes in storage. Every method runs inside the caller's transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from channels.invitations.model import InvitedChild, Medium
from channels.people import ClassRef, Name, SchoolRef
from channels.policy import InviteeRights


@dataclass(frozen=True, slots=True)
class KeptInvitation:
    """An invitation in storage. `is_carried`: its mail or message was accepted; `has_bounced`: it did not
    arrive.

    `is_asked`: nobody of the school made it, but its person asked for it.
    """

    id: int
    school: int
    person: int
    medium: Medium
    made_at: datetime
    expires_at: datetime
    is_carried: bool
    has_bounced: bool
    is_asked: bool
    opened_at: datetime | None
    used_at: datetime | None
    ended_at: datetime | None

    @property
    def last_moment(self) -> datetime:
        return self.expires_at - timedelta(seconds=1)

    def is_live(self, now: datetime) -> bool:
        return self.used_at is None and self.ended_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class Invitee:
    """Person at a school, to be invited: `classes` are own ones, `children` those whom they follow there.

    `phone`: a number to which messages can go. `signs_in_since` is None without a sign-in. `latest`: the last
    invitation of this school. `refuses_mail`: mail to the address comes back.
    """

    person: int
    name: Name
    rights: InviteeRights
    classes: Sequence[ClassRef]
    children: Sequence[tuple[Name, InvitedChild]]
    address: str | None
    refuses_mail: bool
    phone: str | None
    language: Literal["ru", "en"]
    login: str | None
    username: str | None
    signs_in_since: datetime | None
    latest: KeptInvitation | None


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """An invitation to store: its secrets as hashes."""

    person: int
    token_hash: bytes
    code_hash: bytes


@dataclass(frozen=True, slots=True)
class Belonging:
    """A student of a class, or an adult who follows that student, with the relation."""

    student: int
    adult: int | None
    relation: str | None


@dataclass(frozen=True, slots=True)
class GivenAccount:
    """A sign-in that somebody was given: its name, and the sign-ins of before, which ended."""

    login: str
    ended: Sequence[int]


class InvitationStore(Protocol):
    async def invitees(self, school: int, people: Collection[int], today: date) -> Mapping[int, Invitee]:
        """Returns those of the people who have a role at the school, now or to come."""
        ...

    async def school(self, school: int) -> SchoolRef:
        """Returns a school that exists."""
        ...

    async def class_of(self, class_: int) -> tuple[int, ClassRef] | None:
        """Returns a class that has not ended, with its school."""
        ...

    async def people_of_class(self, class_: int, today: date) -> list[Belonging]:
        """Returns students, now or to come, and the adults who follow them and are not kept from them."""
        ...

    async def staff(self, school: int, today: date) -> list[int]: ...

    async def add(
        self,
        school: int,
        made: Sequence[NewInvitation],
        medium: Medium,
        by: int | None,
        at: datetime,
        expires_at: datetime,
    ) -> Mapping[int, int]:
        """Stores invitations in the place of those before; returns person -> invitation."""
        ...

    async def set_dispatch(self, invitation: int, dispatch: int) -> None:
        """Notes which mail or message carries an invitation."""
        ...

    async def end(self, school: int, people: Collection[int], at: datetime) -> None:
        """Ends the live invitations of these people."""
        ...

    async def find(self, *, token_hash: bytes | None = None, code_hash: bytes | None = None) -> KeptInvitation | None:
        """Returns the invitation with this secret, whether it is live or not."""
        ...

    async def get(self, invitation: int) -> KeptInvitation | None: ...

    async def open(self, invitation: int, at: datetime) -> None:
        """Notes that an invitation was opened, the first time."""
        ...

    async def use(self, invitation: int, at: datetime) -> bool:
        """Uses an invitation up. False if it is not live any more: of several at once one gets True."""
        ...

    async def give_account(self, invitee: Invitee, password_hash: str | None) -> GivenAccount:
        """Gives somebody a sign-in, or a new password to the one they have; None: without a password.

        Sign-ins, passkeys and portals of before end.
        """
        ...

    async def ask(self, typed: str, at: datetime) -> None:
        """Keeps a request for an invitation by mail."""
        ...

    async def take_asked(self, limit: int) -> list[str]:
        """Takes the oldest requests away and returns what was typed; others who take some get other ones."""
        ...

    async def reached(self, typed: str) -> list[tuple[int, int]]:
        """Returns whom a name, an address or a number reaches, each with the first of their schools."""
        ...

    async def sent_to(self, invitation: int) -> str | None:
        """Returns the address or the number to which an invitation was sent; None for one on paper."""
        ...

    async def confirm_phone(self, person: int, phone_key: str, at: datetime) -> None:
        """Notes that this number is the person's: they have shown that they read what is sent there."""
        ...

    async def free_login(self, invitee: Invitee) -> str:
        """Returns the name that `give_account` would give somebody now."""
        ...

    async def bounce(self, dispatch: int, at: datetime) -> bool:
        """Notes that the mail of an invitation came back. False if it carried none."""
        ...


@dataclass(frozen=True, slots=True)
class NewTelephoneCode:
    """A code by telephone to store, as hashes; of nobody, where a request reached nobody by a message."""

    asked_hash: bytes
    code_hash: bytes
    made_at: datetime
    expires_at: datetime
    person: int | None = None
    school: int | None = None
    phone_key: str | None = None


@dataclass(frozen=True, slots=True)
class ShownTelephone:
    """Person who has shown that a number is theirs, and the school that has it."""

    person: int
    school: int
    phone_key: str


class TelephoneCodeStore(Protocol):
    async def sent_since(self, person: int, moment: datetime) -> int:
        """Counts the codes that somebody was sent; others who count, or send, the same person's wait for this one."""
        ...

    async def add(self, code: NewTelephoneCode) -> None:
        """Stores a code; earlier ones of its person are good no more."""
        ...

    async def attempt(
        self, asked_hash: bytes, code_hash: bytes, at: datetime, most_wrong: int
    ) -> ShownTelephone | None:
        """Takes a good code, once; counts a wrong one against all codes that were asked for so, and returns None."""
        ...

    async def confirmed(self, person: int) -> str | None:
        """Returns the number that somebody has shown to be theirs, the last one, by its digits."""
        ...

    async def forget(self, before: datetime) -> None:
        """Deletes codes that were made before then."""
        ...


@dataclass(frozen=True, slots=True)
class AppliedSchool:
    """School for which a code was made."""

    name: str
    zone: str


@dataclass(frozen=True, slots=True)
class GoodCode:
    """An activation code that opens a school: any, or the one that applied for it."""

    school: AppliedSchool | None


class ActivationStore(Protocol):
    async def is_empty(self) -> bool:
        """True if there is no school."""
        ...

    async def add(self, code_hash: bytes, at: datetime, expires_at: datetime, *, is_first: bool) -> None:
        """Stores a code. A first one stands in the place of the one before."""
        ...

    async def find(self, code_hash: bytes, at: datetime) -> GoodCode | None:
        """Returns a code that is good then."""
        ...

    async def use(self, code_hash: bytes, at: datetime) -> int | None:
        """Returns the id of a good code, and keeps others from it; None if it is none, or somebody was faster."""
        ...

    async def open_school(self, code: int, name: str, zone: str) -> int:
        """Adds the school that a code opens, which is used up with that."""
        ...
