"""A mail relay in the test, and a postman who does one step at a time, at a moment the test chooses."""

import asyncio
import dataclasses
import email
import email.policy
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from channels.notices.delivery import Carrier, Delivery, End, ListeningQuery, Outcome, Reached
from channels.notices.preferences import CarrierName
from channels.notices.quiet import Window
from handlers.letters.addresses import LetterAddresses
from handlers.letters.mail import MailWriter
from handlers.post import SchoolPost
from realtime.carriers.smtp import Relay, Smtp
from realtime.carriers.webhook import Ring
from realtime.carriers.webpush import WebPush
from realtime.transports.listener import stop_accepting
from tests.support.serving import Served

KEY = b"k" * 32


@dataclass
class Relaying:
    """A mail relay. `answers` are given to the next recipients, in their order; then all are accepted."""

    port: int
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)  # of the envelopes, of all that ever came

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Sequence[str]
    ) -> str:
        if self.answers and (answer := self.answers.pop(0)):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        assert envelope.mail_from is not None
        self.senders.append(envelope.mail_from)
        self.mails.append((envelope.rcpt_tos[0], message))
        return "250 taken"

    def take(self) -> list[tuple[str, EmailMessage]]:
        """What has come since the last time."""
        came, self.mails = self.mails, []
        return sorted(came, key=lambda one: one[0])


@asynccontextmanager
async def relaying() -> AsyncIterator[Relaying]:
    relay = Relaying(0)
    loop = asyncio.get_running_loop()
    talks: list[SMTP] = []

    def answering() -> SMTP:
        talks.append(SMTP(relay, enable_SMTPUTF8=False))
        return talks[-1]

    server = await loop.create_server(answering, "127.0.0.1", 0)
    relay.port = server.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        await stop_accepting(server)
        for talk in talks:
            if talk.transport is not None:
                talk.transport.close()
        handling = [task for task in asyncio.all_tasks() if "SMTP._handle_client" in repr(task.get_coro())]
        await asyncio.gather(*handling, return_exceptions=True)


@dataclass
class Clock:
    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def seconds(self) -> float:
        return self.moment.timestamp()


class Nobody:
    """Nobody is connected."""

    async def look(self, asked: Sequence[ListeningQuery]) -> Sequence[Reached]:
        return [Reached.AWAY] * len(asked)


@dataclass
class Postman:
    """Sorts what is due and carries what there is, once, when it is told to."""

    post: SchoolPost
    carriers: dict[CarrierName, Carrier[Any]]
    clock: Clock

    async def catch_up(self) -> list[Outcome]:
        """Does a round at the present moment, however long the test has taken until now."""
        self.clock.moment = max(self.clock.moment, datetime.now(UTC) + timedelta(seconds=1))
        return await self.round()

    async def round(self, after: timedelta = timedelta()) -> list[Outcome]:
        self.clock.moment += after
        while await self.post.resolve():
            pass
        outcomes: list[Outcome] = []
        for name, carrier in self.carriers.items():
            while deliveries := await self.post.take(name, 10):
                came = [(delivery, await carrier.carry(delivery)) for delivery in deliveries]
                await self.post.tell(name, came)
                outcomes += [outcome for _, outcome in came]
        return outcomes


@dataclass
class Telephones:
    """A gateway that takes everything."""

    rang: list[Ring] = field(default_factory=list)

    async def carry(self, delivery: Delivery[Ring]) -> Outcome:
        self.rang.append(delivery.content)
        return Outcome(End.ACCEPTED)

    async def close(self) -> None:
        """Nothing is open."""


def postman(
    served: Served,
    port: int,
    *,
    law: Window | None = None,
    live: object = None,
    push: WebPush | None = None,
    telephones: Telephones | None = None,
) -> Postman:
    """By mail through the relay at this port, and by what else is given."""
    clock = Clock(datetime.now(UTC) + timedelta(seconds=1))
    smtp = Smtp(Relay.from_url(f"smtp+plain://127.0.0.1:{port}"), clock=clock.seconds)
    carriers: dict[CarrierName, Carrier[Any]] = {CarrierName.MAIL: smtp}
    if push is not None:
        carriers[CarrierName.PUSH] = push
    if telephones is not None:
        carriers[CarrierName.WEBHOOK] = telephones
    addresses = LetterAddresses(KEY)
    post = SchoolPost(
        desk=dataclasses.replace(served.server.desk, clock=clock),
        live=live or Nobody(),  # type: ignore[arg-type]
        addresses=addresses,
        mails=MailWriter("https://diary.example", "Школа 7 <diary@school7.example>", addresses),
        law=law,
        carriers=frozenset(carriers),
    )
    return Postman(post, carriers, clock)


async def gets_mail(served: Served, person: int, address: str, *, confirmed: bool = True, language: str = "ru") -> None:
    await served.server.pool.execute(
        "insert into mailbox (person_id, address, confirmed_at) values ($1, $2, case when $3 then now() end)",
        person,
        address,
        confirmed,
    )
    await served.server.pool.execute(
        "insert into notice_setting (person_id, language) values ($1, $2)", person, language
    )


async def became_of(served: Served, person: int) -> list[tuple[str, str, str | None]]:
    rows = await served.server.pool.fetch(
        "select kind, state, why from notice where person_id = $1 order by id", person
    )
    return [(row["kind"], row["state"], row["why"]) for row in rows]


async def expanded(served: Served) -> None:
    """What is owed has its notices."""
    desk = served.server.desk
    async with desk.store.begin() as tx:
        while await tx.post.expand(desk.clock.now(), 1000):
            pass


async def letters_of(served: Served) -> LetterAddresses:
    """That make links which the server itself takes for its own."""
    return LetterAddresses(await served.server.pool.fetchval("select value from secret where name = 'letters'"))
