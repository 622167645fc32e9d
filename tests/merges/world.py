"""What happens to the people of `tests.merges.town`: they are made one and two again, and compared with the account."""

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import asyncpg

from channels.errors import Refusal
from channels.merging import office, own
from channels.merging.inputs import ChosenPair
from tests.merges.town import CHILDREN, Joined, Town

# Tables of which a merge and its undoing leave nothing.
ROWS = (
    "person", "role", "role_past", "guardianship", "class_enrolment", "class_enrolment_past", "class_teacher",
    "teaching", "membership", "chat", "chat_state", "announcement_reader", "school_event_seat", "block", "silence",
    "mark", "notice_setting", "passkey", "account", "appointment", "announcement_reason", "second_factor",
    "known_device", "consent",
)  # fmt: skip


class World(Town):
    # what happens

    async def pair(self) -> None:
        """Two are made one if they may be; things happen; maybe they are two again."""
        survivor, other = self.chance.sample(self.people, 2)
        by_office = self.chance.random() < 0.5
        if self.chance.random() < 0.7 and (fit := self._fitting(by_office)):
            survivor, other = fit
        before = await self._rows()
        made = await (self._by_office if by_office else self._by_sign_ins)(survivor, other)
        await self.compare()
        if made is not None:
            self.was[made.merge] = before
        for _ in range(self.chance.choice((0, 0, 1, 2))):
            await self._happens()
            await self.compare()
        while self.joined and (len(self.joined) > 3 or self.chance.random() < 0.6):
            await self._undo(self.chance.choice(self.joined[-1:] * 3 + self.joined))
            await self.compare()

    async def end(self) -> None:
        while self.joined:
            await self._undo(self.joined[-1])
            await self.compare()

    def _fitting(self, by_office: bool) -> tuple[int, int] | None:
        """Two who may be made one; by an office, where both are people of it."""
        schools = {one: self.places([one]) for one in self.people}
        pairs = [
            (a, b)
            for a in self.people
            for b in self.people
            if a != b and self.may(a, b, by_office=by_office) and not (by_office and schools[a].isdisjoint(schools[b]))
        ]
        return self.chance.choice(pairs) if pairs else None

    async def _tried(self, what: str, may: bool, ask: Callable[[], Any]) -> Any:
        answer, why = None, None
        try:
            answer = await ask()
        except Refusal as refusal:
            why = refusal
        assert may == (why is None), (what, may, why)
        self.done[what if may else f"{what} refused"] += 1
        return answer

    async def _by_sign_ins(self, survivor: int, other: int) -> Joined | None:
        may = self.may(survivor, other, by_office=False)
        shown = None
        if survivor not in self.into and other not in self.into:
            shown = await own.show(self.desk, survivor, other)
            assert (shown.problem is None) == may, (survivor, other, shown.problem)
        if shown is None or shown.merge is None:
            self.done["sign_ins refused"] += 1
            return None
        await self._tried("sign_ins", may, lambda: own.join(self.desk, survivor, shown.merge or 0))
        return self._join(shown.merge, survivor, other)

    async def _by_office(self, one: int, two: int) -> Joined | None:
        likely = [keeper for keeper in sorted(self.keepers) if self.keeps(keeper, (one, two))]
        proposer, confirmer = (self.chance.choice(likely * 3 + sorted(self.keepers)) for _ in range(2))
        school = self.chance.choice(sorted(self.keepers[proposer]))
        a, b = sorted((one, two))
        ranks = [(x in self.into.values(), x in self.factors) for x in (a, b)]
        survivor, other = (a, b) if ranks[0] >= ranks[1] else (b, a)
        at_school = all(school in {s for _, s in self.roles_of(x)} for x in (a, b))
        may_propose = at_school and school in self.keeps(proposer, (a, b)) and self.may(survivor, other, by_office=True)
        asked = ChosenPair(person=one, other=two)
        listed = await self._tried(
            "propose", may_propose, lambda: office.propose_merge(self.desk, proposer, school, asked)
        )
        if listed is None:
            return None
        merge = next(one.merge for one in listed.merges if {one.survivor.id, one.other.id} == {a, b})
        there = self.chance.choice(sorted(self.keepers[confirmer]))
        said = self.keeps(proposer, (a, b)) | self.keeps(confirmer, (a, b))
        may = confirmer != proposer and there in self.keeps(confirmer, (a, b)) and self.places((a, b)) <= said
        await self._tried("office", may, lambda: office.confirm_merge(self.desk, confirmer, there, merge))
        return self._join(merge, survivor, other) if may else None

    def _join(self, merge: int, survivor: int, other: int) -> Joined:
        mine = {group for one, group in self.seats if one == survivor}
        theirs = {group for one, group in self.seats if one == other}
        read = {what for one, what in self.confirmed if one == survivor}
        told = {what for one, what in self.confirmed if one == other}
        joined = Joined(
            merge, survivor, other, theirs - mine, {talk for one, talk in self.talks if one == other}, told - read,
            {event for event, by in self.answered.items() if by == other},
            {what for what in told & read if self.confirmed[other, what] and not self.confirmed[survivor, what]},
            {event for event, child in self.answered if child == other and (event, survivor) not in self.answered},
            {group for group in theirs & mine if self.seats[other, group] and not self.seats[survivor, group]},
            None if survivor in self.languages else self.languages.get(other),
        )  # fmt: skip
        for group in joined.groups:
            self.seats[survivor, group] = self.seats.pop((other, group))
        for group in joined.rejoined:
            self.seats[survivor, group] = True
        for talk in joined.talks:
            self.talks.remove((other, talk))
            self.talks.add((survivor, talk))
        for what in joined.confirmed:
            self.confirmed[survivor, what] = self.confirmed.pop((other, what))
        for what in joined.added:
            self.confirmed[survivor, what] = True
        for seat in joined.answered:
            self.answered[seat] = survivor
        for event in joined.asked:
            self.answered[event, survivor] = self.answered.pop((event, other))
        if joined.language is not None:
            self.languages[survivor] = self.languages.pop(other)
        self.into[other] = survivor
        self.joined.append(joined)
        self._touch(joined)
        return joined

    def _touch(self, by: Joined | None = None) -> None:
        """Rows change now for another reason: no undoing of an earlier merge brings all of them back."""
        for one in self.joined:
            if one is not by:
                one.is_untouched = False

    async def _undo(self, joined: Joined) -> None:
        if self.chance.random() < 0.5:
            await own.undo(self.desk, joined.survivor, joined.merge)
        else:
            keeper = self.chance.choice(sorted(self.keepers))
            there = self.chance.choice(sorted(self.keepers[keeper]))
            may = there in self.keeps(keeper, (joined.survivor, joined.other))
            answer = await self._tried("undo", may, lambda: office.undo_merge(self.desk, keeper, there, joined.merge))
            if answer is None:
                return
        self.done["undone"] += 1
        survivor, other = joined.survivor, joined.other
        del self.into[other]
        self.joined.remove(joined)
        for group in joined.groups:
            self.seats[other, group] = self.seats.pop((survivor, group))
        for group in joined.rejoined:
            if self.seats[survivor, group]:
                self.seats[survivor, group] = False
        for talk in joined.talks:
            self.talks.remove((survivor, talk))
            self.talks.add((other, talk))
        for what in joined.confirmed:
            self.confirmed[other, what] = self.confirmed.pop((survivor, what))
        for what in joined.added:
            self.confirmed[survivor, what] = False
        for event in joined.asked:
            self.answered[event, other] = self.answered.pop((event, survivor))
        for seat in joined.answered:
            if self.answered.get(seat) == survivor:
                self.answered[seat] = other
        if joined.language is not None:
            self.languages[other] = self.languages.pop(survivor)
        was = self.was.pop(joined.merge)
        if joined.is_untouched:
            now = await self._rows()
            for table in ROWS:
                assert now[table] == was[table], (table, set(now[table]) ^ set(was[table]))
            self.compared["rows as before"] += 1
        self._touch()

    async def _happens(self) -> None:
        self._touch()
        what = self.chance.choice(
            (self._says_tie, self._restricts, self._joins_group, self._leaves_group, self._answers)
        )
        await what()
        self.done["other things"] += 1

    async def _says_tie(self) -> None:
        await self.tie(self.chance.choice(self.people[CHILDREN:]), self.chance.choice(self.people[:CHILDREN]))

    async def _restricts(self) -> None:
        guardian, child = self.chance.choice(self.people[CHILDREN:]), self.chance.choice(self.people[:CHILDREN])
        source = "r"
        if (guardian, child) in self.kept:
            self.kept.remove((guardian, child))
            await self.pool.execute(
                """
                update guardianship set ended_at = now() where source = $1
                  and coalesce(origin_guardian_id, guardian_id) = $2 and coalesce(origin_student_id, student_id) = $3
                """,
                source,
                guardian,
                child,
            )
            return
        self.kept.add((guardian, child))
        async with self.pool.acquire() as connection:
            await connection.execute(
                """
                insert into guardianship (source, guardian_id, student_id, origin_guardian_id, origin_student_id,
                                          relation, restricted)
                select $1, coalesce(a.merged_into, a.id), coalesce(b.merged_into, b.id),
                       case when a.merged_into is not null then a.id end,
                       case when b.merged_into is not null then b.id end, 'other', true
                from person a, person b where a.id = $2 and b.id = $3
                on conflict (source, coalesce(origin_guardian_id, guardian_id), coalesce(origin_student_id, student_id))
                    do update set ended_at = null
                """,
                source,
                guardian,
                child,
            )

    async def _joins_group(self) -> None:
        there = [one for one in self.people[CHILDREN:] if one not in self.into]
        await self.seat(self.chance.choice(there), self.chance.choice(sorted(self.groups)))

    async def _leaves_group(self) -> None:
        there = sorted(seat for seat, is_in in self.seats.items() if is_in and seat[0] not in self.into)
        if there:
            number, group = self.chance.choice(there)
            self.seats[number, group] = False
            await self.pool.execute(
                "update membership set left_at = now() where chat_id = $1 and person_id = $2", group, number
            )

    async def _answers(self) -> None:
        event, child = self.chance.choice(sorted(self.answered))
        by = self.chance.choice([one for one in self.people[CHILDREN:] if one not in self.into])
        self.answered[event, child] = by
        await self.pool.execute(
            "update school_event_seat set answered_by = $3 where event_id = $1 and participant_id = $2",
            event,
            child,
            by,
        )

    # what is compared

    async def compare(self) -> None:
        async with self.desk.store.read() as tx:
            viewers = await tx.people.viewers(self.people)
        for number in self.people:
            viewer = viewers[number]
            assert {(role.value, school) for role, school in viewer.roles} == self.roles_of(number), number
            assert viewer.children == self.children_of(number), (number, viewer.children, self.children_of(number))
            assert viewer.restricted == self.kept_from(number), number
            assert viewer.chats == self.chats_of(number), (number, viewer.chats, self.chats_of(number))
            self.compared["people"] += 1
        taken = "select count(*) from membership where left_at is null and person_id = any($1::bigint[])"
        assert await self.pool.fetchval(taken, sorted(self.into)) == 0  # nobody is counted twice in a group
        told = await self.pool.fetch(
            "select person_id, announcement_id, confirmed_at is not null from announcement_reader"
        )
        mine = [number for number in self.people if number not in self.into]
        assert {(a, b): c for a, b, c in told if a in mine} == {
            key: value for key, value in self.confirmed.items() if key[0] in mine
        }
        seats = await self.pool.fetch("select event_id, participant_id, answered_by from school_event_seat")
        assert {(event, child, by) for event, child, by in seats} == {
            (event, child, by) for (event, child), by in self.answered.items()
        }
        marks = await self.pool.fetch("select student_id, count(*) from mark group by 1")
        expected = Counter[int]()
        for student, count in self.marks.items():
            expected[self.one(student)] += count
        assert dict(map(tuple, marks)) == expected
        spoken = dict(map(tuple, await self.pool.fetch("select person_id, language from notice_setting")))
        assert {one: spoken[one] for one in spoken if one in mine} == {
            one: self.languages[one] for one in self.languages if one in mine
        }
        known = {tuple(row) for row in await self.pool.fetch("select person_id, device_hash from known_device")}
        for number in mine:
            assert {device for one, device in known if one == number} == {
                device for one, device in self.devices if one in self.holders(number)
            }, number
        agreed = await self.pool.fetch("select person_id, student_id, number from consent")
        assert Counter(map(tuple, agreed)) == Counter(
            (self.one(one), self.one(child), number) for one, child, number in self.agreed
        )
        self.compared["consents"] += len(agreed) + len(told) + len(seats)

    async def _rows(self) -> dict[str, list[str]]:
        return {
            table: [row[0] for row in await self.pool.fetch(f"select t::text from {table} t order by 1")]
            for table in ROWS
        }


async def play(
    pool: asyncpg.Pool, chance: random.Random, pairs: int, tell: Callable[[str], None] = lambda _: None
) -> World:
    """Plays until so many pairs were made one, compares after every step, and makes all of them two again."""
    await pool.execute("create sequence world")
    world = World(pool, chance)
    await world.begin()
    await world.compare()
    while (made := world.done["sign_ins"] + world.done["office"]) < pairs:
        await world.pair()
        if made % 100 == 99:
            tell(f"{made:,} pairs")
    await world.end()
    return world
