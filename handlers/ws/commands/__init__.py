"""The socket's `rpc`: the same actions as REST, with path ids and the key inside the data."""

from collections.abc import Mapping

from channels.errors import Codes, Refusal
from channels.store import Desk
from channels.talk import messages
from channels.talk.asked import NewMessage
from handlers.parse import parse_json
from handlers.ws.commands.announcements import ANNOUNCEMENTS
from handlers.ws.commands.command import Command, only
from handlers.ws.commands.gradebook import GRADEBOOK
from handlers.ws.commands.safety import SAFETY
from handlers.ws.commands.school_events import SCHOOL_EVENTS
from handlers.ws.commands.schools import SCHOOLS
from handlers.ws.commands.talk import TALK, Posting

COMMANDS: Mapping[str, Command] = {**GRADEBOOK, **TALK, **ANNOUNCEMENTS, **SCHOOL_EVENTS, **SAFETY, **SCHOOLS}


async def run_command(desk: Desk, person: int, method: str, data: bytes | None) -> bytes:
    """The answer's JSON. Raises Refusal; METHOD_NOT_ALLOWED for a method there is not."""
    command = COMMANDS.get(method)
    if command is None:
        raise Refusal(Codes.METHOD_NOT_ALLOWED)
    answer = await command.run(desk, person, parse_json(command.body, data or b"{}"))
    return answer.json_text.encode()


async def post(desk: Desk, person: int, channel: str, data: bytes) -> None:
    """A client's `publish`: only chats take one. Raises NOT_FOUND for every other channel."""
    kind, _, number = channel.partition(":")
    if kind != "chat" or not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Refusal(Codes.NOT_FOUND)
    posting = parse_json(Posting, data)
    await messages.send_message(desk, person, int(number), only(NewMessage, posting), posting.key)
