"""The sign-in's cookie among its neighbours', by every way in."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.cookies import COOKIE, MOST, tokens_in
from storage.logins import PostgresLogins
from tests.support.neighbours import NEIGHBOURS
from tests.support.raw import SOCKET, frame, opening, request, talk
from tests.support.serving import Served

OURS = COOKIE.encode()


@pytest.fixture(scope="module")
def served(shared: Served) -> Served:
    return shared


async def token_of(served: Served, name: str) -> bytes:
    number = await served.server.pool.fetchval("select person_id from account where name = $1", name)
    return (await PostgresLogins(served.server.pool).start(number, "test", datetime.now(UTC))).encode()


async def by_rest(served: Served, cookies: bytes) -> bool:
    reply = await talk(served.base, request(b"GET", b"/api/me", cookies))
    assert reply.status in (200, 401), reply.raw
    return reply.status == 200


def _origin(served: Served) -> bytes:
    return b"Origin: %b\r\n" % served.base.encode()


CONNECTED = b'"client"'
ENDS = (CONNECTED, b"\x0d\xac", b"3500")  # the code for "not with this token", in a close frame and in words


async def by_socket(served: Served, cookies: bytes) -> bool:
    sent = opening(b"GET /connection/websocket", SOCKET + _origin(served) + cookies, frame(b'{"id":1,"connect":{}}'))
    return CONNECTED in (await talk(served.base, sent, *ENDS)).raw


async def by_stream(served: Served, cookies: bytes) -> bool:
    body = b'{"id":1,"connect":{}}'
    headers = _origin(served) + cookies + b"Content-Length: %d\r\n" % len(body)
    sent = opening(b"POST /connection/http_stream", headers, body)
    return CONNECTED in (await talk(served.base, sent, *ENDS)).raw


async def by_events(served: Served, cookies: bytes) -> bool:
    path = b"GET /connection/sse?cf_connect=" + quote('{"id":1,"connect":{}}').encode()
    return CONNECTED in (await talk(served.base, opening(path, _origin(served) + cookies), *ENDS)).raw


WAYS: list[Callable[[Served, bytes], Awaitable[bool]]] = [by_rest, by_socket, by_stream, by_events]


def test_there_are_sixty_four_neighbours() -> None:
    assert len(set(NEIGHBOURS)) == len(NEIGHBOURS) == 64


@pytest.mark.parametrize("way", WAYS)
async def test_no_neighbour_locks_anybody_out(served: Served, way: Callable[[Served, bytes], Awaitable[bool]]) -> None:
    own = OURS + b"=" + await token_of(served, "olga")
    locked = []
    for neighbour in NEIGHBOURS:
        lines = (
            b"Cookie: %b; %b\r\n" % (neighbour, own),
            b"Cookie: %b; %b\r\n" % (own, neighbour),
            b"Cookie: %b\r\nCookie: %b\r\n" % (neighbour, own),
        )
        answers = await asyncio.gather(*(way(served, each) for each in lines))
        locked += [line[:80] for line, let_in in zip(lines, answers, strict=True) if not let_in]
    assert locked == []


@pytest.mark.parametrize("way", WAYS)
async def test_no_neighbour_lets_anybody_in(served: Served, way: Callable[[Served, bytes], Awaitable[bool]]) -> None:
    token = await token_of(served, "olga")
    for other in (b"__host-zvonok=" + token, b"zvonok=" + token, OURS + b"x=" + token, b"a=" + OURS + b"=" + token):
        assert not await way(served, b"Cookie: %b\r\n" % other), other


@pytest.mark.parametrize("way", WAYS)
async def test_of_several_cookies_of_ours_the_live_one_counts_unless_they_are_of_two_people(
    served: Served, way: Callable[[Served, bytes], Awaitable[bool]]
) -> None:
    own, again, other = [await token_of(served, name) for name in ("olga", "olga", "boris")]

    async def let_in(*values: bytes) -> bool:
        return await way(served, b"Cookie: %b\r\n" % b"; ".join(OURS + b"=" + value for value in values))

    assert await let_in(b"stale", own)
    assert await let_in(own, b"stale", b"\xff")
    assert await let_in(b'"' + own + b'"')
    assert await let_in(own, again)
    assert not await let_in(own, other)  # whose page is it? A planted cookie must not make somebody act as another
    assert not await let_in(b"stale")


@pytest.mark.parametrize("token", [b"\xff", b"\xd0\x80", b"x" * 5000, b"a b", b'"', b""])
async def test_a_bearer_token_of_any_bytes_is_just_not_known(served: Served, token: bytes) -> None:
    reply = await talk(served.base, request(b"GET", b"/api/me", b"Authorization: Bearer %b\r\n" % token))
    assert reply.status == 401, reply.raw


async def test_a_password_of_the_proxy_before_us_locks_nobody_out(served: Served) -> None:
    own = b"Cookie: %b=%b\r\n" % (OURS, await token_of(served, "olga"))
    assert await by_rest(served, b"Authorization: Basic c2Nob29sOnRlc3Q=\r\n" + own)
    assert not await by_rest(served, b"Authorization: Basic c2Nob29sOnRlc3Q=\r\n")


@given(st.lists(st.text(st.characters(exclude_characters=";"), max_size=20)), st.lists(st.text(max_size=20)))
def test_our_token_is_found_between_any_others(pairs: list[str], lines: list[str]) -> None:
    others = [pair for pair in pairs if pair.partition("=")[0].strip(" \t") != COOKIE]
    beside = [line for line in lines if COOKIE not in line]
    assert tokens_in([*beside, "; ".join([*others, f"{COOKIE}=a-token"])]) == ["a-token"]


def test_a_header_full_of_our_name_is_looked_up_a_few_times_only() -> None:
    assert len(tokens_in(["; ".join(f"{COOKIE}=t{n}" for n in range(900))])) == MOST
