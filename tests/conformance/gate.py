"""Open, generic channels: implements `realtime.gate.Gate`. Rights come from tokens and from the configuration."""

import json
from collections.abc import Collection, Mapping

from channels.publication import ChannelName, ClientInfo, Position
from realtime.fanout.port import Ephemeral, EphemeralKind, Fanout
from realtime.gate import Admission, Caller, Grant, Look, Opening, Rules
from realtime.protocol.codes import Disconnect, DisconnectCode, ErrorCode, ErrorReply
from realtime.protocol.commands import Subscribe
from realtime.protocol.json_encoding import Opaque
from tests.conformance import tokens
from tests.conformance.archive import OpenArchive
from tests.conformance.config import Config


class OpenGate:
    rights_change = False

    def __init__(self, config: Config, archive: OpenArchive, fanout: Fanout) -> None:
        self._config = config
        self._key = tokens.key(config.secret)
        self._archive = archive
        self._fanout = fanout

    def rules(self, channel: ChannelName) -> Rules:
        options = self._config.options(channel)
        return Rules(options.kept, options.presence, options.join_leave)

    async def admit(self, opening: Opening) -> Admission:
        if not opening.token:
            if not self._config.insecure:
                raise Disconnect(DisconnectCode.BAD_REQUEST)
            return Admission("", 0, {})
        try:
            claims = tokens.read(opening.token, self._key)
        except tokens.Expired:
            raise ErrorReply(ErrorCode.TOKEN_EXPIRED) from None
        except tokens.Invalid:
            raise Disconnect(DisconnectCode.INVALID_TOKEN) from None
        if claims.channel is not None:  # a subscription token must not open a connection
            raise Disconnect(DisconnectCode.INVALID_TOKEN)
        if not claims.user and not self._config.insecure:
            raise Disconnect(DisconnectCode.PERMISSION_DENIED)
        channels: dict[ChannelName, Grant | None] = {}
        for name, sub in claims.subs.items():
            channels[ChannelName(name)] = self._grant(name, *tokens.infos(sub))
        if self._config.personal and claims.user:
            channels[ChannelName(f"#{claims.user}")] = self._grant(f"#{claims.user}", None, None)
        until = None if self._config.insecure else claims.until
        return Admission(claims.user, 0, channels, info=claims.info, until=until)

    def _grant(self, channel: str, info: bytes | None, data: bytes | None) -> Grant:
        """Of a subscription that the server makes."""
        options = self._config.options(channel)
        recoverable = options.kept and options.force_recovery
        return Grant(recoverable, options.join_leave and options.force_push_join_leave, info, data)

    async def refresh(self, caller: Caller, token: str) -> float | None:
        claims = self._read(token, DisconnectCode.CONNECTION_EXPIRED)
        if claims.user != caller.user or claims.channel is not None:
            raise Disconnect(DisconnectCode.INVALID_TOKEN)
        return claims.until

    async def sub_refresh(self, caller: Caller, channel: ChannelName, token: str) -> float | None:
        claims = self._read(token, DisconnectCode.SUBSCRIPTION_EXPIRED)
        self._must_be_mine(claims, caller, channel)
        return claims.until

    def _read(self, token: str, expired: DisconnectCode) -> tokens.Claims:
        try:
            return tokens.read(token, self._key)
        except tokens.Expired:
            raise Disconnect(expired) from None
        except tokens.Invalid:
            raise Disconnect(DisconnectCode.INVALID_TOKEN) from None

    def _must_be_mine(self, claims: tokens.Claims, caller: Caller, channel: str) -> None:
        if (claims.user, claims.channel) != (caller.user, channel) or claims.client not in (None, caller.info.client):
            raise Disconnect(DisconnectCode.INVALID_TOKEN)

    async def subscribe(self, caller: Caller, command: Subscribe) -> Grant | None:
        options = self._config.options(command.channel)
        may_look = options.allow_history_for_subscriber or self._config.insecure
        recoverable = options.kept and (options.force_recovery or (command.recoverable and may_look))
        may_see = options.allow_presence_for_subscriber or self._config.insecure
        join_leave = options.join_leave and (options.force_push_join_leave or (command.join_leave and may_see))
        if command.token:
            try:
                claims = tokens.read(command.token, self._key)
            except tokens.Expired:
                raise ErrorReply(ErrorCode.TOKEN_EXPIRED) from None
            except tokens.Invalid:
                raise ErrorReply(ErrorCode.PERMISSION_DENIED) from None
            self._must_be_mine(claims, caller, command.channel)
            return claims.grant(recoverable=recoverable, join_leave=join_leave)
        if command.channel.startswith("$") or not self._config.insecure:
            raise ErrorReply(ErrorCode.PERMISSION_DENIED)
        return Grant(recoverable, join_leave)

    async def may_read(self, user: str, channel: ChannelName) -> bool:
        return True

    async def look(self, caller: Caller, channel: ChannelName, at: Look) -> None:
        options = self._config.options(channel)
        there, allowed = {
            Look.PRESENCE: (options.presence, options.allow_presence_for_subscriber),
            Look.HISTORY: (options.kept, options.allow_history_for_subscriber),
        }[at]
        if not there:
            raise ErrorReply(ErrorCode.NOT_AVAILABLE)
        if not (self._config.insecure or (allowed and caller.subscribed)):
            raise ErrorReply(ErrorCode.PERMISSION_DENIED)

    async def publish(self, caller: Caller, channel: ChannelName, data: bytes) -> None:
        allowed = self._config.options(channel).allow_publish_for_subscriber and caller.subscribed
        if not (allowed or self._config.insecure):
            raise ErrorReply(ErrorCode.PERMISSION_DENIED)
        self.ring(channel, data, info=caller.info)

    def ring(
        self,
        channel: ChannelName,
        data: bytes,
        *,
        info: ClientInfo | None = None,
        tags: Mapping[str, str] | None = None,
        kept: bool = True,
    ) -> Position | None:
        """Stores where the channel is kept, and tells everybody. Raises `ErrorReply` (UNKNOWN_CHANNEL)."""
        data = _checked(data)
        if not (kept and self._config.options(channel).kept):
            self._fanout.signal(Ephemeral(channel, EphemeralKind.PUBLICATION, data, info, tags))
            return None
        publication = self._archive.append(channel, data, info, tags)
        self._fanout.send([publication])
        return Position(publication.offset, self._archive.stream(channel).epoch)

    async def rpc(self, caller: Caller, method: str, data: bytes | None) -> bytes:
        raise ErrorReply(ErrorCode.NOT_AVAILABLE)

    async def readable(self, users: Collection[str]) -> Mapping[str, Collection[ChannelName]]:
        return {}

    async def ended_logins(self) -> Collection[int]:
        return ()


def _checked(data: bytes) -> bytes:
    try:
        json.loads(data)
    except ValueError:
        return Opaque(data)
    return data
