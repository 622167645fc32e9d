"""Rate limit of one person's messages: far above what somebody types, far below what a program sends."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from channels.errors import Codes, Refusal

AT_ONCE = 60  # messages in a burst: they waited for a connection, or are forwarded one after the other
PER_SECOND = 1.0  # after that; a person who types without a pause sends one in three seconds
PEOPLE = 10_000  # remembered at most; above that, people whose burst is full again are forgotten


@dataclass
class Pace:
    """Rate limit in one server process. No refused message is lost: the sender repeats it later with the same key."""

    at_once: int = AT_ONCE
    per_second: float = PER_SECOND
    steady: Callable[[], float] = time.monotonic
    _empty_at: dict[int, float] = field(default_factory=dict)  # person -> when the whole burst is free again

    @property
    def remembered(self) -> int:
        """Number of people whose burst may not be free again."""
        return len(self._empty_at)

    def take(self, person: int) -> None:
        """Counts one message; raises TOO_MANY_MESSAGES with the seconds to wait."""
        now = self.steady()
        busy = max(self._empty_at.pop(person, now), now) + 1 / self.per_second
        wait = busy - now - self.at_once / self.per_second
        if wait > 0:
            self._empty_at[person] = busy - 1 / self.per_second
            raise Refusal(Codes.TOO_MANY_MESSAGES, {"retry_after": math.ceil(wait)})
        self._empty_at[person] = busy
        if len(self._empty_at) > PEOPLE:
            for one in [one for one, at in self._empty_at.items() if at <= now]:
                del self._empty_at[one]
