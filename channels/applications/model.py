"""Applications of schools for a connection, and what may become of them. Pure: facts in, state out."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal

from channels import zones
from channels.errors import Code, Codes

CONFIRM_WITHIN = timedelta(days=3)  # a school's mailbox is read on the next working day
KEPT = timedelta(days=90)  # who applied, after the decision; after the confirmation, if there is none
MOST_WRONG = 20  # codes, until none confirms an address any more
MOST_OPEN = 5000  # applications that wait for their applicant or for the operator


class ApplicationState(StrEnum):
    UNCONFIRMED = "unconfirmed"  # nobody has shown that they read the mail of its address
    WAITING = "waiting"  # for the operator
    REFUSED = "refused"
    CODE_SENT = "code_sent"
    CONNECTED = "connected"  # the code was used: the school is there


@dataclass(frozen=True, slots=True)
class Applicant:
    """Applicant for a school. `position`: at the school, in their own words."""

    name: str
    position: str
    email: str
    telephone: str | None


@dataclass(frozen=True, slots=True)
class KeptApplication:
    """An application in storage. `applicant` is None once it is forgotten. `code_*`: of its activation code."""

    id: int
    school: str
    zone: str
    language: Literal["ru", "en"]
    applicant: Applicant | None
    code_hash: bytes | None
    wrong_codes: int
    made_at: datetime
    confirmed_at: datetime | None = None
    decided_at: datetime | None = None
    refused_for: str | None = None
    code_expires_at: datetime | None = None
    code_used_at: datetime | None = None

    @property
    def state(self) -> ApplicationState:
        if self.code_used_at is not None:
            return ApplicationState.CONNECTED
        if self.refused_for is not None:
            return ApplicationState.REFUSED
        if self.decided_at is not None:
            return ApplicationState.CODE_SENT
        return ApplicationState.UNCONFIRMED if self.confirmed_at is None else ApplicationState.WAITING

    def is_known(self, now: datetime) -> bool:
        """False once nobody can confirm it any more, or its applicant is forgotten."""
        return self.applicant is not None and (self.confirmed_at is not None or now < self.made_at + CONFIRM_WITHIN)

    def is_confirmed_by(self, code_hash: bytes) -> bool:
        return self.code_hash == code_hash and self.wrong_codes < MOST_WRONG

    def why_not_accepted(self, now: datetime, *, again: bool) -> Code | None:
        """Returns why no code can be sent. `again`: a new one in the place of one that still works."""
        if not self.is_known(now):
            return Codes.NOT_FOUND
        if self.state is ApplicationState.CODE_SENT:
            works = self.code_expires_at is not None and now < self.code_expires_at
            return Codes.APPLICATION_DECIDED if works and not again else None
        return None if self.state is ApplicationState.WAITING else self._why_not_decided

    def why_not_refused(self, now: datetime) -> Code | None:
        """Returns why it cannot be refused. One that was accepted can, until its code is used, which ends with that."""
        if not self.is_known(now):
            return Codes.NOT_FOUND
        is_open = self.state in (ApplicationState.WAITING, ApplicationState.CODE_SENT)
        return None if is_open else self._why_not_decided

    @property
    def _why_not_decided(self) -> Code:
        is_early = self.state is ApplicationState.UNCONFIRMED
        return Codes.APPLICATION_UNCONFIRMED if is_early else Codes.APPLICATION_DECIDED


def last_day(expires_at: datetime, zone: str) -> date:
    """Returns the last day on which something can be used, where the school is. `zones.read` its zone before."""
    return (expires_at - timedelta(seconds=1)).astimezone(zones.zone(zone)).date()
