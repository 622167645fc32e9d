"""What each command is answered, over real sockets."""

from typing import Any

import pytest

from channels.errors import Codes, Refusal
from tests.realtime.fakes import School
from tests.realtime.sockets import Opener, ask, hear, signed_in


@pytest.mark.parametrize(
    ("refusal", "as_rpc", "as_publish"),
    [
        (Codes.NOT_FOUND, (404, "not_found", False), (103, "permission denied", False)),
        (Codes.FORBIDDEN, (403, "forbidden", False), (103, "permission denied", False)),
        (Codes.TOO_MANY_ATTEMPTS, (429, "too_many_attempts", True), (111, "too many requests", True)),
        (Codes.UNAVAILABLE, (503, "unavailable", True), (100, "internal server error", True)),
        (Codes.EMPTY_MESSAGE, (701, "empty_message", False), (701, "empty_message", False)),
    ],
)
async def test_refusals_become_error_replies(
    open_socket: Opener, school: School, refusal: Any, as_rpc: Any, as_publish: Any
) -> None:
    async def refuse(*_: object) -> Any:
        raise Refusal(refusal, {"private": "a child's name"})

    school.rpc = refuse  # type: ignore[method-assign, assignment]
    school.publish = refuse  # type: ignore[method-assign, assignment]
    websocket = await signed_in(open_socket)
    for command, expected in (
        ({"id": 2, "rpc": {"method": "m"}}, as_rpc),
        ({"id": 2, "publish": {"channel": "chat:1", "data": 1}}, as_publish),
    ):
        error = (await ask(websocket, **command))["error"]
        assert (error.pop("code"), error.pop("message"), error.pop("temporary", False)) == expected
        assert not error


async def test_an_unexpected_failure_is_temporary_and_not_quoted(
    open_socket: Opener, school: School, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(data: bytes | None) -> bytes:
        raise ValueError("Masha has a 2 in mathematics")

    school.answers["m"] = fail
    websocket = await signed_in(open_socket)
    error = (await ask(websocket, id=2, rpc={"method": "m"}))["error"]
    assert error == {"code": 100, "message": "internal server error", "temporary": True}
    school.answers["m"] = lambda data: b"{}"
    assert await ask(websocket, id=3, rpc={"method": "m"}) == {"id": 3, "rpc": {"data": {}}}
    assert "ValueError at" in caplog.text
    assert "Masha" not in caplog.text


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ({"subscribe": {"channel": "secret:1"}}, 103),
        ({"subscribe": {"channel": "does:not-exist"}}, 103),
        ({"subscribe": {"channel": "person:1"}}, 105),
        ({"subscribe": {"channel": "c" * 256}}, 107),
        ({"subscribe": {"channel": "чат"}}, 107),
        ({"subscribe": {"channel": "chat\n1"}}, 107),
        ({"subscribe": {"channel": "chat:1", "tf": {"key": "k"}}}, 107),
        ({"subscribe": {"channel": "chat:1", "type": 1}}, 103),
        ({"publish": {"channel": "secret:1", "data": 1}}, 103),
        ({"publish": {"channel": "chat:1"}}, 107),
        ({"presence": {"channel": "person:1"}}, 108),
        ({"presence_stats": {"channel": "person:1"}}, 108),
        ({"subscribe": {"channel": "chat:1", "type": 4}}, 108),
        ({"sub_refresh": {"channel": "person:1"}}, 107),
        ({"sub_refresh": {"channel": "person:1", "type": 1}}, 108),
        ({"sub_refresh": {"channel": "chat:1", "token": "t"}}, 103),
        ({"history": {"channel": "secret:1", "limit": 5}}, 103),
        ({"history": {"channel": "person:1", "reverse": True, "since": {"epoch": "first"}}}, 107),
        ({"history": {"channel": "person:1", "since": {"offset": 1, "epoch": "other"}}}, 112),
    ],
)
async def test_errors_of_commands(open_socket: Opener, school: School, command: dict[str, Any], code: int) -> None:
    school.server[1] = {"person:1"}
    school.extra[1] = {"chat:1"}
    school.archive.store("person:1")
    websocket = await signed_in(open_socket)
    assert (await ask(websocket, id=2, **command))["error"]["code"] == code


async def test_subscriptions_of_the_clients_own_are_limited(open_socket: Opener, school: School) -> None:
    school.extra[1] = {"a:1", "a:2", "a:3"}
    websocket = await signed_in(open_socket, subscriptions=2)
    codes = [
        (await ask(websocket, id=number, subscribe={"channel": f"a:{number}"})).get("error", {}).get("code")
        for number in (1, 2, 3)
    ]
    assert codes == [None, None, 106]
    assert "unsubscribe" in await ask(websocket, id=4, unsubscribe={"channel": "a:1"})
    assert "subscribe" in await ask(websocket, id=5, subscribe={"channel": "a:3"})


async def test_after_unsubscribe_nothing_more_comes(open_socket: Opener, school: School) -> None:
    school.server[1] = {"chat:1", "chat:2"}
    websocket = await signed_in(open_socket)
    assert await ask(websocket, id=2, unsubscribe={"channel": "chat:1"}) == {"id": 2, "unsubscribe": {}}
    assert await ask(websocket, id=3, unsubscribe={"channel": "unknown"}) == {"id": 3, "unsubscribe": {}}
    school.publish_now("chat:1")
    school.publish_now("chat:2")
    assert (await hear(websocket))["push"]["channel"] == "chat:2"


@pytest.mark.parametrize(
    ("request_fields", "offsets"),
    [
        ({}, []),
        ({"limit": 3}, [1, 2, 3]),
        ({"limit": -1}, [1, 2, 3, 4, 5, 6]),
        ({"limit": 100}, [1, 2, 3, 4, 5, 6]),
        ({"limit": 2, "since": {"offset": 3, "epoch": "first"}}, [4, 5]),
        ({"limit": 2, "reverse": True}, [7, 6]),
        ({"limit": 9, "reverse": True, "since": {"offset": 3}}, [2, 1]),
        ({"limit": 9, "since": {"offset": 7}}, []),
    ],
)
async def test_history(open_socket: Opener, school: School, request_fields: dict[str, Any], offsets: list[int]) -> None:
    school.extra[1] = {"chat:1"}
    for _ in range(7):
        school.archive.store("chat:1")
    websocket = await signed_in(open_socket, history_limit=6)
    result = (await ask(websocket, id=2, history={"channel": "chat:1", **request_fields}))["history"]
    assert [each["offset"] for each in result["publications"]] == offsets
    assert (result["epoch"], result["offset"]) == ("first", 7)


async def test_history_of_an_empty_channel_keeps_its_zeros(open_socket: Opener, school: School) -> None:
    school.extra[1] = {"chat:1"}
    websocket = await signed_in(open_socket)
    result = (await ask(websocket, id=2, history={"channel": "chat:1", "limit": 5}))["history"]
    assert result == {"publications": [], "epoch": "", "offset": 0}


async def test_a_right_that_ends_while_history_is_read_shows_nothing(open_socket: Opener, school: School) -> None:
    school.extra[1] = {"chat:1"}
    school.archive.store("chat:1")
    websocket = await signed_in(open_socket)
    school.archive.meanwhile = school.extra[1].clear
    error = (await ask(websocket, id=2, history={"channel": "chat:1", "limit": 5}))["error"]
    assert error["code"] == 103
