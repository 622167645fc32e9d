"""A trust through its life: no services before it has waited, none after its end, more never sooner than less."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from channels.trust import life
from channels.trust.life import Ending, Service, Stage, Trust, a_year_after

BEGIN = datetime(2026, 11, 2, 12, tzinfo=UTC)
GIVER, OTHER, TRUSTED = 1, 2, 3
services = st.frozensets(st.sampled_from(Service), min_size=1)
hours = st.integers(0, 24).map(lambda hours: timedelta(hours=hours))


class Life(RuleBasedStateMachine):
    """The model: when each service was promised, and until when each was given, hour by hour."""

    trust: Trust
    now = BEGIN

    @initialize(what=services, days=st.integers(1, 60))
    def is_offered(self, what: frozenset[Service], days: int) -> None:
        until = BEGIN.date() + timedelta(days=days)
        offer = Trust(1, 1, 1, GIVER, "Орлова", "", what, until, BEGIN, BEGIN + life.OFFER_LIFE)
        self.trust, self.now = offer, BEGIN
        self.from_: dict[Service, datetime] = {}  # no sooner than that
        self.most: dict[Service, date] = {}  # no later than that
        self.delay = timedelta()

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def stage(self) -> Stage:
        return life.stage_of(self.trust, self.now, self.today)

    @rule(passed=st.integers(1, 24 * 15))
    def time_passes(self, passed: int) -> None:
        self.now += timedelta(hours=passed)
        if self.stage is Stage.WAITING and life.is_due(self.trust, self.now):
            self.trust = life.opened(self.trust, self.now)
        if self.stage is Stage.OPEN and life.is_more_due(self.trust, self.now):
            self.trust = life.grown(self.trust)

    @precondition(lambda self: self.stage is Stage.OFFERED)
    @rule(delay=hours)
    def is_accepted(self, delay: timedelta) -> None:
        self.trust = life.accepted(self.trust, TRUSTED, delay, self.now, known=False)
        for service in self.trust.services:
            self.from_[service] = self.now + delay
            self.most[service] = self.trust.until_day
        if life.is_due(self.trust, self.now):
            self.trust = life.opened(self.trust, self.now)

    @precondition(lambda self: self.stage is Stage.OPEN)
    @rule(what=services, days=st.integers(1, 60), delay=hours)
    def is_changed(self, what: frozenset[Service], days: int, delay: timedelta) -> None:
        until = self.today + timedelta(days=days)
        before = self.trust
        after = life.changed(before, OTHER, what, until, delay, self.now)
        assert after.services == before.services & what
        assert after.until_day == min(before.until_day, until)
        for service in Service:
            if service not in what:
                self.from_.pop(service, None)
            elif service not in before.services or until > before.until_day:
                self.from_.setdefault(service, self.now + delay)
                if service not in before.services:
                    self.from_[service] = self.now + delay
            self.most[service] = until if service in what else self.today
        self.trust = after

    @precondition(lambda self: self.stage is Stage.OPEN and self.trust.more is not None)
    @rule()
    def more_is_refused(self) -> None:
        self.trust = life.without_more(self.trust)
        self.from_ = {service: at for service, at in self.from_.items() if service in self.trust.services}

    @precondition(lambda self: self.stage is not Stage.ENDED)
    @rule(by=st.sampled_from([GIVER, OTHER, TRUSTED]))
    def is_ended(self, by: int) -> None:
        was_open = self.trust.opened_at is not None
        ending = life.ending_by(self.trust, by, invited=by == TRUSTED)
        expected = {GIVER: Ending.WITHDRAWN, OTHER: Ending.REFUSED, TRUSTED: Ending.DECLINED}[by]
        assert ending is (Ending.ENDED if was_open else expected)
        self.trust = life.ended(self.trust, ending, self.now, by)
        assert life.may_take_back(self.trust, OTHER) == (ending is Ending.REFUSED and by == OTHER)

    @precondition(lambda self: life.may_take_back(self.trust, OTHER))
    @rule()
    def the_refusal_is_taken_back(self) -> None:
        self.trust = life.taken_back(self.trust)

    @invariant()
    def nothing_is_open_that_was_not_promised_for_now(self) -> None:
        if not hasattr(self, "trust") or self.stage is not Stage.OPEN:
            return
        for service in self.trust.services:
            assert self.from_[service] <= self.now
            assert self.today < self.most[service]

    @invariant()
    def an_end_keeps_nothing_to_come(self) -> None:
        if hasattr(self, "trust") and self.trust.ending is not None:
            assert self.stage is Stage.ENDED
            assert self.trust.more is None


TestLife = Life.TestCase


def test_a_year_is_a_year_also_from_the_last_of_february() -> None:
    assert a_year_after(date(2026, 11, 30)) == date(2027, 11, 30)
    assert a_year_after(date(2028, 2, 29)) == date(2029, 3, 1)
