"""Values at the ends of what can be held, wherever a client can put them: the field is named, nothing fails."""

import gzip
import json
from typing import Any

import pytest

from tests.support.raw import request, talk
from tests.support.school import School, read_school
from tests.support.serving import Served


@pytest.fixture(scope="module")
def served(shared: Served) -> Served:
    return shared


@pytest.fixture(scope="module")
async def school(served: Served) -> School:
    return await read_school(served.server.pool)


DAYS = ("0", "1", "1700000000", "-1", "1e9", "1.5", "0001-01-05", "0001-01-01", "9999-12-31", "+1700000000", "x", "")
MOMENTS = (*(f"{day}T00:00:00Z" for day in DAYS if "-01-" in day or "-12-" in day), "0", "1700000000", "nan")
WEEKS = ("9999-W52", "0001-W01", "0000-W01", "1969-W01", "2026-W54", "2026-W00", "99999-W01", "2026-w01", "0", "")
IDS = (str(2**63), str(2**64), str(10**30), "-1", "0x1", "1.0", "\0", "١")


@pytest.mark.parametrize(
    ("path", "field", "values"),
    [
        ("/api/courses/{maths}/journal", "from", DAYS),
        ("/api/courses/{maths}/journal", "until", DAYS),
        ("/api/students/{anya}/diary", "week", WEEKS),
        ("/api/search?q=a", "since", DAYS),
        ("/api/search?q=a", "until", DAYS),
        ("/api/search?q=a", "author", IDS),
        ("/api/search?q=a", "before", IDS),
        ("/api/school-events", "since", MOMENTS),
        ("/api/school-events", "until", MOMENTS),
        ("/api/school-events", "after", IDS),
        ("/api/school-events", "q", ("\0", "a\0b")),
        ("/api/search", "q", ("\0", "a\0b")),
    ],
)
async def test_in_a_query(served: Served, school: School, path: str, field: str, values: tuple[str, ...]) -> None:
    maria = await served.person("maria")
    where = path.format(maths=school.maths, anya=school.anya)
    for value in values:
        async with served.http.get(
            served.base + where, params={field: value}, headers={"Authorization": f"Bearer {maria.token}"}
        ) as response:
            body = await response.json(content_type=None)
        assert response.status == 400, (value, body)
        assert body["errors"][0]["field"] == field, (value, body)


@pytest.mark.parametrize(
    "body",
    [
        {"login": "olga\0", "password": "x"},
        {"login": "\0", "password": "x"},
        {"login": 2**63, "password": "x"},
        {"login": "olga", "password": 2**64},
    ],
)
async def test_in_a_sign_in(served: Served, body: Any) -> None:
    answer = await served.stranger.post("/api/login", body)
    assert (answer.status, answer.code) == (400, "bad_request")
    assert answer.body["errors"][0]["field"] in ("login", "password")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "a\0b"),
        ("place", "\0"),
        ("starts_at", "0001-01-05T00:00:00Z"),
        ("starts_at", "9999-12-31T23:59:59Z"),
        ("starts_at", "9999-12-31T23:59:59-14:00"),
        ("starts_at", 0),
        ("starts_at", 1e12),
        ("starts_at", "1700000000"),
        ("ends_at", "0001-01-01T00:00:00+14:00"),
        ("capacity", 2**63),
        ("capacity", -(2**63) - 1),
    ],
)
async def test_in_a_body(served: Served, school: School, field: str, value: Any) -> None:
    event = {"kind": "trip", "title": "x", "city": [str(school.id)], "starts_at": "2027-01-01T00:00:00Z", field: value}
    clara = await served.person("clara")
    answer = await clara.post(f"/api/schools/{school.id}/school-events", event)
    assert (answer.status, answer.code) == (400, "bad_request")
    assert field in [error["field"].partition(".")[0] for error in answer.body["errors"]], answer.body


@pytest.mark.parametrize("body", [b"no gzip", b"\x1f\x8b\x08broken", gzip.compress(b"{}", mtime=0)[:-6], b"\0"])
@pytest.mark.parametrize("packing", [b"gzip", b"deflate", b"br"])
async def test_a_body_that_is_not_packed_as_it_says(served: Served, body: bytes, packing: bytes) -> None:
    headers = b"Content-Type: application/json\r\nContent-Encoding: %b\r\n" % packing
    for path in (b"/api/login",):
        reply = await talk(served.base, request(b"POST", path, headers + b"X-API-Key: sixteen letters!\r\n", body))
        assert reply.status == 400, reply.raw


async def test_a_body_that_grows_when_it_is_unpacked_is_bounded(served: Served) -> None:
    bomb = gzip.compress(b" " * 50_000_000, mtime=0)
    headers = b"Content-Type: application/json\r\nContent-Encoding: gzip\r\nX-API-Key: sixteen letters!\r\n"
    for path in (b"/api/login", b"/api/publish", b"/connection/http_stream", b"/connection/sse", b"/emulation"):
        reply = await talk(served.base, request(b"POST", path, headers, bomb))
        assert reply.status in (400, 413), reply.raw


@pytest.mark.parametrize(
    "path", [b"/api/%ff", b"/api/\xff", b"/files/\xff", b"/calendars/\xff.ics", b"/calendars/%00.ics"]
)
async def test_in_an_address(served: Served, path: bytes) -> None:
    reply = await talk(served.base, request(b"GET", path))
    assert reply.status in (400, 404), reply.raw


@pytest.mark.parametrize(
    "header",
    [b"User-Agent", b"Accept-Language", b"X-Forwarded-For", b"Origin", b"If-None-Match", b"Range", b"X-API-Key"],
)
@pytest.mark.parametrize("value", [b"\xff\xfe", b"\xd0", b"bytes=\x80-"])
async def test_in_a_header(served: Served, header: bytes, value: bytes) -> None:
    body = json.dumps({"login": "olga", "password": "correct horse"}).encode()
    headers = b"Content-Type: application/json\r\n%b: %b\r\n" % (header, value)
    reply = await talk(served.base, request(b"POST", b"/api/login", headers, body))
    assert reply.status == (403 if header == b"Origin" else 200), reply.raw
    reply = await talk(served.base, request(b"POST", b"/api/info", b"%b: %b\r\n" % (header, value)))
    assert reply.status == 401, reply.raw
