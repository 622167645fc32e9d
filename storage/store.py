"""Transactions over the pool: `channels.store.Store`."""

import time
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

from channels.errors import Codes, Refusal
from channels.publication import ChannelName, Position, Publication
from channels.types import Fact
from storage import archive
from storage.activations import PostgresActivations
from storage.announcements.announcements import PostgresAnnouncements
from storage.applications import PostgresApplications
from storage.appointments import PostgresAppointments
from storage.audit import PostgresAudit
from storage.calendars import PostgresCalendars
from storage.consents import PostgresConsents
from storage.files.rows import PostgresFiles
from storage.gradebook.attendance import PostgresAttendance
from storage.gradebook.diary import PostgresDiaries
from storage.gradebook.journal import PostgresJournals
from storage.gradebook.marks import PostgresMarks
from storage.invitations import PostgresInvitations
from storage.keys import PostgresKeys
from storage.merging.merges import PostgresMerges, survivors_of
from storage.notices.new_timetables import PostgresNewTimetables
from storage.notices.outbox import PostgresOutbox
from storage.notices.post import PostgresPost
from storage.notices.settings import PostgresNoticeSettings
from storage.notices.told_lessons import PostgresToldLessons
from storage.outside import PostgresOutside
from storage.passkeys import PostgresPasskeys
from storage.people import PostgresPeople
from storage.people_files import PostgresPeopleFiles
from storage.pool import IDLE_TRANSACTION, Connection
from storage.portals import PostgresPortals
from storage.register.register import PostgresRegister
from storage.safety.retention import PostgresRetention
from storage.safety.safety import PostgresSafety
from storage.school_events.school_events import PostgresSchoolEvents
from storage.school_year.bells import PostgresBells
from storage.school_year.year import PostgresSchoolYears
from storage.schools import PostgresSchools
from storage.second_factors import PostgresSecondFactors
from storage.sign_in_cases import PostgresSignInCases
from storage.substitutions import PostgresLessons
from storage.talk.chats import PostgresChats
from storage.talk.groups import PostgresGroups
from storage.talk.messages import PostgresMessages
from storage.talk.scheduled import PostgresScheduled
from storage.talk.search import PostgresSearch
from storage.talk.shared_groups import PostgresJoint
from storage.telephone_codes import PostgresTelephoneCodes
from storage.tickets.tickets import PostgresTickets
from storage.timetable.courses import PostgresCourses
from storage.timetable.curricula import PostgresCurricula
from storage.timetable.patterns import PostgresPatterns
from storage.timetable.rooms import PostgresRooms
from storage.timetable.timetables import PostgresTimetables
from storage.timetable_files import PostgresImports
from storage.trust import PostgresTrusts

# The database is away, restarting, or too slow: a temporary error, after which it may be unknown whether a
# commit took place. A repeat with the same idempotency key is then safe.
AWAY = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # a connection that ended while nobody waited for its answer
    asyncpg.IdleInTransactionSessionTimeoutError,  # we paused inside the transaction
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.QueryCanceledError,
    asyncpg.TooManyConnectionsError,
    asyncpg.DeadlockDetectedError,
)


class PostgresTx:
    """`channels.store.Tx`: one connection in one transaction, and the stores that work on it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._appending = archive.Appending(connection)
        self.people = PostgresPeople(connection)
        self.journals = PostgresJournals(connection)
        self.marks = PostgresMarks(connection)
        self.attendance = PostgresAttendance(connection)
        self.diaries = PostgresDiaries(connection)
        self.chats = PostgresChats(connection)
        self.messages = PostgresMessages(connection)
        self.search = PostgresSearch(connection)
        self.files = PostgresFiles(connection)
        self.groups = PostgresGroups(connection)
        self.announcements = PostgresAnnouncements(connection)
        self.joint = PostgresJoint(connection)
        self.scheduled = PostgresScheduled(connection)
        self.retention = PostgresRetention(connection)
        self.safety = PostgresSafety(connection)
        self.school_events = PostgresSchoolEvents(connection)
        self.schools = PostgresSchools(connection)
        self.school_years = PostgresSchoolYears(connection)
        self.bells = PostgresBells(connection)
        self.appointments = PostgresAppointments(connection)
        self.calendars = PostgresCalendars(connection)
        self.trusts = PostgresTrusts(connection)
        self.rooms = PostgresRooms(connection)
        self.patterns = PostgresPatterns(connection)
        self.courses = PostgresCourses(connection)
        self.register = PostgresRegister(connection)
        self.imports = PostgresImports(connection)
        self.activations = PostgresActivations(connection)
        self.applications = PostgresApplications(connection)
        self.telephone_codes = PostgresTelephoneCodes(connection)
        self.invitations = PostgresInvitations(connection)
        self.sign_in_cases = PostgresSignInCases(connection)
        self.merges = PostgresMerges(connection)
        self.passkeys = PostgresPasskeys(connection)
        self.consents = PostgresConsents(connection)
        self.second_factors = PostgresSecondFactors(connection)
        self.people_files = PostgresPeopleFiles(connection)
        self.portals = PostgresPortals(connection)
        self.lessons = PostgresLessons(connection)
        self.timetables = PostgresTimetables(connection)
        self.curricula = PostgresCurricula(connection)
        self.audit = PostgresAudit(connection)
        self.keys = PostgresKeys(connection)
        self.notices = PostgresOutbox(connection)
        self.post = PostgresPost(connection)
        self.told_lessons = PostgresToldLessons(connection)
        self.new_timetables = PostgresNewTimetables(connection)
        self.notice_settings = PostgresNoticeSettings(connection)
        self.tickets = PostgresTickets(connection)
        self.outside = PostgresOutside(connection)

    @property
    def appended(self) -> Sequence[Publication]:
        return self._appending.publications

    async def append(
        self, channel: ChannelName, author: int | None, fact: Fact, *, changes_readers: bool = False
    ) -> Publication:
        return (await self.append_all(author, [(channel, fact)], changes_readers=changes_readers))[0]

    async def append_all(
        self, author: int | None, facts: Sequence[tuple[ChannelName, Fact]], *, changes_readers: bool = False
    ) -> list[Publication]:
        return await self.store_drafts(
            [archive.Draft(channel, author, _json(fact), changes_readers) for channel, fact in facts]
        )

    async def append_each(self, facts: Sequence[tuple[ChannelName, int | None, Fact]]) -> list[Publication]:
        return await self.store_drafts([archive.Draft(channel, author, _json(fact)) for channel, author, fact in facts])

    async def store_drafts(self, drafts: Sequence[archive.Draft]) -> list[Publication]:
        return await self._appending.append(drafts)

    async def lock(self, channels: Collection[ChannelName]) -> None:
        await self._appending.lock(channels)

    async def next_offsets(self, channels: Collection[ChannelName]) -> Mapping[ChannelName, int]:
        await self._appending.lock(channels, create=False)
        return self._appending.next_offsets(channels)

    async def replace(self, channel: ChannelName, offsets: Collection[int], fact: Fact) -> None:
        await archive.replace(self._connection, channel, offsets, _json(fact))

    async def finish(self) -> None:
        """Stores what was put off to the end of the transaction."""
        await self._appending.store(self.keys.kept)
        await self.notices.store()

    async def position(self, channel: ChannelName) -> Position:
        return await archive.position(self._connection, channel)

    async def allow_pauses(self) -> None:
        await self._connection.execute(
            """
            select set_config(name, $1, true) from (values ('idle_in_transaction_session_timeout')) s (name)
            where current_setting(name)::interval < $1::interval
            """,
            IDLE_TRANSACTION,
        )

    @asynccontextmanager
    async def undone(self) -> AsyncIterator[None]:
        savepoint = self._connection.transaction()
        await savepoint.start()
        try:
            yield
        finally:
            await savepoint.rollback()


def _json(fact: Fact) -> bytes:
    return fact.model_dump_json().encode()


@dataclass(slots=True)
class Waits:
    """Number and time of waits for a connection since the start."""

    count: int = 0
    seconds: float = 0.0


class PostgresStore:
    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self.waits = Waits()

    def connections(self) -> tuple[int, int]:
        """Returns how many connections there are, and how many of them are idle."""
        return self._pool.get_size(), self._pool.get_idle_size()

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Connection]:
        begun = time.monotonic()
        async with self._pool.acquire() as connection:
            self.waits.count += 1
            self.waits.seconds += time.monotonic() - begun
            yield connection

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[PostgresTx]:
        """Begins a transaction. Raises UNAVAILABLE if the database is away; a commit's outcome may then be unknown."""
        try:
            async with self._connection() as connection, connection.transaction(isolation="read_committed"):
                tx = PostgresTx(connection)
                yield tx
                await tx.finish()
        except AWAY as error:
            raise Refusal(Codes.UNAVAILABLE) from error

    async def survivors(self, people: Collection[int]) -> Mapping[int, int]:
        try:
            async with self._connection() as connection:
                return await survivors_of(connection, people)
        except AWAY as error:
            raise Refusal(Codes.UNAVAILABLE) from error

    @asynccontextmanager
    async def read(self) -> AsyncIterator[PostgresTx]:
        try:
            async with (
                self._connection() as connection,
                connection.transaction(isolation="repeatable_read", readonly=True),
            ):
                yield PostgresTx(connection)
        except AWAY as error:
            raise Refusal(Codes.UNAVAILABLE) from error
