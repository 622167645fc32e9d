"""Families that trust people and think better of it, and an account of its own of who may read what.

The account keeps trusts in plain dictionaries, with hours and days as whole numbers, and knows the rules in words; it
shares no line with the states, views and rights of the product. After every step everybody outside the family is
compared with it: the channels that a socket is subscribed to, the diary as REST gives it, and whether one may write to
the child's teacher.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg

from channels import policy
from channels.errors import Refusal
from channels.gradebook.diary import diary
from channels.school_year.weeks import Week
from channels.store import Desk
from channels.trust import answering, giving
from channels.trust.due import end_lost, look_at_trusts
from channels.trust.inputs import ChangedTrust, NewTrust
from channels.trust.life import Service
from handlers.app import SystemClock
from realtime.fanout.memory import MemoryFanout
from realtime.fanout.publisher import FanoutPublisher
from storage.store import PostgresStore

CHILDREN, GUARDIANS, OTHERS, STAFF = 4, 6, 6, 2
OFFERED_DAYS = 30
IN_USE = ("diary", "chat")


@dataclass
class Said:
    """A trust in the account: `opens` and `more_opens` in hours, `until` and `more_until` in days."""

    child: int
    giver: int
    to: int
    services: set[str]
    until: int
    expires: int
    by: int | None = None
    opens: int = 0
    is_open: bool = False
    more: tuple[set[str], int, int] | None = None
    over: str = ""
    over_by: int | None = None


@dataclass
class World:
    pool: asyncpg.Pool
    chance: random.Random
    desk: Desk = field(init=False)
    school: int = 0
    teacher: int = 0
    today: date = date.min
    children: list[int] = field(default_factory=list)
    guardians: list[int] = field(default_factory=list)
    others: list[int] = field(default_factory=list)  # the first of them the school knows
    ties: set[tuple[int, int]] = field(default_factory=set)
    restricted: set[tuple[int, int]] = field(default_factory=set)
    said: dict[int, Said] = field(default_factory=dict)
    hour: int = 0
    day: int = 0
    done: Counter[str] = field(default_factory=Counter)
    compared: Counter[str] = field(default_factory=Counter)

    async def begin(self) -> None:
        self.desk = Desk(PostgresStore(self.pool), FanoutPublisher(MemoryFanout()), SystemClock())
        ahead = (12 - datetime.now(UTC).hour) % 24  # it is about noon there: no midnight comes meanwhile
        zone = f"Etc/GMT{-ahead:+d}" if ahead <= 12 else f"Etc/GMT{24 - ahead:+d}"
        self.school = await self._new("school (source, source_id, name, zone)", "'m', $1, 'Школа', $2", zone)
        self.today = await self.pool.fetchval("select (now() at time zone $1)::date", zone)
        class_ = await self._new(
            "class (source, source_id, school_id, name, grade)", "'m', $1, $2, '5А', 5", self.school
        )
        self.teacher = await self._person("teacher")
        await self._new(
            "class_teacher (source, source_id, class_id, teacher_id)", "'m', $1, $2, $3", class_, self.teacher
        )
        for _ in range(CHILDREN):
            child = await self._person("student")
            self.children.append(child)
            await self._new(
                "class_enrolment (source, source_id, class_id, student_id)", "'m', $1, $2, $3", class_, child
            )
        self.guardians = [await self._person("guardian") for _ in range(GUARDIANS)]
        self.others = [await self._person("staff" if n < STAFF else None) for n in range(OTHERS)]
        for child in self.children:
            for guardian in self.chance.sample(self.guardians, 2):
                await self._tie(guardian, child)

    async def _new(self, into: str, values: str, *more: object) -> int:
        count = await self.pool.fetchval("select nextval('world')")
        added: int = await self.pool.fetchval(f"insert into {into} values ({values}) returning id", str(count), *more)
        return added

    async def _person(self, role: str | None) -> int:
        values = "'m', $1, 'Орлов', 'Олег', '+7 900 ' || lpad($1, 7, '0')"
        person = await self._new("person (source, source_id, family_name, given_name, phone)", values)
        await self.pool.execute("update person set given_name = 'Олег' || id where id = $1", person)
        if role is not None:
            await self._new(
                "role (source, source_id, person_id, school_id, role)",
                "'m', $1, $2, $3, $4::role_name",
                person,
                self.school,
                role,
            )
        return person

    async def _tie(self, guardian: int, child: int) -> None:
        self.ties.add((guardian, child))
        await self.pool.execute(
            """
            insert into guardianship (source, guardian_id, student_id, relation) values ('m', $1, $2, 'mother')
            on conflict (source, coalesce(origin_guardian_id, guardian_id), coalesce(origin_student_id, student_id))
                do update set ended_at = null
            """,
            guardian,
            child,
        )

    # the rules, in words

    def is_family(self, person: int, child: int) -> bool:
        return (person, child) in self.ties and (person, child) not in self.restricted

    def holds(self, one: Said) -> bool:
        """The giver has what was given, and who accepted is not kept away."""
        return self.is_family(one.giver, one.child) and (one.by is None or (one.by, one.child) not in self.restricted)

    def is_live(self, one: Said) -> bool:
        if one.by is None and self.hour >= one.expires:
            return False
        return not one.over and self.day < one.until

    def expected(self, person: int, child: int) -> set[str]:
        found: set[str] = set()
        for one in self.said.values():
            if one.by == person and one.child == child and one.is_open and self.is_live(one) and self.holds(one):
                found |= one.services
        return found

    def delay(self, person: int) -> int:
        return 0 if person in self.others[:STAFF] else 24

    def look(self) -> None:
        """Time has passed, and the server has looked."""
        for one in self.said.values():
            if one.over:
                continue
            if not self.is_live(one):
                one.over = "time"
            elif not self.holds(one):
                one.over = "lost"
            elif one.by is not None and not one.is_open and one.opens <= self.hour:
                one.is_open = True
            if not one.over and one.is_open and one.more is not None and one.more[2] <= self.hour:
                one.services, one.until, one.more = one.more[0], one.more[1], None

    # what happens

    async def step(self) -> None:
        steps: list[tuple[Callable[[], Any], int]] = [
            (self._offer, 5), (self._accept, 14), (self._end, 1), (self._change, 6), (self._refuse_more, 2),
            (self._take_back, 2), (self._restrict, 1), (self._end_tie, 1), (self._time, 5),
        ]  # fmt: skip
        act = self.chance.choices([step for step, _ in steps], [weight for _, weight in steps])[0]
        await act()

    def _some(self, *, offers: bool = False) -> tuple[int, Said] | None:
        """Mostly one that is not over; of `offers` one that nobody has accepted, mostly."""
        live = [
            (number, one)
            for number, one in self.said.items()
            if not (one.over or (offers and one.by is not None)) or self.chance.random() < 0.05
        ]
        return self.chance.choice(live) if live else None

    def _anybody(self, one: Said) -> int:
        """Mostly somebody whom it concerns."""
        near = [one.giver, one.to, one.to, *[guardian for guardian, child in sorted(self.ties) if child == one.child]]
        everybody = [*self.guardians, *self.others, self.teacher, *self.children]
        return self.chance.choice(near if self.chance.random() < 0.8 else everybody)

    async def _tried(self, what: str, may: bool, ask: Callable[[], Any]) -> Any:
        """Asks; fails if the answer is another one than the rules say."""
        answer, why = None, None
        try:
            answer = await ask()
        except Refusal as refusal:
            why = refusal
        assert may == (answer is not None), (what, may, why)
        self.done[what if may else f"{what} refused"] += 1
        return answer

    async def _offer(self) -> None:
        child = self.chance.choice(self.children)
        near = [guardian for guardian, of in sorted(self.ties) if of == child]
        giver = self.chance.choice([*near * 4, *self.guardians, *self.others])
        to = self.chance.choice([*self.others * 3, giver])
        services = set(self.chance.sample(IN_USE, self.chance.randint(1, 2)))
        days = self.chance.choice((0, 1, 2, 5, 5, 40, 40, 40, 364, 364, 400))
        phone = await self.pool.fetchval("select phone from person where id = $1", to)
        asked = NewTrust(
            student=child, family="орлов", phone=phone, services=sorted(Service(one) for one in services),
            until_day=self.today + timedelta(days=days),
        )  # fmt: skip
        live = sum(one.child == child and not one.over for one in self.said.values())
        may = (
            self.is_family(giver, child) and 0 < days < 366 and giver != to
            and (to, child) not in self.restricted and live < 20
        )  # fmt: skip
        given = await self._tried("offer", may, lambda: giving.offer_trust(self.desk, giver, asked, None))
        if given is not None:
            until, expires = self.day + days, self.hour + 24 * OFFERED_DAYS
            self.said[given.id] = Said(child, giver, to, services, until, expires)

    async def _accept(self) -> None:
        if (some := self._some(offers=True)) is None:
            return
        number, one = some
        person = one.to if self.chance.random() < 0.7 else self._anybody(one)
        may = (
            person == one.to and one.by is None and self.is_live(one) and self.is_family(one.giver, one.child)
            and person not in self.children and (person, one.child) not in self.restricted
            and not self.is_family(person, one.child)
        )  # fmt: skip
        if await self._tried("accept", may, lambda: answering.accept_trust(self.desk, person, number)):
            one.by, one.opens = person, self.hour + self.delay(person)
            one.is_open = one.opens <= self.hour

    async def _end(self) -> None:
        if (some := self._some()) is None:
            return
        number, one = some
        person = self._anybody(one)
        addressed = (
            person == one.to and one.by is None and not self.is_family(person, one.child)
            and (person, one.child) not in self.restricted and person != one.giver
        )  # fmt: skip
        sees = self.is_family(person, one.child) or person == one.by or addressed
        if await self._tried("end", sees and self.is_live(one), lambda: answering.end_trust(self.desk, person, number)):
            refused = not one.is_open and person not in (one.giver, one.by) and not addressed
            one.over, one.over_by, one.more = "refused" if refused else "ended", person, None

    async def _change(self) -> None:
        if (some := self._some()) is None:
            return
        number, one = some
        person = self._anybody(one)
        services = set(self.chance.sample(IN_USE, self.chance.randint(1, 2)))
        days = self.chance.choice((0, 1, 3, 100, 100, 400))
        asked = ChangedTrust(
            services=sorted(Service(each) for each in services), until_day=self.today + timedelta(days=days)
        )
        may = self.is_family(person, one.child) and one.is_open and self.is_live(one) and 0 < days < 366
        if await self._tried("change", may, lambda: giving.change_trust(self.desk, person, number, asked)):
            until = self.day + days
            less = one.services & services, min(one.until, until)
            more = less != (services, until)
            assert one.by is not None
            at_once = more and self.delay(one.by) == 0
            one.services, one.until = (services, until) if at_once else less
            one.more = (services, until, self.hour + self.delay(one.by)) if more and not at_once else None

    async def _refuse_more(self) -> None:
        if (some := self._some()) is None:
            return
        number, one = some
        person = self._anybody(one)
        may = self.is_family(person, one.child) and one.is_open and self.is_live(one) and one.more is not None
        if await self._tried("refuse_more", may, lambda: answering.refuse_more(self.desk, person, number)):
            one.more = None

    async def _take_back(self) -> None:
        refused = [(number, one) for number, one in self.said.items() if one.over == "refused"]
        if not refused:
            return
        number, one = self.chance.choice(refused)
        person = self.chance.choice([one.over_by or one.giver, self._anybody(one)])
        in_time = self.day < one.until and (one.by is not None or self.hour < one.expires)
        may = self.is_family(person, one.child) and person == one.over_by and in_time
        if await self._tried("take_back", may, lambda: answering.take_back(self.desk, person, number)):
            one.over, one.over_by = "", None

    async def _restrict(self) -> None:
        person, child = self.chance.choice([*self.guardians, *self.others]), self.chance.choice(self.children)
        if (person, child) in self.restricted or self.chance.random() < 0.7:
            await self.pool.execute(
                "update guardianship set ended_at = now() where source = 'r' and student_id = $1", child
            )
            self.restricted = {(one, of) for one, of in self.restricted if of != child}
            self.done["lift"] += 1
            return
        await self.pool.execute(
            "insert into guardianship (source, guardian_id, student_id, relation, restricted)"
            " values ('r', $1, $2, 'other', true)"
            " on conflict (source, coalesce(origin_guardian_id, guardian_id), coalesce(origin_student_id, student_id))"
            " do update set ended_at = null",
            person,
            child,
        )
        self.restricted.add((person, child))
        self.done["restrict"] += 1

    async def _end_tie(self) -> None:
        guardian, child = self.chance.choice(self.guardians), self.chance.choice(self.children)
        if (guardian, child) not in self.ties:
            await self._tie(guardian, child)
            self.done["tie"] += 1
            return
        if self.chance.random() < 0.6:
            return
        self.ties.remove((guardian, child))
        await self.pool.execute(
            "update guardianship set ended_at = now() where source = 'm' and guardian_id = $1 and student_id = $2",
            guardian,
            child,
        )
        self.done["untie"] += 1

    async def _time(self) -> None:
        """Hours or days pass, as everything that is written down is that much older; then the server looks."""
        days = self.chance.choice((0, 0, 0, 0, 0, 1, 1, 2, 20))
        hours = self.chance.choice((1, 5, 23)) if days == 0 else 24 * days
        await self.pool.execute(
            """
            update trust set offered_at = offered_at - $1::interval, expires_at = expires_at - $1::interval,
                accepted_at = accepted_at - $1::interval, opens_at = opens_at - $1::interval,
                opened_at = opened_at - $1::interval, more_opens_at = more_opens_at - $1::interval,
                due_at = due_at - $1::interval, until_day = until_day - $2::int,
                more_until_day = more_until_day - $2::int
            """,
            timedelta(hours=hours),
            days,
        )
        await self.pool.execute(
            "update guardianship set until_day = until_day - $1::int where given_by is not null", days
        )
        await self.pool.execute("update role set until_day = until_day - $1::int where source = 'trust'", days)
        self.hour += hours
        self.day += days
        self.done["time"] += 1
        if self.chance.random() < 0.8:
            await look_at_trusts(self.desk)
            await look_at_trusts(self.desk)  # what a trust becomes now may have been due as well
            await end_lost(self.desk)
            self.look()

    # what is compared

    async def compare(self) -> None:
        async with self.desk.store.read() as tx:
            viewers = await tx.people.viewers(self.others)
            bonds = await tx.chats.relationships([(person, self.teacher) for person in self.others])
        for person in self.others:
            may = {child: self.expected(person, child) for child in self.children}
            subscribed = set(policy.channels_of(viewers[person]))
            assert {f"diary:{child}" for child in self.children if "diary" in may[child]} == {
                name for name in subscribed if name.startswith("diary:")
            }, (person, may)
            writes = any("chat" in services for services in may.values())
            relations = {one for one in bonds.get((person, self.teacher), ()) if one.value.startswith("child")}
            assert bool(relations) == writes, (person, may, relations)
            self.compared["subscriptions"] += 1
            self.compared["relationships"] += 1
        person, child = self.chance.choice(self.others), self.chance.choice(self.children)
        try:
            await diary(self.desk, person, child, Week())
            read = True
        except Refusal:
            read = False
        assert read == ("diary" in self.expected(person, child)), (person, child)
        self.compared["diaries"] += 1
        self.compared["open" if read else "shut"] += 1
