"""What is read off a history: how long publishes and deliveries took, and who found another server."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.faults.history import Attempt, History, Outcome, Told, Window


@dataclass(frozen=True, slots=True)
class Publish:
    """One that was acknowledged: from its first try to its first acknowledgement."""

    channel: str
    key: str
    begun: float
    acked: float
    servers: frozenset[str]  # that were asked

    @property
    def took(self) -> float:
        return self.acked - self.begun

    def meets(self, window: Window) -> bool:
        return self.begun <= window.mended and window.begun <= self.acked


@dataclass(frozen=True, slots=True)
class Delivery:
    """The first time that a reader saw a publication."""

    reader: str
    channel: str
    offset: int
    at: float
    late: float  # seconds after its acknowledgement


def acknowledged(history: History) -> list[Publish]:
    tries: dict[str, list[Attempt]] = {}
    for attempt in history.attempts:
        tries.setdefault(attempt.key, []).append(attempt)
    return [
        Publish(
            each[0].channel,
            key,
            min(attempt.invoked for attempt in each),
            min(attempt.ended for attempt in each if attempt.outcome is Outcome.OK),
            frozenset(attempt.server for attempt in each),
        )
        for key, each in tries.items()
        if any(attempt.outcome is Outcome.OK for attempt in each)
    ]


def deliveries(history: History) -> Iterator[Delivery]:
    """Of what was acknowledged."""
    acked = {publish.key: publish.acked for publish in acknowledged(history)}
    known = {
        (channel, offset): acked[stored.key]
        for channel, entries in history.stored.items()
        for offset, stored in entries.items()
        if stored.key is not None and stored.key in acked
    }
    for name, seen in history.readers.items():
        told: set[tuple[str, int]] = set()
        for each in seen:
            if isinstance(each, Told) and (place := (each.channel, each.offset)) not in told:
                told.add(place)
                if place in known:
                    yield Delivery(name, *place, each.at, each.at - known[place])


def p99(values: Iterable[float]) -> float:
    found = sorted(values)
    return found[len(found) * 99 // 100] if found else 0.0


def found_another(history: History, server: str, window: Window) -> Iterator[tuple[str, float]]:
    """Of each reader that was at this server when it broke: who, and how long after that it was subscribed again."""
    for lost in history.stays:
        if lost.server == server and lost.since <= window.begun < lost.until:
            again = [stay.since for stay in history.stays if stay.reader == lost.reader and stay.since > window.begun]
            yield lost.reader, min(again, default=math.inf) - window.begun
