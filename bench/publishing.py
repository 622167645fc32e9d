"""One client that publishes over its websocket, as the published clients do, and hears what the others hear."""

from __future__ import annotations

import json
from itertools import count
from queue import SimpleQueue
from threading import Thread

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

PATIENCE = 10.0  # seconds for an answer


class Publishing:
    def __init__(self, address: tuple[str, int], path: str, token: str) -> None:
        self._connection: ClientConnection = connect(f"ws://{address[0]}:{address[1]}{path}", compression=None)
        self._ids = count(1)
        self._waiting = 0
        self._replies: SimpleQueue[dict[str, object]] = SimpleQueue()
        Thread(target=self._listen, daemon=True).start()
        self._send("connect", {"token": token})
        self.check()

    def publish(self, channel: str, data: object) -> None:
        """Sends it and returns; `check` says what became of it."""
        self._send("publish", {"channel": channel, "data": data})

    def check(self) -> None:
        """Waits for the answers to all that was sent. Raises what one of them refused."""
        while self._waiting:
            reply = self._replies.get(timeout=PATIENCE)
            self._waiting -= 1
            if "error" in reply:
                raise AssertionError(str(reply))

    def close(self) -> None:
        self._connection.close()

    def _send(self, method: str, request: object) -> None:
        self._waiting += 1
        self._connection.send(json.dumps({"id": next(self._ids), method: request}))

    def _listen(self) -> None:
        try:
            for frame in self._connection:
                for line in str(frame).split("\n"):
                    reply = json.loads(line)
                    if "id" in reply:
                        self._replies.put(reply)
                    elif not reply:
                        self._connection.send("{}")
        except ConnectionClosed:
            return
