"""Port of portals in storage. Every method runs inside the caller's transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol

from channels.matching.model import Known

Purpose = Literal["sign_in", "connect", "invitation"]


class Detail(StrEnum):
    """Detail of a person that a portal can tell."""

    FAMILY = "family"
    GIVEN = "given"
    PATRONYMIC = "patronymic"
    BIRTH_DAY = "birth_day"
    EMAIL = "email"
    PHONE = "phone"
    SNILS = "snils"


@dataclass(frozen=True, slots=True)
class PortalSettings:
    """Settings of a portal: what an admin says of it, and may say anew.

    `client_secret` is empty if the portal asks for none. `claims`: what the portal calls a detail.
    `contacts_verified`: it tells only contacts that it has confirmed. `matches`: what it tells lets people in who were
    not connected before.
    """

    name_ru: str
    name_en: str
    client_id: str
    client_secret: str = field(repr=False)
    scopes: Sequence[str]
    claims: Mapping[Detail, str]
    roles: Collection[str]
    contacts_verified: bool
    matches: bool
    is_on: bool


@dataclass(frozen=True, slots=True)
class KeptPortal:
    """A portal in storage. `school` is None if it lets people of all schools in."""

    id: int
    school: int | None
    issuer: str
    settings: PortalSettings
    away_since: datetime | None
    changed_subjects_at: datetime | None


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit to a portal, from the way there to the way back.

    `about`: the person who connects the portal, or an invitation, which was opened by its link if `by_link`.
    """

    portal: int
    purpose: Purpose
    about: int | None
    by_link: bool
    shared: bool
    next: str
    nonce: str
    verifier: str = field(repr=False)
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class PortalAccount:
    """Account of somebody at a portal."""

    id: int
    portal: int
    subject: str = field(repr=False)
    person: int
    bound_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class PortalSession:
    """Session of a portal at which a login began: whose account it is of, and its name there if it has one."""

    account: int
    session_id: str | None


class PortalStore(Protocol):
    async def all_on(self) -> list[KeptPortal]:
        """Returns the portals that let people in, by name."""
        ...

    async def of_school(self, school: int) -> list[KeptPortal]:
        """Returns the school's portals and those of all schools, the oldest first, whether they are on or not."""
        ...

    async def get(self, portal: int) -> KeptPortal | None: ...

    async def add(self, school: int | None, issuer: str, new: PortalSettings, at: datetime) -> int | None:
        """Returns the id of a new portal; None if there is one of this issuer."""
        ...

    async def change(self, portal: int, new: PortalSettings) -> None: ...

    async def end(self, portal: int, at: datetime) -> None:
        """Ends a portal, and with it what it knew people by."""
        ...

    async def set_away(self, portal: int, since: datetime | None) -> None:
        """Notes that a portal does not answer, since the first time; None: it answers."""
        ...

    async def note_changed_subjects(self, portal: int, at: datetime | None) -> None: ...

    async def keep_visit(self, state: str, browser: str, visit: Visit, until: datetime) -> None: ...

    async def take_visit(self, state: str, browser: str, now: datetime) -> Visit | None:
        """Takes a visit away; None if none with this state began in this browser, by now."""
        ...

    async def forget(self, now: datetime) -> None:
        """Deletes visits and orders to end logins that have expired."""
        ...

    async def account(self, portal: int, subject: str) -> PortalAccount | None: ...

    async def accounts_of(self, person: int) -> list[PortalAccount]:
        """Returns what somebody is known by at portals that have not ended."""
        ...

    async def bind(self, portal: int, subject: str, person: int, at: datetime) -> int | None:
        """Returns the id of a new account; None if the portal knows the subject or the person already."""
        ...

    async def use(self, account: int, at: datetime) -> None: ...

    async def unbind(self, person: int, portal: int, at: datetime) -> bool:
        """Ends what a portal knows somebody by. False if it knows them by nothing."""
        ...

    async def lets_in(self, portal: int, person: int) -> bool:
        """True if the person has a role now for which the portal is, at one of its schools."""
        ...

    async def sharing(self, portal: int, addresses: Collection[str], phones: Collection[str]) -> list[Known]:
        """Returns everybody of the portal's schools who has one of these contacts, by `channels.contact_details`."""
        ...

    async def may_match(self, portal: int, person: int) -> bool:
        """True for whom the portal may let in by what it tells of them.

        A school's own portal does so for nobody who also belongs to another school.
        """
        ...

    async def school_of(self, portal: int, person: int) -> int:
        """Returns a school where the portal lets the person in."""
        ...

    async def has_account(self, person: int) -> bool: ...

    async def session_of(self, login: int) -> PortalAccount | None:
        """Returns by whom a portal knew the person when this login began there."""
        ...

    async def take_logout(self, portal: int, token: str, until: datetime) -> bool:
        """Notes an order to end logins. False if it came before."""
        ...

    async def end_logins(self, portal: int, subject: str | None, session_id: str | None) -> list[int]:
        """Ends the logins that began at the portal's session, or at all of a subject; returns them."""
        ...

    async def passwords_off(self, school: int) -> list[str]:
        """Returns the roles of the school whose people sign in without a password."""
        ...

    async def takes_password(self, person: int) -> bool:
        """True if a password may open something to somebody: it is not off for all that they are."""
        ...

    async def takes_passwords(self) -> bool:
        """True if a password may open something to anybody; also where there is no school yet."""
        ...

    async def set_passwords_off(self, school: int, roles: Collection[str], by: int, at: datetime) -> None: ...

    async def lets_admin_in(self, school: int) -> bool:
        """True if a portal that is on knows an admin of the school."""
        ...

    async def administers_all(self, person: int) -> bool:
        """True if the person is admin of every school here."""
        ...
