"""Handles each command, and turns every refusal into an answer."""

from __future__ import annotations

import logging
import time

from channels.errors import Reason, Refusal
from channels.ports import Archive
from channels.publication import ChannelName, Position, Publication
from realtime.faults import place
from realtime.gate import Gate, Look
from realtime.presence.port import Presence
from realtime.protocol import commands, replies
from realtime.protocol.codes import Disconnect, DisconnectCode, ErrorCode, ErrorReply
from realtime.protocol.commands import Command, Question
from realtime.sessions.registry import Sessions
from realtime.sessions.session import Refused, Session
from realtime.settings import Settings
from realtime.subscribing.subscriptions import Subscriptions

log = logging.getLogger(__name__)

MAX_CHANNEL = 255
_AS_PROTOCOL = {  # refusals for which the protocol has a code of its own
    Reason.NOT_FOUND: ErrorCode.PERMISSION_DENIED,  # the same answer whether the channel exists or not
    Reason.FORBIDDEN: ErrorCode.PERMISSION_DENIED,
    Reason.TOO_MANY: ErrorCode.TOO_MANY_REQUESTS,
    Reason.UNAVAILABLE: ErrorCode.INTERNAL,
}


class Commands:
    """Answers the commands of all sessions; implements `realtime.sessions.session.Delegate`. Every question gets
    exactly one reply, or the end.
    """

    def __init__(
        self,
        gate: Gate,
        archive: Archive,
        presence: Presence,
        subscriptions: Subscriptions,
        sessions: Sessions,
        settings: Settings,
        node: str,
    ) -> None:
        self._gate = gate
        self._archive = archive
        self._presence = presence
        self._subscriptions = subscriptions
        self._sessions = sessions
        self._settings = settings
        self._node = node  # told to clients whose commands come by requests of their own

    async def answer(self, session: Session, command: Command) -> None:
        """Answers one command. Raises `Disconnect` if the connection must end, and nothing else."""
        if isinstance(command, commands.Send | commands.Pong):
            raise Disconnect(DisconnectCode.NOT_AVAILABLE)
        try:
            await self._dispatch(session, command)
        except Disconnect:
            raise
        except ErrorReply as reply:
            self._refuse(session, command, reply)
        except Refusal as refusal:
            self._refuse(session, command, _translate(refusal, command))
        except Exception as error:
            log.error("%s failed: %s", type(command).__name__.lower(), place(error))
            self._refuse(session, command, ErrorReply(ErrorCode.INTERNAL))

    def lost(self, session: Session, channel: ChannelName) -> None:
        self._subscriptions.lost(session, channel)

    def apply_rights(self, session: Session, readable: frozenset[ChannelName], refused: Refused) -> None:
        self._subscriptions.apply_rights(session, readable, refused)

    def ended(self, session: Session) -> None:
        self._subscriptions.ended(session)
        self._sessions.discard(session)

    async def _dispatch(self, session: Session, command: Question) -> None:
        result: replies.Result
        match command:
            case commands.Connect():
                session.greet(replies.Reply(command.id, await self._connect(session, command)))
                return
            case commands.Subscribe():
                result = await self._subscribe(session, command)
            case commands.Unsubscribe():
                feed = session.feed(command.channel)
                if feed is not None:
                    self._subscriptions.leave(session, feed)
                result = replies.Done("unsubscribe")
            case commands.Publish():
                if command.data is None:
                    raise ErrorReply(ErrorCode.BAD_REQUEST)
                name = _channel(command.channel)
                await self._gate.publish(session.caller(name), name, command.data)
                result = replies.Done("publish")
            case commands.History():
                result = await self._history(session, command)
            case commands.Presence() | commands.PresenceStats():
                result = await self._present(session, command)
            case commands.Rpc():
                result = replies.RpcResult(await self._gate.rpc(session.caller(), command.method, command.data))
            case commands.Refresh():
                result = await self._refresh(session, command)
            case commands.SubRefresh():
                result = await self._sub_refresh(session, command)
        session.say(replies.Reply(command.id, result))

    def _refuse(self, session: Session, command: Question, reply: ErrorReply) -> None:
        if isinstance(command, commands.Connect):
            session.conversation.refused()
        session.say(replies.Refused(command.id, reply))

    async def _connect(self, session: Session, command: commands.Connect) -> replies.Connected:
        opening = session.present(command.token, command.data)
        with self._sessions.admitting() as ended:
            admission = await self._gate.admit(opening)
            if admission.login in ended.logins or admission.user in ended.users:
                raise Disconnect(DisconnectCode.FORCE_DISCONNECT)
            session.admit(admission)
            if not session.closed:
                self._sessions.name(session, self._settings.sessions_per_user)
        if len(admission.channels) > self._settings.server_subscriptions:
            raise Disconnect(DisconnectCode.CHANNEL_LIMIT)
        subscribed = await self._subscriptions.connect(session, admission.channels, command.recoveries)
        ping = 0 if session.pings_itself else max(1, round(self._settings.ping_seconds))
        return replies.Connected(
            session.client,
            self._settings.version,
            ping,
            subscribed,
            ttl=self._subscriptions.live_until(session, admission.until),
            session=session.key,
            node=self._node if session.key else "",
        )

    async def _subscribe(self, session: Session, command: commands.Subscribe) -> replies.Subscribed:
        if session.feed(command.channel) is not None:
            raise ErrorReply(ErrorCode.ALREADY_SUBSCRIBED)
        name = _channel(command.channel)
        if len(session.chosen) >= self._settings.subscriptions:
            raise ErrorReply(ErrorCode.LIMIT_EXCEEDED)
        if command.filtered:
            raise ErrorReply(ErrorCode.BAD_REQUEST)
        if command.kind:
            raise ErrorReply(ErrorCode.NOT_AVAILABLE if command.kind == _SHARED_POLL else ErrorCode.PERMISSION_DENIED)
        return await self._subscriptions.subscribe(session, name, command)

    async def _present(
        self, session: Session, command: commands.Presence | commands.PresenceStats
    ) -> replies.Members | replies.MemberCount:
        name = _channel(command.channel)
        await self._gate.look(session.caller(name), name, Look.PRESENCE)
        clients = await self._presence.members(name)
        if isinstance(command, commands.Presence):
            return replies.Members(clients)
        return replies.MemberCount(len(clients), len({info.user for info in clients.values()}))

    async def _refresh(self, session: Session, command: commands.Refresh) -> replies.Refreshed:
        if not command.token:
            raise Disconnect(DisconnectCode.BAD_REQUEST)
        until = await self._gate.refresh(session.caller(), command.token)
        _must_be_ahead(until, DisconnectCode.CONNECTION_EXPIRED)
        return replies.Refreshed(session.client, self._settings.version, self._subscriptions.live_until(session, until))

    async def _sub_refresh(self, session: Session, command: commands.SubRefresh) -> replies.SubRefreshed:
        if not command.channel:
            raise Disconnect(DisconnectCode.BAD_REQUEST)
        if command.kind:
            raise ErrorReply(ErrorCode.NOT_AVAILABLE)
        feed = session.feed(command.channel)
        if feed is None:
            raise ErrorReply(ErrorCode.PERMISSION_DENIED)
        if not command.token:
            raise ErrorReply(ErrorCode.BAD_REQUEST)
        until = await self._gate.sub_refresh(session.caller(feed.name), feed.name, command.token)
        _must_be_ahead(until, DisconnectCode.SUBSCRIPTION_EXPIRED)
        return replies.SubRefreshed(self._subscriptions.extend(session, feed, until))

    async def _history(self, session: Session, command: commands.History) -> replies.Page:
        name = _channel(command.channel)
        await self._gate.look(session.caller(name), name, Look.HISTORY)
        page = await self.page(name, command.limit, command.since, command.reverse)
        # The right may have ended during the read: what was stored after its end must not go out.
        if page.publications:
            await self._gate.look(session.caller(name), name, Look.HISTORY)
        return page

    async def page(self, name: ChannelName, limit: int, since: commands.Recovery | None, reverse: bool) -> replies.Page:
        """Returns publications and channel position. Raises `ErrorReply` (BAD_REQUEST, UNRECOVERABLE_POSITION)."""
        top = (await self._archive.heads([name])).get(name, Position(0, ""))
        if since is not None:
            if reverse and since.offset == 0:
                raise ErrorReply(ErrorCode.BAD_REQUEST)
            if since.epoch not in ("", top.epoch):
                raise ErrorReply(ErrorCode.UNRECOVERABLE_POSITION)
        return replies.Page(await self._read(name, top, limit, since, reverse), top)

    async def _read(
        self, name: ChannelName, top: Position, limit: int, since: commands.Recovery | None, reverse: bool
    ) -> list[Publication]:
        limit = limit if 0 <= limit <= self._settings.history_limit else self._settings.history_limit
        if limit == 0:
            return []
        if reverse:
            found = await self._archive.before(name, top.offset + 1 if since is None else since.offset, limit)
        else:
            found = await self._archive.since(name, 0 if since is None else since.offset, limit)
        # What was stored after the heads were read would contradict the position in the reply.
        return [each for each in found if each.offset <= top.offset]


_SHARED_POLL = 4


def _must_be_ahead(until: float | None, otherwise: DisconnectCode) -> None:
    if until is not None and until <= time.time():
        raise Disconnect(otherwise)


def _channel(name: str) -> ChannelName:
    if len(name) > MAX_CHANNEL or not name.isascii() or not name.isprintable():
        raise ErrorReply(ErrorCode.BAD_REQUEST)
    return ChannelName(name)


def _translate(refusal: Refusal, command: Question) -> ErrorReply:
    code = refusal.code
    if code.reason in _AS_PROTOCOL and not isinstance(command, commands.Rpc | commands.Connect):
        return ErrorReply(_AS_PROTOCOL[code.reason])
    temporary = code.reason in (Reason.TOO_MANY, Reason.UNAVAILABLE)
    return ErrorReply(code.number, code.name, temporary)
