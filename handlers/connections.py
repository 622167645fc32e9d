"""HTTP connections: aiohttp's, with our answers to malformed requests and time limits for everything sent to us."""

import asyncio
import logging
from http import HTTPStatus
from typing import Any

from aiohttp import StreamReader, web
from aiohttp.http_exceptions import BadHttpMessage, LineTooLong
from aiohttp.web_protocol import RequestHandler

from channels.errors import Codes, Refusal
from handlers.problems import problem, problem_of
from realtime.faults import place
from realtime.transports.refusing import RESPONSES

log = logging.getLogger("zvonok.http")

TOO_MANY = "Too many headers received"  # aiohttp's only sign of it


def _code(status: int, error: BaseException | None) -> Refusal:
    if isinstance(error, LineTooLong) or (isinstance(error, BadHttpMessage) and error.message == TOO_MANY):
        return Refusal(Codes.HEADERS_TOO_LARGE)
    return Refusal(Codes.BAD_REQUEST if status < 500 else Codes.UNAVAILABLE)


HEAD_SECONDS = 10  # for the head of a later request on the connection; the listener bounds the first one's
BODY_SECONDS = 30  # for a body; then for as long as it comes at this rate:
BODY_RATE = 2048  # bytes a second; a modem is faster
IDLE_SECONDS = 75  # that an idle connection is kept; proxies give up after a minute


class Connection(RequestHandler):
    """One HTTP connection. Refused requests are never quoted: their words may be a password or a sign-in's token.
    Clients that send a head or a body byte by byte are cut off.
    """

    __slots__ = ("_begun", "_body", "_got", "_timer")

    def __init__(self, manager: web.Server, **settings: Any) -> None:
        super().__init__(manager, **{"access_log": None, "keepalive_timeout": IDLE_SECONDS, **settings})
        inner = self._request_handler
        self._body: StreamReader | None = None  # of the latest request
        self._got = 0  # bytes of the present head or body
        self._begun = 0.0
        self._timer: asyncio.TimerHandle | None = None

        async def answered(request: web.BaseRequest) -> web.StreamResponse:
            assert inner is not None
            try:
                return await inner(request)
            except web.HTTPException as error:  # from aiohttp, before our middleware was reached
                return problem_of(error, request)

        self._request_handler = answered

    def data_received(self, data: bytes) -> None:
        whole = self._body is None or self._body.is_eof()  # the next byte begins a head
        queued = len(self._messages)
        super().data_received(data)
        if not data or self._parser is None:
            return
        heads = len(self._messages) > queued
        if heads:
            self._body = self._messages[-1][1]
        if not self._is_receiving(whole=whole, heads=heads):
            self._forget()
        elif heads or self._timer is None:
            self._forget()
            self._begun = self._loop.time()
            self._timer = self._loop.call_later(BODY_SECONDS if heads else HEAD_SECONDS, self._look)
        self._got += len(data)

    def _is_receiving(self, *, whole: bool, heads: bool) -> bool:
        if heads or not whole:
            return self._body is not None and not self._body.is_eof()
        return True  # part of a head

    def _look(self) -> None:
        """Handles the end of the time. A body may go on if it comes fast enough, or if we ourselves do not read it."""
        self._timer = None
        if self.transport is None:
            return
        body = self._body is not None and not self._body.is_eof()
        enough = self._got >= BODY_RATE * (self._loop.time() - self._begun - BODY_SECONDS)
        if body and (enough or self._reading_paused):
            self._timer = self._loop.call_later(1, self._look)
            return
        if body or not self._request_in_progress:
            self._cut_off()

    def _cut_off(self) -> None:
        if self.transport is not None and self._current_request is None:
            self.transport.write(RESPONSES[HTTPStatus.REQUEST_TIMEOUT])
        self.force_close()

    def _forget(self) -> None:
        self._got = 0
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def connection_lost(self, exc: BaseException | None) -> None:
        self._forget()
        super().connection_lost(exc)

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        if status >= 500:
            self.log_exception(exc_info=exc)
        else:
            log.info("refused what is no request: %s", type(exc).__name__)
        if request.writer.output_size > 0:
            raise ConnectionError
        answer = problem(_code(status, exc), request)
        answer.headers["Server"] = SERVER
        answer.force_close()
        return answer

    def log_exception(self, *args: Any, exc_info: BaseException | None = None, **more: Any) -> None:
        """Logs kind and place of an exception, not its words."""
        log.error("a connection failed: %s", place(exc_info) if isinstance(exc_info, BaseException) else "no reason")

    def log_debug(self, *args: Any, **more: Any) -> None:
        """Drops aiohttp's own remarks, which come with the exceptions they are about."""


SERVER = "zvonok"  # without the version, which would tell an attacker what to try


async def name_server(request: web.BaseRequest, response: web.StreamResponse) -> None:
    response.headers["Server"] = SERVER


def connections(server: web.Server) -> Any:
    """Returns the factory of the protocol of one HTTP connection."""
    loop = asyncio.get_running_loop()
    return lambda: Connection(server, loop=loop)
