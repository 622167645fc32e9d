"""What must be true of every run, whatever broke in it. Pure: a history in, violations out.

P1   what was acknowledged is stored under the offset told
P2   offsets of a channel are exactly 1 … top
P3   a reader sees the next offset only, with what is stored, and in the end has all
P4   one publication for a key, and the same offset in every acknowledgement of it
P5   what was acknowledged before another publish was begun has the lower offset
P6   from the acknowledgement to the reader it takes no longer than the limit
P7   after the entry that ends a right, nothing later reaches that reader
P8   where a reader is does not go back, unless the epoch is another one
P9   a publish of which nobody knows is stored once or not at all, and a refused one not at all
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.faults.history import Attempt, History, Joined, Left, Outcome, Seen, Told, Window
from tests.faults.measures import acknowledged, deliveries, p99

RECOVERED = 1000  # missed publications, above which a reader may be told to reload


@dataclass(frozen=True, slots=True)
class Violation:
    property: str
    what: str


@dataclass(frozen=True, slots=True)
class Figures:
    acknowledged: int
    deliveries: int
    staleness: float  # the worst, seconds
    ack_p99: float  # from the first try to the acknowledgement, seconds, in the whole run
    ack_max: float
    waits: tuple[float, ...]  # the same, of each publish that met with a fault


def check(history: History, staleness: float) -> list[Violation]:
    """`staleness` is the limit of P6, in seconds."""
    return [
        *_stored(history),
        *_keys(history),
        *_real_time(history),
        *(found for name in history.readers for found in _reader(history, name)),
        *_late(history, staleness),
    ]


def figures(history: History, windows: Sequence[Window] = ()) -> Figures:
    publishes = acknowledged(history)
    return Figures(
        acknowledged=len(publishes),
        deliveries=sum(isinstance(seen, Told) for each in history.readers.values() for seen in each),
        staleness=max((each.late for each in deliveries(history)), default=0.0),
        ack_p99=p99(publish.took for publish in publishes),
        ack_max=max((publish.took for publish in publishes), default=0.0),
        waits=tuple(publish.took for publish in publishes if any(publish.meets(window) for window in windows)),
    )


def _stored(history: History) -> Iterator[Violation]:
    for attempt in history.attempts:
        if attempt.outcome is Outcome.OK:
            found = history.stored.get(attempt.channel, {}).get(attempt.offset)
            if found is None or found.key != attempt.key:
                yield Violation("P1", f"{attempt.key} was acknowledged as {attempt.channel} {attempt.offset}")
    for channel, entries in history.stored.items():
        if sorted(entries) != list(range(1, len(entries) + 1)):
            yield Violation("P2", f"{channel} has {len(entries)} publications up to {max(entries)}")


def _keys(history: History) -> Iterator[Violation]:
    places: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for channel, entries in history.stored.items():
        for offset, stored in entries.items():
            if stored.key is not None:
                places[stored.key].append((channel, offset))
    asked: dict[str, list[Attempt]] = defaultdict(list)
    for attempt in history.attempts:
        asked[attempt.key].append(attempt)
    for key, attempts in asked.items():
        outcomes = {attempt.outcome for attempt in attempts}
        offsets = {attempt.offset for attempt in attempts if attempt.outcome is Outcome.OK}
        if len(offsets) > 1:
            yield Violation("P4", f"{key} was acknowledged as {sorted(offsets)}")
        if len(places[key]) > 1:
            which = "P4" if Outcome.OK in outcomes else "P9"
            yield Violation(which, f"{key} is stored {len(places[key])} times")
        if outcomes == {Outcome.FAIL} and places[key]:
            yield Violation("P9", f"{key} was refused and is stored")


def _real_time(history: History) -> Iterator[Violation]:
    by_channel: dict[str, list[Attempt]] = defaultdict(list)
    for attempt in history.attempts:
        if attempt.outcome is Outcome.OK:
            by_channel[attempt.channel].append(attempt)
    begun = {publish.key: publish.begun for publish in acknowledged(history)}
    for channel, attempts in by_channel.items():
        ended = sorted(attempts, key=lambda each: each.ended)
        at, highest = 0, 0
        for attempt in sorted(attempts, key=lambda each: begun[each.key]):
            while at < len(ended) and ended[at].ended < begun[attempt.key]:
                highest = max(highest, ended[at].offset)
                at += 1
            if attempt.offset < highest:
                yield Violation("P5", f"{channel}: {attempt.offset} was begun after {highest} was acknowledged")


def _reader(history: History, name: str) -> Iterator[Violation]:
    by_channel: dict[str, list[Seen]] = defaultdict(list)
    for each in history.readers[name]:
        by_channel[each.channel].append(each)
    ends = {channel: offset for reader, channel, offset in history.revoked if reader == name}
    for channel, seen in by_channel.items():
        yield from _one_channel(history, f"{name} on {channel}", channel, seen, ends.get(channel))


def _one_channel(history: History, who: str, channel: str, seen: list[Seen], end: int | None) -> Iterator[Violation]:
    stored = history.stored.get(channel, {})
    top = max(stored, default=0)
    position, epoch, listening = -1, "", False
    for each in seen:
        match each:
            case Joined():
                listening = True
                if each.epoch == epoch and each.offset < position:
                    yield Violation("P8", f"{who}: at {position}, told that the channel is at {each.offset}")
                if each.epoch == epoch and each.recovered is False and each.offset - position <= RECOVERED:
                    yield Violation("P3", f"{who}: at {position}, not recovered at {each.offset}")
                if position < 0 or each.epoch != epoch or each.recovered is False:
                    position = each.offset
                epoch = each.epoch
            case Told() if end is not None and each.offset > end:
                yield Violation("P7", f"{who}: saw {each.offset}, the right ended with {end}")
            case Told() if each.offset <= position:
                pass  # repeated; its offset says so
            case Told():
                if each.offset != position + 1:
                    yield Violation("P3", f"{who}: saw {each.offset} after {position}")
                if each.offset not in stored or stored[each.offset].content != each.content:
                    yield Violation("P3", f"{who}: saw at {each.offset} what is not stored there")
                position = each.offset
            case Left():
                listening = False
    if listening and position < top and end is None:
        yield Violation("P3", f"{who}: has {position} of {top} in the end")


def _late(history: History, limit: float) -> Iterator[Violation]:
    for each in deliveries(history):
        if each.late > limit:
            what = f"{each.reader}: {each.channel} {each.offset} came {each.late:.1f} s after its acknowledgement"
            yield Violation("P6", f"{what}, more than {limit:.1f} s")
