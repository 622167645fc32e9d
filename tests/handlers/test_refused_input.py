"""Whatever is refused is not quoted: neither in the answer nor in the log."""

import gzip
import logging
import re
from collections.abc import Iterator

import pytest

from tests.support.raw import SOCKET, frame, opening, request, talk
from tests.support.serving import Served

CANARY = b"Kanarienvogel-5f2c"


@pytest.fixture(scope="module")
def served(shared: Served) -> Served:
    return shared


LONG = CANARY + b"x" * 9000
MANY = b"".join(b"X-%d: %b\r\n" % (n, CANARY) for n in range(200))
BOMB = gzip.compress(CANARY * 10**6, mtime=0)
JSON = b"Content-Type: application/json\r\n"


def _login(login: bytes, password: bytes = b"guess") -> bytes:
    return request(b"POST", b"/api/login", JSON, b'{"login":"%b","password":"%b"}' % (login, password))


# What is refused, and with which status.
HEADS: list[tuple[int, bytes]] = [
    (431, request(b"GET", b"/api/me", b"Cookie: __Host-zvonok=%b\r\n" % LONG)),
    (431, request(b"GET", b"/api/me", b"Authorization: Bearer %b\r\n" % LONG)),
    (431, request(b"GET", b"/api/me", b"%b: x\r\n" % LONG)),
    (431, request(b"GET", b"/" + LONG)),
    (431, request(b"GET", b"/api/me", MANY)),
    (431, request(b"GET", b"/api/me", b"X: %b\r\n" % (LONG * 2))),
    (431, request(b"GET", b"/api/me", b"Cookie: __Host-zvonok=%b\r\n" % (CANARY + b"y" * 8170))),
    (400, request(b"GET", b"/api/me", b"Cookie: __Host-zvonok=%b\x01\r\n" % CANARY)),
    (400, request(b"GET", b"/api/me", b"Authorization: Bearer %b\x00\r\n" % CANARY)),
    (400, request(b"GET", b"/api/me", b"X: %b\x7f\r\n" % CANARY)),
    (400, request(b"GET", b"/api/me", b"%b\r\n" % CANARY)),
    (400, request(b"GET", b"/api/me", b"%b a: b\r\n" % CANARY)),
    (400, request(b"GET", b"/api/me", b": %b\r\n" % CANARY)),
    (400, request(b"GET", b"/api/me", b"X: a\r\n %b\r\n" % CANARY)),
    (400, request(b"GET", b"/api/me", b"Content-Length: %b\r\n" % CANARY)),
    (400, request(b"GET", b"/api/me", b"Content-Length: 1\r\nContent-Length: %b\r\n" % CANARY)),
    (400, request(b"POST", b"/api/login", JSON + b"Transfer-Encoding: %b\r\n" % CANARY)),
    (400, request(b"POST", b"/api/login", JSON + b"Transfer-Encoding: chunked\r\n") + CANARY + b"\r\n\r\n"),
    (400, request(b"GET", b"/api/me?x=\x01" + CANARY)),
    (400, request(b"GET", b"http://[%b/" % CANARY)),
    (400, b"GET /api/me HTTP/1.1 %b\r\nHost: x\r\n\r\n" % CANARY),
    (400, b"GET /api/me HTTP/7.%b\r\nHost: x\r\n\r\n" % CANARY),
    (400, b"%b /api/me HTTP/1.1\r\nHost: x\r\n\r\n" % CANARY.lower()),
    (400, b"%b\r\n\r\n" % CANARY),
    (417, request(b"GET", b"/api/me", b"Expect: %b\r\n" % CANARY)),
]
REQUESTS: list[tuple[int, bytes]] = [
    (401, request(b"GET", b"/api/me", b"Cookie: __Host-zvonok=%b\r\n" % CANARY)),
    (401, request(b"GET", b"/api/me", b"Authorization: Bearer %b\r\n" % CANARY)),
    (401, request(b"GET", b"/api/me", b"Authorization: %b\r\n" % CANARY)),
    (403, request(b"POST", b"/api/login", JSON + b"Origin: https://%b\r\n" % CANARY, b'{"login":"a","password":"b"}')),
    (415, request(b"POST", b"/api/login", b"Content-Type: %b/x\r\n" % CANARY, b"{}")),
    (400, request(b"POST", b"/api/login", JSON, CANARY)),
    (400, request(b"POST", b"/api/login", JSON, b'{"%b":1}' % CANARY)),
    (400, request(b"POST", b"/api/login", JSON, b'{"login":{"%b":1},"password":["%b"]}' % (CANARY, CANARY))),
    (
        400,
        request(
            b"POST", b"/api/login", JSON + b"Idempotency-Key: %b \xff\r\n" % CANARY, b'{"login":"a","password":"b"}'
        ),
    ),
    (400, request(b"POST", b"/api/login", JSON + b"Content-Encoding: gzip\r\n", CANARY)),
    (
        413,
        request(b"POST", b"/api/login", JSON + b"Content-Encoding: gzip\r\n", BOMB),
    ),
    (401, _login(CANARY)),
    (401, _login(b"olga", CANARY)),
    (400, _login(CANARY * 20)),
    (400, _login(CANARY + b"\\u0000")),
    (400, _login(CANARY + b"\\ud800")),
    (400, _login(CANARY + b"\xff")),
    (400, _login(b"olga", CANARY * 200)),
    (404, request(b"GET", b"/api/%b" % CANARY)),
    (404, request(b"GET", b"/files/%b" % CANARY)),
    (404, request(b"GET", b"/calendars/%b.ics" % CANARY)),
    (404, request(b"GET", b"/calendars/%%00%b.ics" % CANARY)),
    (404, request(b"GET", b"/%b" % CANARY)),
    (400, request(CANARY.split(b"-")[0].upper(), b"/api/me")),
    (426, request(b"GET", b"/connection/websocket?%b" % CANARY)),
    (403, opening(b"GET /connection/websocket", SOCKET + b"Origin: https://%b\r\n" % CANARY)),
    (403, request(b"POST", b"/connection/http_stream", b"Origin: https://%b\r\n" % CANARY, b"{}")),
    (403, request(b"POST", b"/emulation", b"Origin: https://%b\r\n" % CANARY, b"{}")),
    (400, request(b"POST", b"/emulation", b"", CANARY)),
    (401, request(b"POST", b"/api/publish", b"X-API-Key: %b\r\n" % CANARY, b'{"channel":"%b"}' % CANARY)),
]
SHAKES: list[tuple[int, bytes]] = [
    (400, opening(b"GET /connection/websocket", SOCKET.replace(b"AAAAAAAAAAAAAAAAAAAAAA==", CANARY))),
    (400, opening(b"GET /connection/websocket", SOCKET.replace(b"Version: 13", b"Version: %b" % CANARY))),
    (426, opening(b"GET /connection/websocket", SOCKET.replace(b"Connection: Upgrade", b"Connection: %b" % CANARY))),
    (400, opening(b"GET /connection/websocket", SOCKET + b"X: %b\x01\r\n" % CANARY)),
    (400, opening(b"GET /connection/websocket", SOCKET + b"Content-Length: 5\r\n", CANARY[:5])),
    (400, opening(b"GET /connection/websocket", SOCKET + b"Transfer-Encoding: %b\r\n" % CANARY)),
    (400, opening(b"GET /connection/websocket", SOCKET + b"Sec-WebSocket-Protocol: %b{}\r\n" % CANARY)),
    (400, opening(b"GET /connection/websocket?\xff%b" % CANARY, SOCKET)),
    (431, opening(b"GET /connection/websocket", SOCKET + b"Cookie: __Host-zvonok=%b\r\n" % LONG)),
    (431, opening(b"GET /connection/websocket", SOCKET + MANY)),
    (431, opening(b"GET /connection/websocket?" + LONG, SOCKET)),
]


@pytest.fixture(autouse=True)
def _no_canary_in_the_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.DEBUG):
        yield
    for record in caplog.get_records("call"):
        said = record.getMessage() + (str(record.exc_info[1]) if record.exc_info else "")
        assert CANARY.decode() not in said, said
    assert CANARY.decode() not in caplog.text


@pytest.mark.parametrize(("status", "sent"), HEADS + REQUESTS + SHAKES)
async def test_the_answer_is_a_problem_that_quotes_nothing(served: Served, status: int, sent: bytes) -> None:
    reply = await talk(served.base, sent)
    assert reply.status == status, reply.raw
    assert CANARY.lower() not in reply.raw.lower()
    assert reply.problem["status"] == status
    assert reply.problem["type"] == f"urn:zvonok:{reply.problem['code']}"


OPEN = opening(b"GET /connection/websocket", SOCKET)
PROTOBUF = opening(b"GET /connection/websocket?cf_protocol=protobuf", SOCKET)


@pytest.mark.parametrize(
    "sent",
    [
        OPEN + frame(CANARY),
        OPEN + frame(b'{"id":1,"%b":{}}' % CANARY),
        OPEN + frame(b'{"id":1,"connect":{"token":"%b"}}' % CANARY),
        OPEN + frame(b'{"id":1,"connect":{"token":{"%b":1}}}' % CANARY),
        OPEN + frame(b'{"id":1,"connect":{"token":"%b\\ud800"}}' % CANARY),
        OPEN + frame(b"\xff" + CANARY),
        OPEN + frame(CANARY, opcode=2),
        OPEN + frame(CANARY, opcode=5),
        OPEN + frame(CANARY[:10], opcode=9) + frame(CANARY, opcode=8),
        OPEN + b"\x81\x05" + CANARY,  # without a mask
        PROTOBUF + frame(CANARY, opcode=2),
        PROTOBUF + frame(b"\x12\x08\x01\x22" + bytes([len(CANARY) + 2, 10, len(CANARY)]) + CANARY, opcode=2),
    ],
)
async def test_what_a_socket_refuses_is_not_quoted(served: Served, sent: bytes) -> None:
    good_bye = frame(b"", opcode=8)  # without it the server waits for one
    reply = await talk(served.base, sent + good_bye)
    assert reply.status == 101
    assert CANARY not in reply.raw


async def test_a_second_head_on_a_kept_connection_is_refused_alike(served: Served) -> None:
    first = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    for status, sent in HEADS:
        reply = await talk(served.base, first + sent)
        assert CANARY.lower() not in reply.raw.lower()
        assert re.search(rb"HTTP/1.. %d " % status, reply.raw), reply.raw
