"""Gate of the school: `realtime.gate.Gate`."""

from collections.abc import Collection, Mapping, Sequence

from channels import policy
from channels.people import Viewer
from channels.publication import ChannelName
from channels.store import Desk, viewer_of
from channels.talk.chats import note_oversight
from handlers.actions.rpc import Commands
from handlers.auth import Authentication, Claims, ConnectionTokens, TokenExpired, TokenInvalid
from handlers.ws.coalescing import Coalescer
from realtime.gate import Admission, Caller, Grant, Look, Opening, Rules
from realtime.protocol.codes import Disconnect, DisconnectCode, ErrorCode, ErrorReply
from realtime.protocol.commands import Subscribe
from storage.logins import Login


class SchoolGate:
    rights_change = True

    def __init__(
        self, desk: Desk, authentication: Authentication, tokens: ConnectionTokens, commands: Commands
    ) -> None:
        self._desk = desk
        self._authentication = authentication
        self._tokens = tokens
        self._commands = commands
        self._viewers = Coalescer(self._read_viewers)
        self._live = Coalescer(authentication.live)

    async def _read_viewers(self, persons: Sequence[int]) -> Mapping[int, Viewer]:
        async with self._desk.store.read() as tx:
            return await tx.people.viewers(persons)

    def rules(self, channel: ChannelName) -> Rules:
        """Returns the rules: channels are kept; only chats show presence: nobody should see who reads a diary."""
        shown = policy.shows_presence(channel)
        return Rules(kept=True, presence=shown, join_leave=shown)

    async def admit(self, opening: Opening) -> Admission:
        person, login = await self._login(opening)
        viewer = await self._viewers.ask(person)
        assert viewer is not None
        channels = dict.fromkeys(policy.channels_of(viewer))
        return Admission(str(person), login, channels, visible=policy.lets_seen_be_known(viewer))

    async def _login(self, opening: Opening) -> tuple[int, int]:
        if opening.token:
            claims = self._read(opening.token)
            if await self._live.ask(claims.login) != claims.person:  # one query for all who come now
                raise Disconnect(DisconnectCode.INVALID_TOKEN)
            return claims.person, claims.login
        if opening.cookie is None or opening.origin is None:
            raise Disconnect(DisconnectCode.BAD_REQUEST)
        signed_in = await self._authentication.by_cookies([opening.cookie])
        if signed_in is None:
            raise Disconnect(DisconnectCode.INVALID_TOKEN)
        if signed_in.is_limited:
            raise Disconnect(DisconnectCode.PERMISSION_DENIED)
        return signed_in.person, signed_in.id

    def _read(self, token: str) -> Claims:
        try:
            return self._tokens.read(token)
        except TokenExpired:
            raise ErrorReply(ErrorCode.TOKEN_EXPIRED) from None
        except TokenInvalid:
            raise Disconnect(DisconnectCode.INVALID_TOKEN) from None

    async def refresh(self, caller: Caller, token: str) -> float | None:
        """Returns None: a connection lives as long as its sign-in. Raises `Disconnect` for another sign-in's token."""
        try:
            claims = self._read(token)
        except ErrorReply:
            raise Disconnect(DisconnectCode.CONNECTION_EXPIRED) from None
        mine = (str(claims.person), claims.login) == (caller.user, caller.login)
        if not mine or not await self._authentication.is_live(claims):
            raise Disconnect(DisconnectCode.INVALID_TOKEN)
        return None

    async def readable(self, users: Collection[str]) -> Mapping[str, Collection[ChannelName]]:
        async with self._desk.store.read() as tx:
            viewers = await tx.people.viewers([int(user) for user in users])
        return {str(person): policy.channels_of(viewer) for person, viewer in viewers.items()}

    async def subscribe(self, caller: Caller, command: Subscribe) -> Grant | None:
        await self._require_reader(caller, ChannelName(command.channel))
        return None

    async def _require_reader(self, caller: Caller, channel: ChannelName) -> None:
        person = int(caller.user)
        async with self._desk.store.read() as tx:
            viewer = await viewer_of(tx, person)
        if not policy.may_read(viewer, channel):
            raise ErrorReply(ErrorCode.PERMISSION_DENIED)
        if policy.oversees(viewer, channel):
            await note_oversight(self._desk, person, int(channel.partition(":")[2]))

    async def sub_refresh(self, caller: Caller, channel: ChannelName, token: str) -> float | None:
        """Raises `Disconnect` (INVALID_TOKEN): subscriptions end with the right; no token for them is ever issued."""
        raise Disconnect(DisconnectCode.INVALID_TOKEN)

    async def may_read(self, user: str, channel: ChannelName) -> bool:
        async with self._desk.store.read() as tx:
            return policy.may_read(await viewer_of(tx, int(user)), channel)

    async def look(self, caller: Caller, channel: ChannelName, at: Look) -> None:
        await self._require_reader(caller, channel)
        if at is Look.PRESENCE and not policy.shows_presence(channel):
            raise ErrorReply(ErrorCode.NOT_AVAILABLE)

    async def publish(self, caller: Caller, channel: ChannelName, data: bytes) -> None:
        await self._commands.publish(_login(caller), channel, data)

    async def rpc(self, caller: Caller, method: str, data: bytes | None) -> bytes:
        return await self._commands.run(_login(caller), method, data)

    async def ended_logins(self) -> Collection[int]:
        return await self._authentication.ended_lately()


def _login(caller: Caller) -> Login:
    return Login(caller.login, int(caller.user))
