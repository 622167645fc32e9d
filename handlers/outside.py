"""Rights of the server API in a school: implements `handlers.server_api.Outside`."""

from collections.abc import Mapping

from pydantic import ValidationError

from channels import outside, policy
from channels.errors import Reason, Refusal
from channels.publication import ChannelName, Position
from channels.store import Desk, viewer_of
from realtime.protocol.codes import ErrorCode, ErrorReply

_AS_PROTOCOL = {Reason.NOT_FOUND: ErrorCode.UNKNOWN_CHANNEL, Reason.UNAVAILABLE: ErrorCode.INTERNAL}


class SchoolOutside:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def ring(
        self, channel: ChannelName, data: bytes, tags: Mapping[str, str] | None, key: str, *, kept: bool
    ) -> Position | None:
        """Publishes a ring. Tags mean nothing to our clients and are not kept."""
        try:
            fact = outside.Ring.model_validate_json(data)
        except ValidationError:
            raise ErrorReply(ErrorCode.BAD_REQUEST, "bad request: data is an object with a type `x-…`") from None
        try:
            return await outside.ring(self._desk, channel, fact, key, kept=kept)
        except Refusal as refusal:
            code = _AS_PROTOCOL.get(refusal.code.reason)
            if code is not None:
                raise ErrorReply(code) from None
            raise ErrorReply(ErrorCode.BAD_REQUEST, f"bad request: {refusal.code.name}") from None

    def may_look_back(self, channel: ChannelName) -> bool:
        """True for channels that one may ring; no key reads marks, or what people write to each other."""
        return policy.rings_from_outside(channel)

    async def may_listen(self, user: str, channel: ChannelName) -> bool:
        """True if the user may read the channel: nobody is subscribed to anything else, whoever asks."""
        if not (user.isascii() and user.isdigit() and len(user) < 19):
            return False
        async with self._desk.store.read() as tx:
            return policy.may_read(await viewer_of(tx, int(user)), channel)
