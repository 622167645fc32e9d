"""What somebody holds who loads chats once and then only folds what is told (docs/PROTOCOL.md, "Fold, never guess")."""

from dataclasses import dataclass, field
from typing import Any

from channels.talk.model import MOST_UNREAD
from tests.support.serving import Caller
from tests.support.wire import Wire


@dataclass
class Talk:
    """One chat as somebody holds it who only listens (docs/PROTOCOL.md, "Fold, never guess")."""

    chat: dict[str, Any]
    messages: list[dict[str, Any]]
    unsure: bool = False  # what only the server knows may have changed: counts, members, what one may do

    def fold(self, offset: int, data: dict[str, Any], me: str) -> None:
        position = self.chat["position"]
        if offset <= position["offset"]:
            return
        assert offset == position["offset"] + 1, "a gap"
        position["offset"] = offset
        match data["type"]:
            case "message":
                self.messages.append(data["message"])
                self.chat["last"] = data["message"]
                unread = self.chat["unread"] + (data["message"]["author"] != me)
                self.chat["unread"] = min(unread, MOST_UNREAD)
            case "message_edited":
                self._put(data["message"])
            case "message_withdrawn":
                told = data["message"]
                if data["taken_back"]:
                    self.messages = [one for one in self.messages if one["offset"] != told["offset"]]
                    self.chat["last"] = self.messages[-1] if self.messages else None
                else:
                    self._put(told)
                self.chat["pinned"] = [one for one in self.chat["pinned"] if one != told["offset"]]
                self.unsure |= told["author"] != me and told["offset"] > self.chat["seen"]
            case "poll_voted":
                [message] = [one for one in self.messages if one["offset"] == data["offset"]]
                others = [one for one in message["poll"]["votes"] if one["person"] != data["person"]]
                vote = [{"person": data["person"], "choices": data["choices"]}] if data["choices"] else []
                self._put({**message, "poll": {**message["poll"], "votes": others + vote}})
            case "poll_closed":
                [message] = [one for one in self.messages if one["offset"] == data["offset"]]
                self._put({**message, "poll": {**message["poll"], "closed_at": data["at"]}})
            case "message_reacted":
                [message] = [one for one in self.messages if one["offset"] == data["offset"]]
                others = [one for one in message["reactions"] if one["person"] != data["person"]]
                said = [{"person": data["person"], "reaction": data["reaction"]}] if data["reaction"] else []
                self._put({**message, "reactions": others + said})
            case "message_pinned":
                rest = [one for one in self.chat["pinned"] if one != data["offset"]]
                self.chat["pinned"] = [*rest, data["offset"]] if data["pinned"] else rest
            case "group_changed":
                self.unsure |= self.chat["group"]["posting"] != data["group"]["posting"]
                self.chat["group"] = data["group"]
            case "members_changed" | "readers_changed":
                self.unsure = True
            case "seen":
                for member in self.chat["members"]:
                    if member["id"] == data["person"] and (member["seen"] or 0) < data["offset"]:
                        member.update(seen=data["offset"], seen_at=data["at"])

    def _put(self, message: dict[str, Any]) -> None:
        self.messages = [message if one["offset"] == message["offset"] else one for one in self.messages]
        if self.chat["last"] and self.chat["last"]["offset"] == message["offset"]:
            self.chat["last"] = message

    def equals(self, other: "Talk") -> None:
        differing = [pair for pair in zip(self.messages, other.messages, strict=False) if pair[0] != pair[1]]
        assert self.messages == other.messages, differing[:3]
        hidden = {"members", "writes", "unread"} if self.unsure else set()

        def known(chat: dict[str, Any]) -> dict[str, Any]:
            # how far others have read is told to the chat only where they let it be known
            members = [{k: v for k, v in one.items() if k not in ("seen", "seen_at")} for one in chat["members"]]
            return {k: v for k, v in {**chat, "members": members}.items() if k not in hidden}

        mine, theirs = known(self.chat), known(other.chat)
        assert mine == theirs, {k: (mine[k], theirs[k]) for k in mine if mine[k] != theirs.get(k)}


@dataclass
class Listener:
    """Somebody with one open socket, who loads a chat when it comes and then only folds."""

    login: str
    id: int
    caller: Caller
    socket: Wire
    talks: dict[str, Talk] = field(default_factory=dict)
    heard: list[tuple[str, int, str]] = field(default_factory=list)
    told: int = 0  # offset of the person's own channel

    async def begin(self) -> None:
        self.told = self.socket.subs[f"person:{self.id}"].get("offset", 0)
        for channel in self.socket.subs:
            kind, _, chat = channel.partition(":")
            if kind == "chat" and (talk := await self.load(chat)) is not None:
                self.talks[chat] = talk

    async def load(self, chat: str) -> Talk | None:
        answer = await self.caller.get(f"/api/chats/{chat}")
        messages: list[dict[str, Any]] = []
        before = ""
        while answer.status == 200:
            page = await self.caller.get(f"/api/chats/{chat}/messages?limit=100{before}")
            if page.status == 404:
                return None
            messages = page.body["messages"] + messages
            if not page.body["more"]:
                return Talk(answer.body["chat"], messages)
            before = f"&before={messages[0]['offset']}"
        return None

    async def follow(self, until: dict[str, int], told: int) -> None:
        """Takes what comes until it holds these chats up to these offsets, no others, and its own channel."""

        def behind() -> bool:
            held = {chat: talk.chat["position"]["offset"] for chat, talk in self.talks.items()}
            return self.told < told or held.keys() != until.keys() or any(held[one] < until[one] for one in until)

        while behind():
            await self._take(await self.socket.any_push())

    async def _take(self, push: dict[str, Any]) -> None:
        kind, _, chat = push["channel"].partition(":")
        if kind == "person" and "pub" in push:
            self.told = push["pub"]["offset"]
            self._own(push["pub"]["data"])
        if kind != "chat":
            return
        if "subscribe" in push:
            loaded = await self.load(chat)
            if loaded is not None:
                self.talks[chat] = loaded
        elif "unsubscribe" in push:
            self.talks.pop(chat, None)
        elif "pub" in push:  # not who comes and goes
            self.heard.append((chat, push["pub"]["offset"], push["pub"]["data"]["type"]))
            if chat in self.talks:
                self.talks[chat].fold(push["pub"]["offset"], push["pub"]["data"], str(self.id))

    def _own(self, data: dict[str, Any]) -> None:
        talk = self.talks.get(data.get("channel", "").partition(":")[2])
        if talk is None:
            return
        if data["type"] == "mine":
            talk.chat["mine"] = data["mine"]
        elif data["type"] == "seen" and data["offset"] > talk.chat["seen"]:
            talk.chat["seen"], talk.unsure = data["offset"], True
