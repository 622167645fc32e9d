"""HTTP API by which other systems ring: `POST /api/METHOD` with an API key, like Centrifugo's server API.

An answer is `{"result": …}` or `{"error": {"code", "message"}}`, with status 200 for both unless the request asks for
statuses (`X-Centrifugo-Error-Mode: transport`). The application decides what a channel takes from outside.
"""

from __future__ import annotations

import fnmatch
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any, Protocol

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from channels.publication import ChannelName, ClientInfo, Position
from realtime import __version__
from realtime.engine import Engine
from realtime.protocol import json_encoding
from realtime.protocol.codes import Disconnect, DisconnectCode, ErrorCode, ErrorReply
from realtime.protocol.commands import Recovery
from realtime.protocol.replies import MemberCount, Members, Page, Reply

MAX_BROADCAST = 1000
_STATUS = {100: 500, 102: 404, 104: 404, 107: 400, 108: 400, 112: 416, 113: 409}

Name = Annotated[str, Field(min_length=1, max_length=255)]
Text = Annotated[str, Field(max_length=255)]


class MethodInput(BaseModel):
    """Input of a method. Unknown fields are ignored: published clients send options that we do not have."""

    model_config = ConfigDict(extra="ignore")


class What(MethodInput):
    data: Any = None
    b64data: Annotated[str, Field(max_length=400_000)] | None = None
    skip_history: bool = False
    tags: Annotated[dict[Text, Text], Field(max_length=32)] | None = None
    idempotency_key: Text = ""


class Publish(What):
    channel: Name


class Broadcast(What):
    channels: Annotated[list[Name], Field(min_length=1, max_length=MAX_BROADCAST)]


class Since(MethodInput):
    offset: Annotated[int, Field(ge=0, lt=2**63)] = 0
    epoch: Text = ""


class Subscribe(MethodInput):
    user: Text
    channel: Name
    client: Text = ""
    recover_since: Since | None = None


class Unsubscribe(MethodInput):
    user: Text
    channel: Name
    client: Text = ""


class Ending(MethodInput):
    code: Annotated[int, Field(ge=3000, le=4999)]
    reason: Annotated[str, Field(max_length=100)] = ""


class DisconnectUser(MethodInput):
    user: Text
    client: Text = ""
    whitelist: Annotated[list[Text], Field(max_length=1000)] = []
    disconnect: Ending | None = None


class OfChannel(MethodInput):
    channel: Name


class History(OfChannel):
    limit: Annotated[int, Field(ge=-1, lt=2**31)] = 0
    since: Since | None = None
    reverse: bool = False


class Channels(MethodInput):
    pattern: Text = ""


class Nothing(MethodInput):
    pass


class Batch(MethodInput):
    commands: Annotated[list[dict[str, Any]], Field(max_length=MAX_BROADCAST)]


class Outside(Protocol):
    """Port of what the application lets other systems do. Every method may raise `ErrorReply`."""

    async def ring(
        self, channel: ChannelName, data: bytes, tags: Mapping[str, str] | None, key: str, *, kept: bool
    ) -> Position | None:
        """Publishes; a repeat with the same key does not. Returns the position, None if nothing is kept."""
        ...

    def may_look_back(self, channel: ChannelName) -> bool:
        """True if the history of this channel may be read from outside."""
        ...

    async def may_listen(self, user: str, channel: ChannelName) -> bool:
        """True if this user's sessions may be subscribed to the channel."""
        ...


Answer = dict[str, Any]
Method = Callable[[Any], Awaitable[Answer]]


class ServerApi:
    def __init__(self, engine: Engine, outside: Outside, api_key: str) -> None:
        self._engine = engine
        self._outside = outside
        self._key = api_key
        self._methods: dict[str, tuple[type[MethodInput], Method]] = {
            "publish": (Publish, self._publish),
            "broadcast": (Broadcast, self._broadcast),
            "subscribe": (Subscribe, self._subscribe),
            "unsubscribe": (Unsubscribe, self._unsubscribe),
            "disconnect": (DisconnectUser, self._disconnect),
            "presence": (OfChannel, self._presence),
            "presence_stats": (OfChannel, self._presence_stats),
            "history": (History, self._history),
            "channels": (Channels, self._channels),
            "info": (Nothing, self._info),
            "batch": (Batch, self._batch),
        }

    def routes(self) -> list[web.RouteDef]:
        return [web.post(f"/api/{method}", self._handle) for method in self._methods]

    async def _handle(self, request: web.Request) -> web.Response:
        if not self._knows(request):
            raise web.HTTPUnauthorized
        try:
            body = json.loads(await request.read() or b"{}")
        except (ValueError, RecursionError):
            raise web.HTTPBadRequest from None
        answer = await self._run(request.path.rpartition("/")[2], body)
        error = answer.get("error")
        status = 200
        if error is not None and request.headers.get("X-Centrifugo-Error-Mode") == "transport":
            status = _STATUS.get(error["code"], 400)
        return web.json_response(answer, status=status, headers={"Cache-Control": "no-store"})

    def _knows(self, request: web.Request) -> bool:
        """Checks the key. It comes in a header, never in the address, which is logged on the way."""
        scheme, _, told = request.headers.get("Authorization", "").partition(" ")
        key = request.headers.get("X-API-Key") or (told if scheme.lower() == "apikey" else "")
        return bool(self._key) and secrets.compare_digest(key.encode(errors="replace"), self._key.encode())

    async def _run(self, method: str, body: Any) -> Answer:
        """Returns the answer of one method; never raises for errors of the caller."""
        try:
            if method not in self._methods:
                raise ErrorReply(ErrorCode.METHOD_NOT_FOUND)
            model, act = self._methods[method]
            return {"result": await act(model.model_validate(body))}
        except ValidationError as wrong:
            first = wrong.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            return {"error": {"code": int(ErrorCode.BAD_REQUEST), "message": f"bad request: {where}: {first['msg']}"}}
        except ErrorReply as error:
            return {"error": {"code": error.code, "message": error.message}}

    async def _publish(self, asked: Publish) -> Answer:
        return await self._ring(ChannelName(asked.channel), asked)

    async def _ring(self, channel: ChannelName, what: What) -> Answer:
        if "data" not in what.model_fields_set:
            raise ErrorReply(ErrorCode.BAD_REQUEST)
        data = json.dumps(what.data, ensure_ascii=False, separators=(",", ":")).encode()
        key = what.idempotency_key
        position = await self._outside.ring(channel, data, what.tags, key, kept=not what.skip_history)
        return {} if position is None else {"offset": position.offset, "epoch": position.epoch}

    async def _broadcast(self, asked: Broadcast) -> Answer:
        responses = []
        for channel in asked.channels:
            try:
                responses.append({"result": await self._ring(ChannelName(channel), asked)})
            except ErrorReply as error:
                responses.append({"error": {"code": error.code, "message": error.message}})
        return {"responses": responses}

    async def _subscribe(self, asked: Subscribe) -> Answer:
        channel = ChannelName(asked.channel)
        if not await self._outside.may_listen(asked.user, channel):
            raise ErrorReply(ErrorCode.PERMISSION_DENIED)
        since = asked.recover_since
        position = None if since is None else Recovery(since.offset, since.epoch)
        self._engine.parts.orders.subscribe(asked.user, channel, None, position, asked.client)
        return {}

    async def _unsubscribe(self, asked: Unsubscribe) -> Answer:
        self._engine.parts.orders.unsubscribe(asked.user, ChannelName(asked.channel), asked.client)
        return {}

    async def _disconnect(self, asked: DisconnectUser) -> Answer:
        end = Disconnect(DisconnectCode.FORCE_DISCONNECT)
        if asked.disconnect is not None:
            end = Disconnect(asked.disconnect.code, asked.disconnect.reason)
        self._engine.close_user(asked.user, end, client=asked.client, spare=asked.whitelist)
        return {}

    async def _members(self, channel: str) -> Mapping[str, ClientInfo]:
        name = ChannelName(channel)
        if not self._engine.parts.gate.rules(name).presence:
            raise ErrorReply(ErrorCode.NOT_AVAILABLE)
        return await self._engine.parts.presence.members(name)

    async def _presence(self, asked: OfChannel) -> Answer:
        return _as_told(Members(await self._members(asked.channel)), "presence")

    async def _presence_stats(self, asked: OfChannel) -> Answer:
        members = await self._members(asked.channel)
        users = {info.user for info in members.values()}
        return _as_told(MemberCount(len(members), len(users)), "presence_stats")

    async def _history(self, asked: History) -> Answer:
        name = ChannelName(asked.channel)
        if not self._engine.parts.gate.rules(name).kept:
            raise ErrorReply(ErrorCode.NOT_AVAILABLE)
        if not self._outside.may_look_back(name):
            raise ErrorReply(ErrorCode.PERMISSION_DENIED)
        since = None if asked.since is None else Recovery(asked.since.offset, asked.since.epoch)
        page = await self._engine.parts.answers.page(name, asked.limit, since, asked.reverse)
        return _as_told(page, "history")

    async def _channels(self, asked: Channels) -> Answer:
        found = await self._engine.parts.orders.channels()
        pattern = asked.pattern or "*"
        return {"channels": {n: {"num_clients": k} for n, k in found.items() if fnmatch.fnmatchcase(n, pattern)}}

    async def _info(self, asked: Nothing) -> Answer:
        nodes = self._engine.parts.fanout.nodes()
        told = [{"uid": uid, "name": uid, "version": __version__, **_counts(text)} for uid, text in nodes.items()]
        return {"nodes": told}

    async def _batch(self, asked: Batch) -> Answer:
        replies = []
        for command in asked.commands:
            method, body = next(iter(command.items()), ("", {}))
            answer = await self._run("" if method == "batch" else method, body)
            replies.append({method: answer["result"]} if "result" in answer else answer)
        return {"replies": replies}


def _as_told(result: Page | Members | MemberCount, key: str) -> Answer:
    """Returns the result in the form that a client gets."""
    told: Answer = json.loads(json_encoding.encode(Reply(1, result)))[key]
    return told


def _counts(text: bytes) -> dict[str, int]:
    try:
        counts: dict[str, int] = json.loads(text)
    except ValueError:
        return {}
    return counts
