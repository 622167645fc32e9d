"""What is done for each command, and how every refusal becomes an answer."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from channels.errors import Reason, Refusal
from channels.ports import Archive
from channels.publication import ChannelName, Position, Publication
from realtime.faults import place
from realtime.gate import Gate
from realtime.joining import Joining
from realtime.protocol import commands
from realtime.protocol import json_encoding as encoding
from realtime.protocol.codes import Disconnect, DisconnectCode, ErrorCode, ErrorReply
from realtime.protocol.commands import Command, Question
from realtime.sessions import Sessions
from realtime.settings import Settings

if TYPE_CHECKING:
    from realtime.session import Session

log = logging.getLogger(__name__)

MAX_CHANNEL = 255
_AS_PROTOCOL = {  # refusals that have a code of the protocol's own
    Reason.NOT_FOUND: ErrorCode.PERMISSION_DENIED,  # the same answer whether it exists or not
    Reason.FORBIDDEN: ErrorCode.PERMISSION_DENIED,
    Reason.TOO_MANY: ErrorCode.TOO_MANY_REQUESTS,
    Reason.UNAVAILABLE: ErrorCode.INTERNAL,
}


class Answers:
    """Answers the commands of all sessions. Every question gets exactly one reply, or the end."""

    def __init__(self, gate: Gate, archive: Archive, joining: Joining, sessions: Sessions, settings: Settings) -> None:
        self._gate = gate
        self._archive = archive
        self._joining = joining
        self._sessions = sessions
        self._settings = settings

    async def answer(self, session: Session, command: Command) -> None:
        """Raises `Disconnect` when the connection must end, and nothing else."""
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

    async def _dispatch(self, session: Session, command: Question) -> None:
        match command:
            case commands.Connect():
                await self._connect(session, command)
            case commands.Subscribe():
                await self._subscribe(session, command)
            case commands.Unsubscribe():
                feed = session.feed(command.channel)
                if feed is not None:
                    session.leave(feed)
                session.say(encoding.result(command.id, "unsubscribe"))
            case commands.Publish():
                if command.data is None:
                    raise ErrorReply(ErrorCode.BAD_REQUEST)
                await self._gate.publish(session.person, _channel(command.channel), command.data)
                session.say(encoding.result(command.id, "publish"))
            case commands.History():
                await self._history(session, command)
            case commands.Rpc():
                data = await self._gate.rpc(session.person, session.login, command.method, command.data)
                session.say(encoding.result(command.id, "rpc", encoding.rpc(data)))
            case commands.SubRefresh() if session.feed(command.channel) is None:
                raise ErrorReply(ErrorCode.PERMISSION_DENIED)
            case _:
                # Presence is not kept. Connections and subscriptions do not expire: a sign-in or a
                # right that ends closes them, so there is nothing to refresh.
                raise ErrorReply(ErrorCode.NOT_AVAILABLE)

    def _refuse(self, session: Session, command: Question, reply: ErrorReply) -> None:
        if isinstance(command, commands.Connect):
            session.conversation.refused()
        session.say(encoding.error(command.id, reply))

    async def _connect(self, session: Session, command: commands.Connect) -> None:
        opening = session.present(command.token, command.data)
        with self._sessions.admitting() as ended:
            admission = await self._gate.admit(opening)
            if admission.login in ended.logins or admission.person in ended.persons:
                raise Disconnect(DisconnectCode.FORCE_DISCONNECT)
            session.admit(admission)
        subscribed = await self._joining.connect(session, admission.channels, command.recoveries)
        ping = max(1, round(self._settings.ping_seconds))
        result = encoding.connected(session.client, self._settings.version, ping, subscribed)
        session.greet(encoding.result(command.id, "connect", result))

    async def _subscribe(self, session: Session, command: commands.Subscribe) -> None:
        if session.feed(command.channel) is not None:
            raise ErrorReply(ErrorCode.ALREADY_SUBSCRIBED)
        name = _channel(command.channel)
        if len(session.chosen) >= self._settings.subscriptions:
            raise ErrorReply(ErrorCode.LIMIT_EXCEEDED)
        if command.filtered:
            raise ErrorReply(ErrorCode.BAD_REQUEST)
        if command.kind:
            raise ErrorReply(ErrorCode.PERMISSION_DENIED)
        at = await self._joining.subscribe(session, name, command.recovery, command.refuse_unrecovered)
        session.say(encoding.result(command.id, "subscribe", encoding.subscribed(at)))

    async def _history(self, session: Session, command: commands.History) -> None:
        name = _channel(command.channel)
        if not await self._gate.may_read(session.person, name):
            raise ErrorReply(ErrorCode.PERMISSION_DENIED)
        top = (await self._archive.heads([name])).get(name, Position(0, ""))
        since = command.since
        if since is not None:
            if command.reverse and since.offset == 0:
                raise ErrorReply(ErrorCode.BAD_REQUEST)
            if since.epoch not in ("", top.epoch):
                raise ErrorReply(ErrorCode.UNRECOVERABLE_POSITION)
        found = await self._read(name, command, top)
        # A right that ended while we were reading: what was stored after its end must not go out.
        if found and not await self._gate.may_read(session.person, name):
            raise ErrorReply(ErrorCode.PERMISSION_DENIED)
        session.say(encoding.result(command.id, "history", encoding.history(found, top)))

    async def _read(self, name: ChannelName, command: commands.History, top: Position) -> list[Publication]:
        limit = command.limit if 0 <= command.limit <= self._settings.history_limit else None
        limit = self._settings.history_limit if limit is None else limit
        if limit == 0:
            return []
        if command.reverse:
            below = top.offset + 1 if command.since is None else command.since.offset
            found = await self._archive.before(name, below, limit)
        else:
            found = await self._archive.since(name, 0 if command.since is None else command.since.offset, limit)
        # What was stored since the heads were read would contradict the position in the reply.
        return [each for each in found if each.offset <= top.offset]


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
