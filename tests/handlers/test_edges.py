"""What HTTP itself brings wrong, and what the server says of itself."""

import json
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from channels.errors import CATALOGUE
from handlers.actions.tables import ACTIONS
from handlers.wording import WORDING, language_of
from tests.support.school import School, read_school
from tests.support.serving import Served


@pytest.fixture(scope="module")
def served(shared: Served) -> Served:
    return shared


@pytest.fixture(scope="module")
async def school(served: Served) -> School:
    return await read_school(served.server.pool)


async def test_a_body_too_large_is_refused_with_a_problem(served: Served, school: School) -> None:
    maria = await served.person("maria")
    answer = await maria.ask("POST", f"/api/courses/{school.maths}/marks", b'{"marks":["' + b"x" * 300_000 + b'"]}')
    assert (answer.status, answer.code) == (413, "too_large")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff", b"[" * 100_000, b'{"marks":NaN}'])
async def test_a_body_that_is_no_object_is_refused(served: Served, school: School, body: bytes) -> None:
    maria = await served.person("maria")
    answer = await maria.ask("POST", f"/api/courses/{school.maths}/marks", body)
    assert (answer.status, answer.code) == (400, "bad_request")


async def test_a_body_that_is_not_json_is_refused(served: Served, school: School) -> None:
    maria = await served.person("maria")
    answer = await maria.ask("POST", f"/api/courses/{school.maths}/marks", b"a=b", Content_Type="text/plain")
    assert (answer.status, answer.code) == (415, "unsupported_type")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nothing", 404),
        ("DELETE", "/api/me", 405),
        ("GET", "/api/chats/1/seen", 405),
        ("DELETE", "/api/nothing", 404),
        ("GET", "/metric", 404),
        ("GET", "/api/students/x/diary", 404),
        ("GET", "/api/students/-1/diary", 404),
        ("GET", "/api/students/99999999999999999999/diary", 404),
        ("GET", "/api/students/1/diary?week=2026-W54", 400),
        ("GET", "/api/students/1/diary?week=", 400),
        ("GET", "/api/students/1/diary?month=11", 400),
        ("GET", "/api/courses/1/journal?from=yesterday", 400),
        ("GET", "/api/courses/1/journal?from=2026-01-01&until=2025-01-01", 400),
        ("GET", "/api/courses/1/journal?from=2020-01-01&until=2026-01-01", 400),
        ("GET", "/api/courses?x=1", 400),
    ],
)
async def test_odd_addresses_get_a_problem(served: Served, school: School, method: str, path: str, status: int) -> None:
    answer = await (await served.person("maria")).ask(method, path)
    assert answer.status == status, answer.body
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert {"type", "title", "status", "code", "detail"} <= answer.body.keys()


@pytest.mark.parametrize("key", ["", "x" * 101, "a b", "ключ"])
async def test_an_odd_idempotency_key_is_refused(served: Served, school: School, key: str) -> None:
    olga = await served.person("olga")
    answer = await olga.post("/api/chats", {"person": str(school.maria)}, key=key)
    assert (answer.status, answer.body["errors"][0]["field"]) == (400, "Idempotency-Key")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "ru"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("ru,en;q=0.5", "ru"),
        ("en;q=0.1,ru;q=0.9", "ru"),
        ("de", "ru"),
        ("en;q=x", "ru"),
    ],
)
def test_problems_speak_the_language_asked_for(header: str, language: str) -> None:
    assert language_of(header) == language


def test_every_code_has_words_in_both_languages() -> None:
    assert WORDING.keys() == CATALOGUE.keys()
    assert all(all(words) for words in WORDING.values())
    numbers = [code.number for code in CATALOGUE.values()]
    assert len(numbers) == len(set(numbers))


async def test_the_api_describes_itself_validly_and_completely(served: Served) -> None:
    document = (await served.stranger.get("/api/openapi.json")).body
    OpenAPIV31SpecValidator(document).validate()
    described = {(method.upper(), path) for path, operations in document["paths"].items() for method in operations}
    assert described == {(action.method, action.path) for action in ACTIONS}
    async with served.http.get(served.base + "/api/docs") as page:
        assert "<script" not in (text := await page.text())
        assert "/api/courses/{course}/marks" in text


async def test_answers_match_what_the_api_describes(served: Served, school: School) -> None:
    document = (await served.stranger.get("/api/openapi.json")).body
    maria = await served.person("maria")
    for path in ("/api/me", "/api/courses", f"/api/courses/{school.maths}/journal", "/api/chats", "/api/contacts"):
        answer = await maria.get(path)
        template = path.replace(f"/{school.maths}/", "/{course}/")
        schema = document["paths"][template]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        required = _resolve(document, schema).get("required", [])
        assert set(required) == answer.body.keys(), path


def _resolve(document: Any, schema: Any) -> Any:
    return document["components"]["schemas"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


async def test_the_process_says_how_it_is(served: Served) -> None:
    assert (await served.stranger.get("/healthz")).body == {"status": "ok"}
    assert (await served.stranger.get("/readyz")).body == {"status": "ok"}


async def test_no_path_reaches_the_disk(served: Served) -> None:
    for path in ("/../pyproject.toml", "/%2e%2e/pyproject.toml", "/assets/../../app.py", "//etc/passwd.txt"):
        async with served.http.get(served.base + path, allow_redirects=False) as response:
            assert response.status == 404, path
            assert json.loads(await response.text())["code"] == "not_found"
