"""Imports everything once and forks the server processes, which share that memory.

`python -m handlers.forkserver` reads orders from its standard input and reports on its standard output, one JSON object
a line:

    {"start": 1, "environment": {…}}    {"serves": 1}, when the process writes its first line
    {"signal": 1, "number": 15}         {"ended": 1, "status": 0}, when it ends; below 0: by that signal

At the end of its input it makes all of them drain, and ends after the last.
"""

from __future__ import annotations

import gc
import json
import os
import selectors
import signal
import socket
import sys
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from handlers.__main__ import main
from handlers.app import serve  # noqa: F401 - all that a server needs is imported before the first is forked
from storage.postgres.launch import die_with

AT_ONCE = 65536  # bytes


@dataclass
class ForkServer:
    selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    processes: dict[int, int] = field(default_factory=dict)  # number -> process id
    orders: bytes = b""
    ended: bool = False  # its input has ended

    def run(self) -> None:
        woken, wakes = socket.socketpair()
        for end in (woken, wakes):
            end.setblocking(False)
        signal.set_wakeup_fd(wakes.fileno())
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        # A terminal signals the server processes itself; we end at the end of our input.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        self.selector.register(sys.stdin.fileno(), selectors.EVENT_READ, self._read_orders)
        self.selector.register(woken, selectors.EVENT_READ, lambda: woken.recv(AT_ONCE))
        while not self.ended or self.processes:
            for key, _ in self.selector.select():
                key.data()
            self._bury()

    def _read_orders(self) -> None:
        read = os.read(sys.stdin.fileno(), AT_ONCE)
        if not read:
            self.ended = True
            self.selector.unregister(sys.stdin.fileno())
            for process in self.processes.values():
                os.kill(process, signal.SIGTERM)
        *lines, self.orders = (self.orders + read).split(b"\n")
        for line in lines:
            order = json.loads(line)
            if "start" in order:
                self._fork(order["start"], order["environment"])
            elif order["signal"] in self.processes:
                os.kill(self.processes[order["signal"]], order["number"])

    def _fork(self, number: int, environment: Mapping[str, str]) -> None:
        says, ours = os.pipe()
        forkserver = os.getpid()
        process = os.fork()
        if process == 0:
            os.close(says)
            self.selector.close()
            _become_a_server(forkserver, ours, environment)
        os.close(ours)
        self.processes[number] = process
        self.selector.register(says, selectors.EVENT_READ, lambda: self._hear(number, says))

    def _hear(self, number: int, says: int) -> None:
        said = os.read(says, AT_ONCE)
        if b"\n" in said:
            _tell(serves=number)
        elif not said:
            self.selector.unregister(says)
            os.close(says)

    def _bury(self) -> None:
        for number, process in list(self.processes.items()):
            dead, status = os.waitpid(process, os.WNOHANG)
            if dead:
                del self.processes[number]
                _tell(ended=number, status=os.waitstatus_to_exitcode(status))


def _tell(**what: Any) -> None:
    os.write(1, json.dumps(what).encode() + b"\n")


def _become_a_server(forkserver: int, says: int, environment: Mapping[str, str]) -> NoReturn:
    status: Any = 1
    try:
        die_with(forkserver)
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.dup2(says, 1)
        os.close(says)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.environ.clear()
        os.environ.update(environment)
        main(["serve", "--shared-port"])
    except SystemExit as end:
        status = end.code
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status if isinstance(status, int) else status is not None)


if __name__ == "__main__":
    gc.collect()
    gc.freeze()  # collections never visit what exists now, so it stays shared
    ForkServer().run()
