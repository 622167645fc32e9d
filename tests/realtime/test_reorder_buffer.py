"""The buffer gives exactly the sequence, whatever happens to hints."""

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from channels.publication import Position, Publication
from realtime.delivery.reorder_buffer import Broken, ReorderBuffer
from tests.realtime.fakes import publication

CHANNEL = "chat:1"
PATIENCE = 0.1


class Delivery(RuleBasedStateMachine):
    """Publications are committed; hints of them are lost, repeated and reordered; the archive is
    read only when the buffer wants it, and sometimes the read fails."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 100.0
        self.committed = 0
        self.given: list[int] = []
        self.buffer = ReorderBuffer(limit=4)

    @initialize(before=st.integers(0, 5), early=st.lists(st.integers(1, 8)))
    def begin(self, before: int, early: list[int]) -> None:
        self.committed = max([before, *early])
        for offset in early:  # hints that come before the top is known
            self.buffer.hint(publication(CHANNEL, offset), self.now)
        assert self.buffer.peek() is None
        self.start = before
        self.buffer.start(Position(before, "e"), self.now)
        self.take_all()

    @rule(count=st.integers(1, 12))
    def commit(self, count: int) -> None:
        self.committed += count

    @precondition(lambda self: self.committed > 0)
    @rule(data=st.data())
    def hint(self, data: st.DataObject) -> None:
        offset = data.draw(st.integers(max(1, self.committed - 12), self.committed))
        self.buffer.hint(publication(CHANNEL, offset), self.now)
        self.take_all()

    @rule()
    def look_at_head(self) -> None:
        self.buffer.head(Position(self.committed, "e"), self.buffer.next)

    @rule(seconds=st.floats(0.001, 0.2))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @precondition(lambda self: self.buffer.wants_archive(self.now, PATIENCE))
    @rule(limit=st.integers(1, 6), fails=st.booleans(), hinted=st.booleans())
    def read_archive(self, limit: int, fails: bool, hinted: bool) -> None:
        self.buffer.asked()
        assert not self.buffer.wants_archive(self.now + 9, PATIENCE), "two reads at once"
        after = self.buffer.next - 1
        if hinted:  # the missing one comes while the archive is being read
            self.buffer.hint(publication(CHANNEL, self.buffer.next), self.now)
            self.take_all()
        if fails:
            self.buffer.unfilled()
        else:
            top = min(after + limit, self.committed)
            self.buffer.fill([publication(CHANNEL, n) for n in range(after + 1, top + 1)], self.now)
        self.take_all()

    def take_all(self) -> None:
        while (taken := self.buffer.take(self.now)) is not None:
            self.given.append(taken.offset)

    @invariant()
    def output_is_exactly_the_sequence(self) -> None:
        if self.buffer.started:
            assert self.given == list(range(self.start + 1, self.buffer.next))

    @invariant()
    def holds_little(self) -> None:
        assert self.buffer.held <= 4 + 6

    def teardown(self) -> None:
        """After a look at the head everything committed comes out."""
        if not self.buffer.started:
            return
        self.buffer.unfilled()
        self.buffer.head(Position(self.committed, "e"), self.buffer.next)
        for _ in range(self.committed + 1):
            self.take_all()
            if not self.buffer.wants_archive(self.now, PATIENCE):
                break
            self.buffer.asked()
            after = self.buffer.next - 1
            self.buffer.fill([publication(CHANNEL, n) for n in range(after + 1, self.committed + 1)][:3], self.now)
        self.take_all()
        assert self.given == list(range(self.start + 1, self.committed + 1))


Delivery.TestCase.settings = settings(max_examples=300, stateful_step_count=40, deadline=None)
TestDelivery = Delivery.TestCase


def started(top: int = 0) -> ReorderBuffer:
    buffer = ReorderBuffer(limit=100)
    buffer.start(Position(top, "e"), 0.0)
    return buffer


def some(*offsets: int) -> list[Publication]:
    return [publication(CHANNEL, offset) for offset in offsets]


def test_a_gap_is_given_time_to_close_by_itself() -> None:
    buffer = started()
    buffer.hint(publication(CHANNEL, 2), 1.0)
    assert buffer.has_gap
    assert not buffer.wants_archive(1.05, PATIENCE)
    assert buffer.wants_archive(1.2, PATIENCE)
    buffer.hint(publication(CHANNEL, 1), 1.2)
    assert not buffer.wants_archive(9.0, PATIENCE)


def test_a_head_above_is_read_at_once() -> None:
    buffer = started(3)
    assert not buffer.head(Position(3, "e"), asked_at=4)
    assert not buffer.wants_archive(0.0, PATIENCE)
    assert buffer.head(Position(5, "e"), asked_at=4)
    assert buffer.wants_archive(0.0, PATIENCE)
    assert buffer.fill(some(4, 5), 0.0) == 2


def test_a_hint_of_what_nobody_committed_is_asked_about_once() -> None:
    buffer = started()
    buffer.hint(publication(CHANNEL, 7), 0.0)
    assert buffer.wants_archive(1.0, PATIENCE)
    buffer.asked()
    assert buffer.fill([], 1.0) == 0
    assert not buffer.wants_archive(99.0, PATIENCE)


def test_a_head_read_before_a_hint_arrived_is_not_a_step_back() -> None:
    buffer = started(3)
    asked_at = buffer.next
    buffer.hint(publication(CHANNEL, 4), 0.0)
    assert buffer.take(0.0) is not None
    assert not buffer.head(Position(3, "e"), asked_at)


def test_another_epoch_breaks_it() -> None:
    with pytest.raises(Broken):
        started(3).head(Position(9, "other"), asked_at=4)


def test_an_archive_that_went_back_breaks_it() -> None:
    with pytest.raises(Broken):
        started(3).head(Position(2, "e"), asked_at=4)


def test_dropped_entries_break_it() -> None:
    with pytest.raises(Broken):
        started(3).fill(some(6, 7), 0.0)


def test_a_channel_that_did_not_exist_takes_its_first_epoch() -> None:
    buffer = ReorderBuffer(limit=10)
    buffer.start(Position(0, ""), 0.0)
    assert buffer.head(Position(1, "born"), asked_at=1)
    assert buffer.epoch == "born"
