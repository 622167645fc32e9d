"""Status of an installation, for anybody: whether it works, since when, and how it tells people."""

import asyncio
from datetime import timedelta

from channels.errors import Codes, Refusal
from channels.notices.preferences import CarrierName
from channels.notices.settings import Offered
from channels.store import Desk
from channels.types import Moment, Shape

KEPT = timedelta(seconds=5)  # the first of September brings a school to the sign-in page within minutes
PATIENCE = 2.0  # seconds for the database to answer


class OfferedCarriers(Shape):
    """Carriers that this installation has beside the open page."""

    push: bool
    mail: bool
    telephone: bool


class InstallationStatus(Shape):
    """`works`: the database answers, too. `since`: the process that answers works from then on. `now`: its clock.

    `is_empty`: there is no school yet, and a code is shown where the server was started. `school`: name of the only
    one; None if there are several. `passwords`: a password may open something to somebody. `applications`: anybody may
    apply for the connection of one more school.
    """

    works: bool
    since: Moment
    now: Moment
    is_empty: bool
    school: str | None
    passwords: bool
    applications: bool
    carriers: OfferedCarriers


class StatusReader:
    """Reads the status; the schools are looked up every few seconds at most."""

    def __init__(self, desk: Desk, offered: Offered, *, takes_applications: bool = False) -> None:
        self._desk, self._takes_applications = desk, takes_applications
        self._since = desk.clock.now()
        self._carriers = OfferedCarriers(
            push=CarrierName.PUSH in offered.carriers,
            mail=CarrierName.MAIL in offered.carriers,
            telephone=CarrierName.WEBHOOK in offered.carriers,
        )
        self._schools: list[str] = []
        self._passwords = True
        self._read_at = self._since

    async def read(self) -> InstallationStatus:
        works, is_empty = True, False
        if not self._schools or not timedelta() <= self._desk.clock.now() - self._read_at < KEPT:
            try:
                async with asyncio.timeout(PATIENCE):
                    is_empty = await self._look()
            except (TimeoutError, Refusal) as problem:
                if isinstance(problem, Refusal) and problem.code is not Codes.UNAVAILABLE:
                    raise
                works = False
        return InstallationStatus(
            works=works,
            since=self._since,
            now=self._desk.clock.now(),
            is_empty=is_empty,
            school=self._schools[0] if len(self._schools) == 1 else None,
            passwords=self._passwords,
            applications=self._takes_applications,
            carriers=self._carriers,
        )

    async def _look(self) -> bool:
        """Looks the schools up; True if there has never been one."""
        async with self._desk.store.read() as tx:
            self._schools = await tx.schools.some_names(2)
            self._passwords = await tx.portals.takes_passwords()
            self._read_at = self._desk.clock.now()
            return not self._schools and await tx.activations.is_empty()
