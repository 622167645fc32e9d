"""HTTP client that the carriers share: a few POSTs at once, and little of each answer is read."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

READ_BYTES = 64 * 1024  # of an answer's body, so that its connection can be used again; a longer answer closes it
READ_SECONDS = 1.0
LONGEST_WAIT = 3600.0


@dataclass(frozen=True, slots=True)
class Answer:
    """Status of an answer, and `retry_after` in seconds if the answer named it."""

    status: int
    retry_after: float | None


class NoAnswer(Exception):
    """Raised without an answer. `connected`: part of the request may have arrived. `str()` is only the error's kind."""

    def __init__(self, error: Exception) -> None:
        super().__init__(type(error).__name__)
        self.connected = not isinstance(error, (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError))


class Poster:
    """Sends up to `connections` POSTs at once: no redirects, cookies or proxies. `resolver` is called on first use."""

    def __init__(
        self,
        *,
        connections: int,
        seconds: float,
        clock: Callable[[], float],
        resolver: Callable[[], AbstractResolver] | None = None,
    ) -> None:
        self._free = asyncio.Semaphore(connections)
        self._timeout = aiohttp.ClientTimeout(total=seconds)
        self._clock = clock
        self._resolver = resolver
        self._http: aiohttp.ClientSession | None = None

    async def post(self, url: URL, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Returns the answer. Raises NoAnswer for every failure."""
        async with self._free:
            try:
                async with self._session().post(url, data=body, headers=headers, allow_redirects=False) as answer:
                    told = seconds_to_wait(answer.headers.get("Retry-After"), self._clock())
                    await _read(answer)
                    return Answer(answer.status, told)
            except Exception as error:  # some garbage makes aiohttp raise errors that are not its own
                raise NoAnswer(error) from None

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            self._http = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(resolver=self._resolver() if self._resolver else None),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=self._timeout,
                auto_decompress=False,
                headers={"User-Agent": "Zvonok"},
            )
        return self._http

    async def close(self) -> None:
        if self._http is not None:
            http, self._http = self._http, None
            await http.close()


async def _read(answer: aiohttp.ClientResponse) -> None:
    """Reads a little of the body. Errors are ignored: the status is known already."""
    left = READ_BYTES
    with suppress(Exception):
        async with asyncio.timeout(READ_SECONDS):
            while left > 0 and (came := await answer.content.read(left)):
                left -= len(came)


def seconds_to_wait(retry_after: str | None, now: float) -> float | None:
    """Returns the seconds that a Retry-After header (number or date) asks for, at most an hour; None if it has none."""
    if retry_after is None:
        return None
    if retry_after.isascii() and retry_after.isdigit():
        return min(float(retry_after), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(retry_after)
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return min(max(until.timestamp() - now, 0.0), LONGEST_WAIT)
    except (ValueError, OverflowError):
        return None
