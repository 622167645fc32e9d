"""Turns hints and archive reads of one channel into exactly its publications, each once, in order."""

from collections.abc import Iterable

from channels.publication import Position, Publication


class Broken(Exception):
    """Continuity cannot be proven: another epoch, an archive that went back, entries dropped.

    Whoever listens to the channel must be told to reload; the receiver is of no further use.
    """


class Receiver:
    """Knows the next offset of one channel. Pure: no clock, no I/O; `now` is monotonic seconds.

    Hints may come in any order, repeatedly or not at all; `take` gives `next`, `next + 1` … and
    nothing else. Hints may come before `start`; they are kept.
    """

    __slots__ = ("_asked", "_gap_since", "_held", "_limit", "_proven", "epoch", "next")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: dict[int, Publication] = {}
        self._proven = 0  # a top offset the archive is known to hold, or a hint that had no room
        self._gap_since: float | None = None
        self._asked = False
        self.next = 0  # 0: not started
        self.epoch = ""

    @property
    def started(self) -> bool:
        return self.next > 0

    def start(self, top: Position, now: float) -> None:
        """Everything up to `top` counts as delivered."""
        self.next = top.offset + 1
        self.epoch = top.epoch
        for offset in [offset for offset in self._held if offset < self.next]:
            del self._held[offset]
        self._look(now)

    def hint(self, publication: Publication, now: float) -> None:
        """Somebody said that this publication is committed."""
        if publication.offset >= self.next:
            self._hold(publication)
            self._look(now)

    def peek(self) -> Publication | None:
        """What `take` would give next, or None when it has not come yet."""
        return self._held.get(self.next) if self.next else None

    def take(self, now: float) -> Publication | None:
        """The next publication, given out once."""
        publication = self.peek()
        if publication is not None:
            del self._held[self.next]
            self.next += 1
            self._look(now)
        return publication

    def wants_archive(self, now: float, patience: float) -> bool:
        """Is it time to read `archive.since(next - 1)`? `patience` is how long a gap may be one.

        A top offset told by the archive needs no patience: no hint can be expected.
        """
        if not self.started or self._asked or self.peek() is not None:
            return False
        if self._proven >= self.next:
            return True
        return self._gap_since is not None and now - self._gap_since >= patience

    @property
    def has_gap(self) -> bool:
        """Something later has come, the next one has not."""
        return self._gap_since is not None

    def asked(self) -> None:
        """The archive is being read: do not want it again before `fill` or `unfilled`."""
        self._asked = True

    def unfilled(self) -> None:
        """The read failed; the want remains."""
        self._asked = False

    def fill(self, publications: Iterable[Publication], now: float) -> int:
        """The answer of `archive.since`, asked when the next offset was at most what it is now.

        Returns how many of them were missing. Raises `Broken` when the first of them is later than
        the next one: then older ones are gone.
        """
        self._asked = False
        expected, missing = self.next, 0
        for publication in publications:
            if publication.offset < expected:
                continue
            if publication.offset > expected:
                raise Broken
            # Past the limit on purpose: these are read in bounded portions, and are next.
            missing += expected not in self._held
            self._held[expected] = publication
            expected += 1
        if self.peek() is None:
            # The archive does not have it, so nobody committed it: forget what made us ask, or
            # a false hint would have us ask for ever. The look at the heads tells the truth.
            self._proven = 0
            self._gap_since = None
        else:
            # What is held beyond a still open gap needs no patience any more.
            self._proven = max(self._proven, *self._held)
            self._look(now)
        return missing

    def head(self, top: Position, asked_at: int) -> bool:
        """The archive's top offset, read when `next` was `asked_at`. True when we were behind.

        Raises `Broken` when the epoch is another one or the archive has gone back.
        """
        if self.epoch and top.epoch != self.epoch:
            raise Broken
        if top.offset < asked_at - 1:
            raise Broken
        self.epoch = top.epoch
        if top.offset < self.next or top.offset <= self._proven:
            return False
        self._proven = top.offset
        return top.offset not in self._held

    def _hold(self, publication: Publication) -> None:
        self._held.setdefault(publication.offset, publication)
        if len(self._held) > self._limit:
            # The farthest goes: it is needed last, and the archive has it.
            farthest = max(self._held)
            del self._held[farthest]
            self._proven = max(self._proven, farthest)

    def _look(self, now: float) -> None:
        """Notes since when the next one has been missing while later ones are here."""
        if not self.started or self.peek() is not None or not self._held:
            self._gap_since = None
        elif self._gap_since is None:
            self._gap_since = now
