"""Postmen are killed again and again while they carry; a mail relay notes whom it was given what.

`python -m tests.faults.postman [NOTICES [KILLS [MUTANT]]]` tells what came of it.
"""

from __future__ import annotations

import asyncio
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import asyncpg
import click
from aiosmtpd.smtp import SMTP, Envelope, Session

from realtime.carriers.postman import ROUNDS
from realtime.carriers.smtp import CONNECTIONS
from storage.embedded import embedded_postgres
from storage.migrate import migrate
from storage.pool import open_pool
from storage.statistics import gather_statistics
from tests.support.postman_process import PostmanProcess

POSTMEN = 3
DOMAINS = 50
PATIENCE = 60.0  # seconds without a mail: leases of the dead are over long before
SORTING = 0.4  # seconds within which what is new is sorted
PUBLICATION = """
    {"type":"attendance_recorded","attendance":[{"student":"%1$s","course":"1","lesson":"%2$s",
     "at_lesson":{"id":"%2$s","day":"2026-11-20","number":1,"subject":"Алгебра"},"status":"late","minutes":5,
     "revision":1,"author":{"id":"1","name":{"family":"Рябова","given":"Мария","middle":""}},
     "at":"2026-11-20T06:00:00.000Z"}]}
"""


class Given(NamedTuple):
    """The relay has said 250. `life` is one start of a postman until its end."""

    address: str
    message: str
    life: str


@dataclass
class Sink:
    """A relay that notes what it has said 250 for. Each postman comes in by a door of its own."""

    given: list[Given] = field(default_factory=list)
    _until: int = 0
    _reached: asyncio.Future[int] = field(default_factory=asyncio.Future)

    def take(self, given: Given, door: int) -> None:
        self.given.append(given)
        if len(self.given) >= self._until and not self._reached.done():
            self._reached.set_result(door)

    async def has(self, number: int) -> int:
        """Returns as soon as it has said so for this many, and by which door the last of them came."""
        self._until, self._reached = number, asyncio.Future()
        async with asyncio.timeout(PATIENCE):
            return await self._reached


@dataclass(frozen=True)
class Visit:
    """A connection to the relay, of one life of the postman who comes in by this door."""

    sink: Sink
    door: int
    life: str

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        message = re.search(rb"^Message-ID: *(\S+)", envelope.content, re.IGNORECASE | re.MULTILINE)
        assert message is not None
        self.sink.take(Given(envelope.rcpt_tos[0], message[1].decode(), self.life), self.door)
        return "250 taken"


@dataclass
class Door:
    sink: Sink
    number: int
    lives: int = 1  # of the postman who comes in here, until now

    @property
    def life(self) -> str:
        return f"{self.number}.{self.lives}"

    def come_in(self) -> SMTP:
        # What the dead have sent may be read after their end: it is theirs.
        return SMTP(Visit(self.sink, self.number, self.life))


@dataclass(frozen=True)
class Result:
    due: int
    kills: int
    repeats: int
    seconds: float
    violations: list[str]

    def __str__(self) -> str:
        return (
            f"{self.due} due, {self.kills} postmen killed, {self.repeats} mails repeated under the same Message-ID,"
            f" {len(self.violations)} violations, {self.seconds:.0f} s"
        )


def check(given: Sequence[Given], carried: Mapping[str, str], dead: Collection[str]) -> list[str]:
    """Everybody in `carried` is due one mail; it says what became of it. `dead`: the lives that a kill has ended."""
    of: dict[str, list[Given]] = {}
    for one in given:
        of.setdefault(one.address, []).append(one)
    found = [f"{address}: never given" for address in carried if address not in of]
    found += [f"{address}: a stranger" for address in of if address not in carried]
    again = Counter[str]()  # of each life, the mails that others carried once more
    for address, mails in of.items():
        different = len({one.message for one in mails})
        if different > 1:
            found.append(f"{address}: {different} different mails")
        lives = {one.life for one in mails}
        if len(lives) < len(mails) or len(lives - set(dead)) > 1:
            found.append(f"{address}: again, though who had carried it was not killed")
        again.update(one.life for one in mails[:-1])
    found += [f"{life}: had {n} mails with it" for life, n in again.items() if n > ROUNDS * CONNECTIONS]
    return found + [f"{address}: {state} in the end" for address, state in carried.items() if state != "accepted"]


async def run(notices: int, folder: Path, *, kills: int, seed: int = 1, mutant: str = "") -> Result:
    """Of so many notices a part comes before each kill."""
    chance, begun, sink, dead = random.Random(seed), time.monotonic(), Sink(), set[str]()
    doors = [Door(sink, number) for number in range(POSTMEN)]
    async with _postmen(folder, doors, mutant) as (pool, postmen):
        await fill(pool, notices)
        starting = [asyncio.create_task(each.start()) for each in postmen]
        await asyncio.wait(starting, return_when=asyncio.FIRST_COMPLETED)
        for number in range(kills):
            due = await come(pool, notices * number // kills, notices * (number + 1) // kills)
            if number % 3 == 2:
                await asyncio.sleep(chance.uniform(0, SORTING))
                victim = chance.choice([door for door, task in enumerate(starting) if task.done()])
            else:
                victim = await sink.has(len(sink.given) + chance.randint(1, due))
            await postmen[victim].kill()
            dead.add(doors[victim].life)
            doors[victim].lives += 1
            starting[victim] = asyncio.create_task(postmen[victim].start())
            await asyncio.wait(starting, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.gather(*starting)
        await _quiet(pool, sink)
        carried = await _states(pool)
    violations = check(sink.given, carried, dead)
    return Result(len(carried), kills, len(sink.given) - len(carried), time.monotonic() - begun, violations)


@asynccontextmanager
async def _postmen(
    folder: Path, doors: Sequence[Door], mutant: str
) -> AsyncIterator[tuple[asyncpg.Pool, list[PostmanProcess]]]:
    """A database, and postmen for it who are not started yet."""
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(embedded_postgres(folder / "data"))
        pool = await stack.enter_async_context(await open_pool(url, size=2))
        async with pool.acquire() as connection:
            await migrate(connection)
        command = ["tests.faults.hasty_postman", datetime.now(UTC).isoformat(), *filter(None, [mutant])]
        postmen = []
        for door in doors:
            listening = await asyncio.get_running_loop().create_server(door.come_in, "127.0.0.1", 0)
            stack.callback(listening.close)
            postman = PostmanProcess(
                folder / f"postman{door.number}.log",
                *command,
                ZVONOK_DATABASE_URL=url,
                ZVONOK_SMTP_URL=f"smtp+plain://127.0.0.1:{listening.sockets[0].getsockname()[1]}",
                ZVONOK_MAIL_PER_MINUTE="1000000",
            )
            stack.push_async_callback(postman.kill)
            postmen.append(postman)
        yield pool, postmen


async def fill(pool: asyncpg.Pool, notices: int) -> None:
    """A child for each two guardians, each with an address; all children come late, and it stands in their diaries."""
    children = (notices + 1) // 2
    async with pool.acquire() as db, db.transaction():
        await db.execute(
            """
            insert into person (source, source_id, family_name, given_name)
            select 'f', kind || n, 'Соколова', 'Анна'
            from (values ('child', $1::int), ('guardian', $2::int)) as of (kind, number), generate_series(1, number) n
            """,
            children,
            notices,
        )
        school = await db.fetchval(
            "insert into school (source, source_id, name, zone) values ('f', 's', 'Школа № 7', 'Europe/Moscow')"
            " returning id"
        )
        await db.execute(
            """
            insert into role (source, source_id, person_id, school_id, role)
            select 'f', source_id, id, $1,
                   (case when source_id like 'child%' then 'student' else 'guardian' end)::role_name
            from person
            """,
            school,
        )
        await db.execute(
            """
            insert into guardianship (source, guardian_id, student_id, relation)
            select 'f', g.id, c.id, 'mother' from generate_series(1, $1::int) n
            join person g on g.source_id = 'guardian' || n join person c on c.source_id = 'child' || (n + 1) / 2
            """,
            notices,
        )
        await db.execute(
            """
            insert into mailbox (person_id, address, confirmed_at)
            select id, source_id || '@school' || id % $1::int || '.example', now()
            from person where source_id like 'guardian%'
            """,
            DOMAINS,
        )
        lesson = await db.fetchval(
            """
            with course as (
                insert into course (source, source_id, school_id, title, subject)
                values ('f', 'c', $1, 'Алгебра', 'Алгебра') returning id
            )
            insert into lesson (course_id, day, number) select id, '2026-11-20', 1 from course returning id
            """,
            school,
        )
        await db.execute(
            """
            insert into attendance (lesson_id, student_id, course_id, revision, status, minutes, author_id, at)
            select l.id, c.id, l.course_id, 1, 'late', 5, c.id, now()
            from lesson l, person c where l.id = $1 and c.source_id like 'child%'
            """,
            lesson,
        )
        await db.execute(
            """
            insert into channel (name, top_offset) select 'diary:' || id, 1 from person where source_id like 'child%'
            """
        )
        await db.execute(
            """
            insert into publication (channel_id, "offset", at, data)
            select id, 1, now() - interval '1 hour', format($1, split_part(name, ':', 2), $2::bigint)::json
            from channel where name like 'diary:%'
            """,
            PUBLICATION,
            lesson,
        )
        await gather_statistics(db)


async def come(pool: asyncpg.Pool, first: int, end: int) -> int:
    """What the guardians from `first` up to `end` are to be told of becomes due; how many they are, about."""
    told = await pool.execute(
        """
        insert into outbox (channel_id, "offset", kind, urgent)
        select k.id, 1, 'attendance', false from generate_series($1::int / 2 + 1, $2::int / 2) n
        join person c on c.source_id = 'child' || n join channel k on k.name = 'diary:' || c.id
        """,
        first,
        end + end % 2,
    )
    return 2 * int(told.rpartition(" ")[2])


async def _quiet(pool: asyncpg.Pool, sink: Sink) -> None:
    """Everything that was due has been carried, or nothing comes any more."""
    until, had = time.monotonic() + PATIENCE, len(sink.given)
    while time.monotonic() < until and await pool.fetchval(
        "select exists (select from outbox) or exists (select from notice where state = 'waiting')"
        " or exists (select from dispatch where state = 'due')"
    ):
        await asyncio.sleep(0.1)
        if len(sink.given) > had:
            until, had = time.monotonic() + PATIENCE, len(sink.given)


async def _states(pool: asyncpg.Pool) -> dict[str, str]:
    """What has become of the mail to each address."""
    rows = await pool.fetch(
        "select m.address, coalesce(max(d.state), 'nowhere') as state"
        " from mailbox m left join dispatch d on d.person_id = m.person_id group by m.address"
    )
    return {row["address"]: row["state"] for row in rows}


async def main(notices: int, kills: int, mutant: str) -> bool:
    with tempfile.TemporaryDirectory(prefix="zvonok-postmen-") as folder:
        result = await run(notices, Path(folder), kills=kills, mutant=mutant)
    click.echo(str(result))
    for violation in result.violations[:10]:
        click.echo(f"    {violation}")
    return not result.violations


if __name__ == "__main__":
    notices, kills, mutant = [*sys.argv[1:], *("10000", "30", "")[len(sys.argv) - 1 :]]
    sys.exit(not asyncio.run(main(int(notices), int(kills), mutant)))
