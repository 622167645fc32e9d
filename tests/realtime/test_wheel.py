"""The timer that all sessions share."""

import asyncio
import itertools

from realtime.wheel import Wheel
from tests.realtime.fakes import until

_numbers = itertools.count(1)


class Alarm:
    def __init__(self, wheel: Wheel, repeat: float = 0.0) -> None:
        self.due = -1
        self.rang: list[float] = []
        self.number = 0  # of its last ring, among those of all alarms
        self._wheel = wheel
        self._repeat = repeat

    def on_time(self) -> None:
        self.rang.append(asyncio.get_running_loop().time())
        self.number = next(_numbers)
        if self._repeat:
            self._wheel.set(self, self._repeat)


async def test_an_alarm_rings_once_and_not_early() -> None:
    wheel = Wheel(0.01)
    alarms = [Alarm(wheel) for _ in range(50)]
    begun = asyncio.get_running_loop().time()
    for number, alarm in enumerate(alarms):
        wheel.set(alarm, number / 500)
    await until(lambda: all(alarm.rang for alarm in alarms))
    for number, alarm in enumerate(alarms):
        assert len(alarm.rang) == 1
        assert alarm.rang[0] - begun >= number / 500


async def test_a_later_deadline_overrules_an_earlier_one() -> None:
    wheel = Wheel(0.01)
    overruled, cancelled, last = Alarm(wheel), Alarm(wheel), Alarm(wheel)
    wheel.set(overruled, 0.01)
    wheel.set(overruled, 0.05)
    wheel.set(cancelled, 0.01)
    cancelled.due = -1
    wheel.set(last, 0.03)
    await until(lambda: bool(overruled.rang))
    # By their order, not by the clock: a loop that is late serves both in one turn.
    assert overruled.number > last.number > 0
    assert not cancelled.rang
    assert len(overruled.rang) == 1


async def test_an_alarm_may_set_itself_again() -> None:
    wheel = Wheel(0.005)
    alarm = Alarm(wheel, repeat=0.005)
    wheel.set(alarm, 0.0)
    await until(lambda: len(alarm.rang) >= 5)


async def test_expiring_rings_everything_now() -> None:
    wheel = Wheel(0.01)
    alarm = Alarm(wheel)
    wheel.set(alarm, 100.0)
    wheel.expire()
    assert len(alarm.rang) == 1
