"""Facts that a school's other systems publish by the server API: the bus is late, lunch is paid."""

import hashlib
from typing import Annotated

from pydantic import ConfigDict, StringConstraints

from channels import policy
from channels.errors import Codes, Refusal
from channels.publication import ChannelName, Position
from channels.store import Desk, not_found
from channels.types import Fact

MAX_BYTES = 16 * 1024  # of a fact: a page of text


class Ring(Fact):
    """A fact as the other system sent it. Its type begins with `x-`, so it is never taken for one of this server's."""

    model_config = ConfigDict(frozen=True, extra="allow")

    type: Annotated[str, StringConstraints(pattern=r"^x-[a-z0-9][a-z0-9._-]{0,60}$")]


async def ring(desk: Desk, channel: ChannelName, fact: Ring, key: str, *, kept: bool) -> Position | None:
    """Publishes a fact once, even if it is repeated with the same key, and returns its position.

    If not `kept`, only the present listeners are told, nothing is stored, and the result is None. Raises NOT_FOUND for
    a channel that does not exist or takes nothing from outside, TOO_LARGE above `MAX_BYTES`, and KEY_REUSED.
    """
    text = fact.model_dump_json().encode()
    if len(text) > MAX_BYTES:
        raise Refusal(Codes.TOO_LARGE)
    if not policy.rings_from_outside(channel):
        raise not_found()
    if not kept:
        async with desk.store.read() as tx:
            meant = await tx.outside.meant(channel)
        if meant is None:
            raise not_found()
        desk.publisher.signal(meant, text)
        return None
    body_hash = hashlib.sha256(text).digest()
    async with desk.store.begin() as tx:
        meant = await tx.outside.meant(channel)
        if meant is None:
            raise not_found()
        channel = meant
        await tx.lock([channel])  # a repetition waits here, and then finds the first request
        epoch = (await tx.position(channel)).epoch
        if key and (known := await tx.outside.known(channel, key)) is not None:
            offset, used_for = known
            if used_for != body_hash:
                raise Refusal(Codes.KEY_REUSED)
            return Position(offset, epoch)
        publication = await tx.append(channel, None, fact)
        if key:
            await tx.outside.keep(channel, key, publication.offset, body_hash)
    desk.publisher.publish(tx.appended)
    return Position(publication.offset, epoch)
