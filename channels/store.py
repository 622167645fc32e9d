"""Transactions, as the actions see them, and the one way every action writes."""

import hashlib
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol, TypeVar

from pydantic import BaseModel

from channels.errors import Codes, Refusal
from channels.gradebook.ports import AttendanceStore, DiaryStore, JournalStore, MarkStore
from channels.people import Me, PersonRef, Viewer
from channels.ports import Clock, Publisher
from channels.publication import ChannelName, Position, Publication
from channels.talk.ports import ChatStore, MessageStore
from channels.types import Shape

A = TypeVar("A", bound=Shape)


class PeopleStore(Protocol):
    async def viewers(self, persons: Collection[int]) -> dict[int, Viewer]:
        """Rights as of now, in one query. Unknown and ended persons get a Viewer without any."""
        ...

    async def ref(self, person: int) -> PersonRef: ...

    async def me(self, viewer: Viewer) -> Me: ...

    async def set_share_seen(self, person: int, value: bool) -> None: ...


class KeyStore(Protocol):
    async def claim(self, person: int, key: str, body_hash: bytes) -> str | None:
        """The answer this key got before, or None, and then nobody else gets past here with it meanwhile.

        Raises KEY_REUSED when it was used for something else.
        """
        ...

    async def keep(self, person: int, key: str, body_hash: bytes, answer: str) -> None: ...


class NoticeStore(Protocol):
    async def add(self, publications: Sequence[tuple[Publication, int]], kind: str) -> None:
        """One notice for each guardian who follows the student (the second of each pair)."""
        ...


class Tx(Protocol):
    """One READ COMMITTED transaction. Leaving it without an exception commits durably."""

    @property
    def people(self) -> PeopleStore: ...
    @property
    def journals(self) -> JournalStore: ...
    @property
    def marks(self) -> MarkStore: ...
    @property
    def attendance(self) -> AttendanceStore: ...
    @property
    def diaries(self) -> DiaryStore: ...
    @property
    def chats(self) -> ChatStore: ...
    @property
    def messages(self) -> MessageStore: ...
    @property
    def keys(self) -> KeyStore: ...
    @property
    def notices(self) -> NoticeStore: ...
    @property
    def appended(self) -> Sequence[Publication]:
        """What this transaction has published so far."""
        ...

    async def append(
        self, channel: ChannelName, author: int | None, fact: Shape, *, changes_readers: bool = False
    ) -> Publication:
        """Numbers and stores a publication. Facts of several channels go through `append_all`."""
        ...

    async def append_all(
        self, author: int | None, facts: Sequence[tuple[ChannelName, Shape]], *, changes_readers: bool = False
    ) -> list[Publication]:
        """Locks the channels in one order for everybody, so that writers never wait in a circle."""
        ...

    async def lock(self, channels: Collection[ChannelName]) -> None:
        """Locks channels before something is stored whose order must be that of their publications."""
        ...

    async def next_offset(self, channel: ChannelName) -> int:
        """Locks the channel and tells which number its next publication gets."""
        ...

    async def position(self, channel: ChannelName) -> Position: ...


class Store(Protocol):
    def begin(self) -> AbstractAsyncContextManager[Tx]: ...

    def read(self) -> AbstractAsyncContextManager[Tx]:
        """One snapshot: all that is read inside belongs to one moment. Writes fail."""
        ...


@dataclass(frozen=True)
class Desk:
    """Where actions work: store, commit, publish, in that order and no other."""

    store: Store
    publisher: Publisher
    clock: Clock

    async def write(
        self,
        answer: type[A],
        work: Callable[[Tx], Awaitable[A]],
        *,
        person: int,
        key: str | None,
        about: tuple[str, int],
        body: BaseModel,
    ) -> A:
        """Runs `work` in a transaction, then publishes what it appended.

        With a `key`, a repeat of the same request (`about` is the action and its target) gets the first
        answer and changes nothing; the key with another request is refused.
        """
        body_hash = hashlib.sha256(f"{about[0]}:{about[1]}:{body.model_dump_json()}".encode()).digest()
        async with self.store.begin() as tx:
            if key is not None and (stored := await tx.keys.claim(person, key, body_hash)) is not None:
                return answer.model_validate_json(stored)
            result = await work(tx)
            if key is not None:
                await tx.keys.keep(person, key, body_hash, result.model_dump_json())
            publications = tx.appended
        self.publisher.publish(publications)
        return result


async def viewer_of(tx: Tx, person: int) -> Viewer:
    return (await tx.people.viewers([person]))[person]


def not_found() -> Refusal:
    """The one answer to what does not exist and to what one may not know of."""
    return Refusal(Codes.NOT_FOUND)
