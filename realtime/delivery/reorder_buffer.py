"""Turns hints and archive reads of one channel into its publications, each once, in order."""

from collections.abc import Iterable

from channels.publication import Position, Publication


class Broken(Exception):
    """Raised when continuity cannot be proven: another epoch, an archive that went back, entries dropped.

    Listeners of the channel must be told to reload; the buffer cannot be used again.
    """


class ReorderBuffer:
    """Next offset of one channel, and what is held for it. Pure: no clock, no I/O; `now` is monotonic seconds.

    Hints may come in any order, repeatedly, not at all, and before `start`; `take` gives `next`, `next + 1` … and
    nothing else.
    """

    __slots__ = ("_asked", "_gap_since", "_held", "_limit", "_proven", "epoch", "next")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: dict[int, Publication] = {}
        self._proven = 0  # a top offset that the archive is known to hold, or that of a hint that had no room
        self._gap_since: float | None = None
        self._asked = False
        self.next = 0  # 0: not started
        self.epoch = ""

    @property
    def started(self) -> bool:
        return self.next > 0

    def start(self, top: Position, now: float) -> None:
        """Starts at `top`: everything up to it counts as delivered."""
        self.next = top.offset + 1
        self.epoch = top.epoch
        for offset in [offset for offset in self._held if offset < self.next]:
            del self._held[offset]
        self._look(now)

    def hint(self, publication: Publication, now: float) -> None:
        """Takes a hint: this publication is committed."""
        if publication.offset >= self.next:
            self._hold(publication)
            self._look(now)

    def peek(self) -> Publication | None:
        """Returns what `take` would give next; None if it has not come yet."""
        return self._held.get(self.next) if self.next else None

    @property
    def held(self) -> int:
        """Number of publications that wait for an earlier one."""
        return len(self._held)

    def take(self, now: float) -> Publication | None:
        """Takes out the next publication; None if it has not come yet."""
        publication = self.peek()
        if publication is not None:
            del self._held[self.next]
            self.next += 1
            self._look(now)
        return publication

    def wants_archive(self, now: float, patience: float) -> bool:
        """True if it is time to read `archive.since(next - 1)`. `patience`: seconds that a gap is left to the hints.

        For a top offset learned from the archive there is no wait: no hint can be expected.
        """
        if not self.started or self._asked or self.peek() is not None:
            return False
        if self._proven >= self.next:
            return True
        return self._gap_since is not None and now - self._gap_since >= patience

    @property
    def has_gap(self) -> bool:
        """True if a later publication has come and the next one has not."""
        return self._gap_since is not None

    def asked(self) -> None:
        """Notes that the archive is being read: `wants_archive` is False until `fill` or `unfilled`."""
        self._asked = True

    def unfilled(self) -> None:
        """Notes that the read failed; `wants_archive` may be True again."""
        self._asked = False

    def fill(self, publications: Iterable[Publication], now: float) -> int:
        """Takes the answer of `archive.since`, asked when the next offset was at most what it is now.

        Returns how many of the publications were missing. Raises `Broken` if the first of them is later than the next
        one: then older ones are gone.
        """
        self._asked = False
        expected, missing = self.next, 0
        for publication in publications:
            if publication.offset < expected:
                continue
            if publication.offset > expected:
                raise Broken
            # Past the limit on purpose: archive reads are bounded, and these are next.
            missing += expected not in self._held
            self._held[expected] = publication
            expected += 1
        if self.peek() is None:
            # The archive does not have it, so nobody committed it. Forget why we asked, or a false hint
            # would make us ask for ever. The comparison of the heads finds the truth.
            self._proven = 0
            self._gap_since = None
        else:
            # Publications held beyond a gap that is still open need no patience any more.
            self._proven = max(self._proven, *self._held)
            self._look(now)
        return missing

    def head(self, top: Position, asked_at: int) -> bool:
        """Takes the archive's top offset, read when `next` was `asked_at`. Returns True if we were behind.

        Raises `Broken` if the epoch is another one or the archive has gone back.
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
            # Drop the farthest: it is needed last, and the archive has it.
            farthest = max(self._held)
            del self._held[farthest]
            self._proven = max(self._proven, farthest)

    def _look(self, now: float) -> None:
        """Notes since when a gap has existed."""
        if not self.started or self.peek() is not None or not self._held:
            self._gap_since = None
        elif self._gap_since is None:
            self._gap_since = now
