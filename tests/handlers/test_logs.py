"""What is written down: one line a minute of what repeats."""

import asyncio
import logging
from typing import Any

import pytest

from handlers.logs import Repeats, Wordless, told_by_loop
from tests.support.serving import Served

SECRET = "a word that is nobody's business"


class Counting(logging.Handler):
    """As the server's own handler, with a clock that the test owns."""

    def __init__(self) -> None:
        super().__init__()
        self.at = 0.0
        self.lines: list[str] = []
        self.setFormatter(Wordless("%(message)s"))
        self.addFilter(Repeats(lambda: self.at))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def counting() -> Any:
    handler, root = Counting(), logging.getLogger()
    level, others = root.level, root.handlers[:]
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler
    root.setLevel(level)
    root.removeHandler(handler)
    assert others


def test_what_repeats_is_told_once_a_minute_with_its_number(counting: Counting) -> None:
    log = logging.getLogger("zvonok.test")
    for number in range(101):
        log.error("cannot do %s", number)
        counting.at += 0.6
    assert counting.lines == ["cannot do 0", "cannot do 100 (and 99 more like it)"]


def test_other_things_are_told_beside_it(counting: Counting) -> None:
    log = logging.getLogger("zvonok.test")
    for what in ("mail", "push", "mail", "push"):
        log.warning("%s is away", what)
    assert counting.lines == ["mail is away", "push is away"]


def test_an_exception_is_told_without_its_words(counting: Counting) -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("asyncio").exception("failed")
    assert SECRET not in "".join(counting.lines)
    assert "ValueError at test_logs.py" in counting.lines[0]


async def test_the_loop_tells_of_a_flood_of_failed_accepts_once(counting: Counting) -> None:
    loop = asyncio.get_running_loop()
    for _ in range(5000):
        error = OSError(24, SECRET)
        told_by_loop(loop, {"message": "socket.accept() out of system resource", "exception": error, "socket": SECRET})
    assert counting.lines == ["socket.accept() out of system resource: OSError"]


async def test_a_database_that_is_away_is_a_line_and_not_one_for_each_request(
    served: Served, counting: Counting
) -> None:
    olga = await served.person("olga")
    await served.server.pool.close()
    paths = ("/api/me", "/api/courses", "/api/chats", "/api/contacts")
    answers = [await olga.get(path) for path in paths * 25]
    assert {answer.status for answer in answers} == {503}
    assert len(counting.lines) <= 3, counting.lines
    assert sum(len(line) for line in counting.lines) < 20_000


async def test_a_flood_of_what_is_no_request_is_a_line(served: Served, counting: Counting) -> None:
    for _ in range(50):
        reader, writer = await asyncio.open_connection("127.0.0.1", served.server.port)
        writer.write(b"GET /\x01 HTTP/1.1\r\n\r\n")
        assert (await reader.readline()).split(b" ")[1] == b"400"
        writer.close()
    assert len(counting.lines) == 1, counting.lines
