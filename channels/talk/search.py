"""Searches the messages a person may read now: by words in any inflected form, by author and by day."""

import re
from typing import Annotated

from pydantic import Field

from channels.errors import Codes
from channels.store import Desk, viewer_of
from channels.talk.chats import note_oversight, require_reader
from channels.talk.messages import wrong
from channels.talk.model import Hits
from channels.talk.ports import Wanted
from channels.types import AskedDay, Id, Input

HITS = 20  # in one answer
WORDS = 8  # of one search
_WORD = re.compile(r"[^\W_]+")


class Query(Input):
    """A search. `before` is the id of the last hit on the page before."""

    q: Annotated[str, Field(min_length=1, max_length=100)]
    chat: Annotated[Id, Field(strict=False)] | None = None
    author: Annotated[Id, Field(strict=False)] | None = None
    since: AskedDay | None = None
    until: AskedDay | None = None
    before: Annotated[Id, Field(strict=False)] | None = None
    has_file: Annotated[bool, Field(strict=False)] = False


async def search(desk: Desk, person: int, asked: Query) -> Hits:
    """Returns the messages found, the newest first.

    Days are in the zone of the chat's school, `until` exclusive. The last word may be only a beginning. Rights are read
    in the same snapshot as the messages, so nobody finds what they may not open. Raises NOT_FOUND for a chat that this
    person may not read.
    """
    words = _WORD.findall(asked.q)[:WORDS]
    if not words:
        raise wrong("q", Codes.BAD_REQUEST)
    begun = asked.q[-1].isalnum()  # a space at the end finishes the word
    async with desk.store.read() as tx:
        if asked.chat is None:
            chats, oversees = (await viewer_of(tx, person)).chats, False
        else:
            chats, oversees = frozenset({asked.chat}), await require_reader(tx, person, asked.chat)
        found = await tx.search.find(
            Wanted(words, begun, chats, asked.author, asked.since, asked.until, asked.before, asked.has_file), HITS + 1
        )
    if oversees and asked.chat is not None:
        await note_oversight(desk, person, asked.chat)
    return Hits(messages=found[:HITS], more=len(found) > HITS)
