"""The application's side of the sockets: `realtime.gate.Gate`."""

from collections.abc import Collection, Mapping

from channels import policy
from channels.publication import ChannelName
from channels.store import Desk, viewer_of
from handlers.auth import Authentication, ConnectionTokens, TokenExpired, TokenInvalid
from handlers.ws.commands import post, run_command
from realtime.gate import Admission, Opening
from realtime.protocol.codes import Disconnect, DisconnectCode, ErrorCode, ErrorReply


class SchoolGate:
    def __init__(self, desk: Desk, authentication: Authentication, tokens: ConnectionTokens) -> None:
        self._desk = desk
        self._authentication = authentication
        self._tokens = tokens

    async def admit(self, opening: Opening) -> Admission:
        person, login = await self._login(opening)
        async with self._desk.store.read() as tx:
            viewer = await viewer_of(tx, person)
        return Admission(person, login, policy.channels_of(viewer))

    async def _login(self, opening: Opening) -> tuple[int, int]:
        if opening.token:
            try:
                claims = self._tokens.read(opening.token)
            except TokenExpired:
                raise ErrorReply(ErrorCode.TOKEN_EXPIRED) from None
            except TokenInvalid:
                raise Disconnect(DisconnectCode.INVALID_TOKEN) from None
            if not await self._authentication.is_live(claims):
                raise Disconnect(DisconnectCode.INVALID_TOKEN)
            return claims.person, claims.login
        if opening.cookie is None or opening.origin is None:
            raise Disconnect(DisconnectCode.BAD_REQUEST)
        signed_in = await self._authentication.by_cookie_header(opening.cookie)
        if signed_in is None:
            raise Disconnect(DisconnectCode.INVALID_TOKEN)
        return signed_in.person, signed_in.id

    async def readable(self, persons: Collection[int]) -> Mapping[int, Collection[ChannelName]]:
        async with self._desk.store.read() as tx:
            viewers = await tx.people.viewers(persons)
        return {person: policy.channels_of(viewer) for person, viewer in viewers.items()}

    async def may_read(self, person: int, channel: ChannelName) -> bool:
        async with self._desk.store.read() as tx:
            return policy.may_read(await viewer_of(tx, person), channel)

    async def publish(self, person: int, channel: ChannelName, data: bytes) -> None:
        await post(self._desk, person, channel, data)

    async def rpc(self, person: int, login: int, method: str, data: bytes | None) -> bytes:
        return await run_command(self._desk, person, method, data)
