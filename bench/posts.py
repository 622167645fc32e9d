"""Writes over REST by many connections at once, none of which waits for another."""

from __future__ import annotations

import http.client
import json
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from threading import local
from typing import Any

CONNECTIONS = 20


class Posts:
    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address
        self._keys = count()
        self._mine = local()
        self._writers = ThreadPoolExecutor(CONNECTIONS)
        self._sent: list[Future[Any]] = []

    def post(self, token: str, path: str, body: object) -> None:
        """Sends it and returns; `check` says what became of it."""
        self._sent.append(self._writers.submit(self.ask, token, path, body))

    def ask(self, token: str, path: str, body: object) -> Any:
        """Sends it and waits for the answer. Raises unless it succeeded."""
        if not hasattr(self._mine, "connection"):
            self._mine.connection = http.client.HTTPConnection(*self._address)
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"bench-{next(self._keys)}",
        }
        self._mine.connection.request("POST", path, json.dumps(body), headers)
        answer = self._mine.connection.getresponse()
        told = answer.read()
        if answer.status >= 300:
            raise AssertionError(f"{answer.status} {told!r}")
        return json.loads(told)

    def check(self) -> None:
        """Waits for all that was sent. Raises what one of them raised."""
        sent, self._sent = self._sent, []
        for each in sent:
            each.result()
