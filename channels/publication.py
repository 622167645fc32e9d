"""The publication: the envelope in which numbered facts leave the server live."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NewType

ChannelName = NewType("ChannelName", str)
"""`kind:id`, ASCII, at most 255 characters, as in docs/GLOSSARY.md."""


@dataclass(frozen=True, slots=True)
class Position:
    """Position of a reader in a channel: the last offset held, and the epoch it belongs to.

    Offsets of different epochs cannot be compared: the reader must reload.
    """

    offset: int
    epoch: str


@dataclass(frozen=True, slots=True)
class ClientInfo:
    """The acting user and connection, as other clients see them. The infos are JSON texts."""

    user: str
    client: str
    conn_info: bytes | None = None
    chan_info: bytes | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """One fact in a channel, stored and committed.

    Offsets of a channel are 1, 2, 3 … without gaps, in commit order. `data` is the JSON text of the fact: UTF-8,
    without raw line breaks, encoded only once, when it was stored. `changes_readers` says that this fact changes who
    may read: no later publication of this channel may be delivered before the rights of every listening person have
    been read again.
    """

    channel: ChannelName
    offset: int
    at: datetime
    author: int | None
    data: bytes
    changes_readers: bool = False
    info: ClientInfo | None = None
    tags: Mapping[str, str] | None = None
