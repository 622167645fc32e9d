"""What the carriers by HTTP have in common: a few POSTs at once, and little of the answers is read."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

READ_BYTES = 64 * 1024  # of an answer's body, so that its connection can serve again; else it is closed
READ_SECONDS = 1.0
LONGEST_WAIT = 3600.0


@dataclass(frozen=True, slots=True)
class Answer:
    """`retry_after` in seconds, when the answer said so."""

    status: int
    retry_after: float | None


class NoAnswer(Exception):
    """`connected`: something of the request may have arrived. `str()` is the kind of the error only."""

    def __init__(self, error: Exception) -> None:
        super().__init__(type(error).__name__)
        self.connected = not isinstance(error, (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError))


class Poster:
    """No redirects, no cookies, no proxies; `connections` at once. `resolver` is made when it is first needed."""

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
        """Raises NoAnswer, whatever goes wrong."""
        async with self._free:
            try:
                async with self._session().post(url, data=body, headers=headers, allow_redirects=False) as answer:
                    told = seconds_to_wait(answer.headers.get("Retry-After"), self._clock())
                    await _read(answer)
                    return Answer(answer.status, told)
            except Exception as error:  # there are kinds of garbage for which aiohttp has no error of its own
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
    """Its status stands already: what goes wrong from here on changes nothing."""
    left = READ_BYTES
    with suppress(Exception):
        async with asyncio.timeout(READ_SECONDS):
            while left > 0 and (came := await answer.content.read(left)):
                left -= len(came)


def seconds_to_wait(retry_after: str | None, now: float) -> float | None:
    """Of the header, be it a number or a date; at most an hour is waited. None: it does not say."""
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
