"""Finding messages again: by words in any form, by writer and day, in what the person may read now."""

import re
from datetime import date
from typing import Annotated

from pydantic import Field

from channels import policy
from channels.errors import Codes
from channels.store import Store, not_found, viewer_of
from channels.talk.messages import wrong
from channels.talk.model import Hits
from channels.talk.ports import Wanted
from channels.types import Id, Input

HITS = 20  # in one answer
WORDS = 8  # that are looked for together
_WORD = re.compile(r"[^\W_]+")


class Query(Input):
    """`before` is the id of the last hit of the page before."""

    q: Annotated[str, Field(min_length=1, max_length=100)]
    chat: Annotated[Id, Field(strict=False)] | None = None
    author: Annotated[Id, Field(strict=False)] | None = None
    since: Annotated[date, Field(strict=False)] | None = None
    until: Annotated[date, Field(strict=False)] | None = None
    before: Annotated[Id, Field(strict=False)] | None = None
    has_file: Annotated[bool, Field(strict=False)] = False


async def search(store: Store, person: int, asked: Query) -> Hits:
    """The newest first. Days are those of the chat's school, `until` exclusive; the last word may be a beginning.

    What this person may read is read in the same snapshot as the messages, so nothing is found that they may not
    open. Raises NOT_FOUND for a chat that they may not read.
    """
    words = _WORD.findall(asked.q)[:WORDS]
    if not words:
        raise wrong("q", Codes.BAD_REQUEST)
    begun = asked.q[-1].isalnum()  # who types a space has finished the word
    async with store.read() as tx:
        viewer = await viewer_of(tx, person)
        if asked.chat is not None and not policy.reads_chat(viewer, asked.chat):
            raise not_found()
        chats = viewer.chats if asked.chat is None else {asked.chat}
        found = await tx.search.find(
            Wanted(words, begun, chats, asked.author, asked.since, asked.until, asked.before, asked.has_file), HITS + 1
        )
    return Hits(messages=found[:HITS], more=len(found) > HITS)
