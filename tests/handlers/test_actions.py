"""What one declaration of an action gives: a route, a command, and arguments for its function."""

from typing import Any

import pytest
from aiohttp import web
from pydantic import ValidationError

from channels.errors import Codes, Refusal
from channels.types import Input, Shape
from handlers.actions.action import Access, Action, Call, Run
from handlers.actions.tables import ACTIONS
from storage.logins import Login


class Part:
    """Something a server is made of."""


class Words(Input):
    text: str
    note: str = ""


class Said(Shape):
    words: list[Any]


def action(run: Run, path: str = "/api/chats/{chat}/messages/{offset}", method: str = "POST") -> Action:
    return Action("say", method, path, Access.CHAT, "Say it", run)


async def say(part: Part, person: int, chat: int, offset: int, asked: Words, key: str | None) -> Said:
    return Said(words=[type(part).__name__, person, chat, offset, asked.text, asked.model_fields_set, key])


async def test_a_function_gets_what_its_parameters_ask_for_and_the_numbers_in_the_order_of_the_path() -> None:
    run = action(say).bind({Part: Part()})
    answer = await run(Call(Login(1, 7), (30, 4), Words(text="hello"), "k"))
    assert isinstance(answer, Said)
    assert answer.words == ["Part", 7, 30, 4, "hello", {"text"}, "k"]


async def test_by_rpc_ids_input_and_key_lie_side_by_side_and_what_was_left_out_stays_left_out() -> None:
    one = action(say)
    data = one.command.model_validate_json('{"chat": "30", "offset": 4, "text": "hello", "key": "k"}')
    call = one.called(Login(1, 7), data)
    assert (call.ids, call.given, call.key) == ((30, 4), Words(text="hello"), "k")
    assert call.given is not None
    assert call.given.model_fields_set == {"text"}


@pytest.mark.parametrize(
    "data",
    [
        '{"offset": 4, "text": "hello"}',
        '{"chat": "30", "offset": "4", "text": "hello"}',
        '{"chat": "x", "offset": 4, "text": "hello"}',
        '{"chat": "30", "offset": 4, "text": "hello", "more": 1}',
        '{"chat": "30", "offset": 4, "text": "hello", "key": "with blank"}',
    ],
)
def test_an_rpcs_data_is_as_strict_as_the_path_the_body_and_the_header(data: str) -> None:
    with pytest.raises(ValidationError):
        action(say).command.model_validate_json(data)


async def test_an_input_is_the_query_of_a_get_and_the_body_of_everything_else() -> None:
    assert (action(say).body, action(say).query) == (Words, None)
    assert (action(say, method="GET").body, action(say, method="GET").query) == (None, Words)


async def test_what_a_function_asks_for_and_nobody_has_is_said_at_the_start() -> None:
    with pytest.raises(TypeError, match="say: nothing is known for part: "):
        action(say).bind({})


@pytest.mark.parametrize("path", ["/api/chats/{chat}", "/api/chats/{chat}/messages/{offset}/reactions/{one}"])
async def test_a_path_with_more_or_fewer_numbers_than_its_function_takes_is_said_at_the_start(path: str) -> None:
    with pytest.raises(TypeError, match="say: "):
        action(say, path).bind({Part: Part()})


async def test_who_is_not_signed_in_reaches_no_function_that_asks_for_a_person() -> None:
    with pytest.raises(Refusal) as refused:
        await action(say).bind({Part: Part()})(Call(None, (30, 4), Words(text="hello"), None))
    assert refused.value.code is Codes.SIGN_IN_REQUIRED


async def of_http(request: web.Request, person: int) -> Said:
    return Said(words=[])


async def a_file(person: int) -> web.Response:
    return web.Response()


def test_what_is_made_of_http_and_what_strangers_ask_is_not_asked_for_by_rpc() -> None:
    assert action(say).by_rpc
    assert not action(of_http, "/api/chats").by_rpc
    assert not action(a_file, "/api/chats").by_rpc
    assert not Action("say", "GET", "/api/chats", Access.PUBLIC, "Say it", say).by_rpc


def test_whatever_takes_a_key_by_one_way_takes_it_by_the_other() -> None:
    keyed = {one.name for one in ACTIONS if one.by_rpc and "key" in one.command.model_fields}
    assert keyed == {one.name for one in ACTIONS if one.by_rpc and one.keyed}
    assert {"send_message", "post_marks", "open_ticket"} <= keyed
