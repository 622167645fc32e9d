"""All sessions of this process, and those whose sign-in is just being looked at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from realtime.protocol.codes import DisconnectCode

if TYPE_CHECKING:
    from realtime.session import Session


class Ended:
    """Logins and persons that were closed while one session was being admitted."""

    __slots__ = ("logins", "persons")

    def __init__(self) -> None:
        self.logins: set[int] = set()
        self.persons: set[int] = set()


class Sessions:
    def __init__(self) -> None:
        self._all: set[Session] = set()
        self._admitting: set[Ended] = set()
        self.draining = False  # the process stops: nobody is let in any more

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Session]:
        return iter(list(self._all))

    def add(self, session: Session) -> None:
        self._all.add(session)

    def discard(self, session: Session) -> None:
        self._all.discard(session)

    @contextmanager
    def admitting(self) -> Iterator[Ended]:
        """While the gate decides. It may have looked at a login just before it was ended; what ends
        inside is noted for the one who asked."""
        ended = Ended()
        self._admitting.add(ended)
        try:
            yield ended
        finally:
            self._admitting.discard(ended)

    def close_login(self, login: int) -> int:
        """Closes every connection that hangs on this sign-in; returns how many."""
        for ended in self._admitting:
            ended.logins.add(login)
        # Walking over all costs 3 ms for 50,000 and is rare; an index would cost memory for each.
        return _close([session for session in self._all if session.login == login])

    def close_person(self, person: int) -> int:
        """Closes every connection of this person; returns how many."""
        for ended in self._admitting:
            ended.persons.add(person)
        return _close([session for session in self._all if session.person == person])


def _close(sessions: list[Session]) -> int:
    for session in sessions:
        session.close(DisconnectCode.FORCE_DISCONNECT)
    return len(sessions)
