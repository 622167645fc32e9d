"""Actions by the socket's `rpc`: the same as by REST, with path ids and the key inside the data."""

from collections.abc import Iterable

from channels.errors import Codes, Refusal
from channels.talk.inputs import NewMessage
from channels.types import Shape
from handlers.actions.action import Action, Bound, Call, Keyed, Parts
from handlers.parse import parse_json
from storage.logins import Login


class ChatPublication(NewMessage, Keyed):
    """A client's publication into a chat."""


class Commands:
    """Actions by rpc, by name."""

    def __init__(self, actions: Iterable[Action], parts: Parts) -> None:
        self._bound: dict[str, tuple[Action, Bound]] = {
            action.name: (action, action.bind(parts)) for action in actions if action.by_rpc
        }

    async def run(self, login: Login, method: str, data: bytes | None) -> bytes:
        """Runs an action; returns the answer's JSON. Raises Refusal; METHOD_NOT_ALLOWED for an unknown method."""
        found = self._bound.get(method)
        if found is None:
            raise Refusal(Codes.METHOD_NOT_ALLOWED)
        action, bound = found
        return await _answer(bound, action.called(login, parse_json(action.command, data or b"{}")))

    async def publish(self, login: Login, channel: str, data: bytes) -> None:
        """Posts a client's `publish` into a chat. Raises NOT_FOUND for every other channel."""
        kind, _, number = channel.partition(":")
        if kind != "chat" or not (number.isascii() and number.isdigit() and len(number) < 19):
            raise Refusal(Codes.NOT_FOUND)
        posting = parse_json(ChatPublication, data)
        action, bound = self._bound["send_message"]
        await bound(Call(login, (int(number),), action.given(posting), posting.key))


async def _answer(bound: Bound, call: Call) -> bytes:
    answer = await bound(call)
    assert isinstance(answer, Shape), "an action that makes HTTP is not asked for by rpc"
    return answer.json_text.encode()
