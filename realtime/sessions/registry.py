"""Sessions of this process, including those whose sign-in is just being checked."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from realtime.protocol.codes import Disconnect, DisconnectCode
from realtime.sessions.session import Session


class Ended:
    """Logins and users that were closed while one session was being admitted."""

    __slots__ = ("logins", "users")

    def __init__(self) -> None:
        self.logins: set[int] = set()
        self.users: set[str] = set()


class Sessions:
    def __init__(self) -> None:
        self._all: set[Session] = set()
        # Most people have one session: a list around it would cost more than the session's own entry here.
        self._of: dict[str, Session | list[Session]] = {}
        self._keys: dict[str, Session] = {}
        self._admitting: set[Ended] = set()
        self.cut_off = 0  # slow readers
        self.evicted = 0  # closed for a newer one of the same person

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Session]:
        return iter(list(self._all))

    def add(self, session: Session) -> None:
        self._all.add(session)

    def name(self, session: Session, most: int) -> None:
        """Registers a session under its user. Beyond `most` the oldest is closed, the likeliest to be dead already."""
        mine = [*self.of(session.user), session]
        self._of[session.user] = mine if len(mine) > 1 else session
        for old in mine[:-most]:
            self.evicted += 1
            old.close(DisconnectCode.CONNECTION_LIMIT)

    def discard(self, session: Session) -> None:
        self._all.discard(session)
        if session.key:
            self._keys.pop(session.key, None)
        mine = [each for each in self.of(session.user) if each is not session]
        if mine:
            self._of[session.user] = mine if len(mine) > 1 else mine[0]
        else:
            self._of.pop(session.user, None)

    def of(self, user: str) -> Collection[Session]:
        """Returns the sessions of an admitted user, the oldest first."""
        found = self._of.get(user, [])
        return found if isinstance(found, list) else [found]

    def admitted(self) -> list[Session]:
        """Returns the sessions of whom it is known whose they are."""
        return [session for user in self._of for session in self.of(user)]

    def users(self) -> int:
        return len(self._of)

    def hold(self, key: str, session: Session) -> None:
        """Registers the session under the key by which its commands, sent in requests of their own, name it."""
        self._keys[key] = session

    def by_key(self, key: str) -> Session | None:
        return self._keys.get(key)

    @contextmanager
    def admitting(self) -> Iterator[Ended]:
        """Collects the logins and users that are closed while the gate decides: it may have looked at a login just
        before that was ended.
        """
        ended = Ended()
        self._admitting.add(ended)
        try:
            yield ended
        finally:
            self._admitting.discard(ended)

    def close_login(self, login: int) -> int:
        """Closes every connection of this sign-in; returns how many."""
        for ended in self._admitting:
            ended.logins.add(login)
        # Walking over all costs 3 ms for 50,000 and is rare; an index would cost memory for each session.
        return _close([session for session in self._all if session.login == login], _FORCED)

    def close_user(
        self, user: str, end: Disconnect | None = None, *, client: str = "", spare: Collection[str] = ()
    ) -> int:
        """Closes every connection of this user, or only `client`, except those in `spare`; returns how many."""
        if not client and not spare:
            for ended in self._admitting:
                ended.users.add(user)
        chosen = [each for each in self.of(user) if client in ("", each.client) and each.client not in spare]
        return _close(chosen, end or _FORCED)


_FORCED = Disconnect(DisconnectCode.FORCE_DISCONNECT)


def _close(sessions: Collection[Session], end: Disconnect) -> int:
    for session in sessions:
        session.close(end.code, end.reason)
    return len(sessions)
