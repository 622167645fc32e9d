"""Thousands of clients in one thread: raw non-blocking sockets that count what they hear and answer pings."""

from __future__ import annotations

import contextlib
import itertools
import select
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

MARKER = b"|"
"""Stands once in each payload. Lengths of frames must not contain this byte: payloads of 130 to 370 bytes are safe."""

SOURCES = 32  # addresses 127.0.1.x that clients call from: one has ports for 28,000 connections only
READ = 64 * 1024

Greeting = Sequence[tuple[bytes, bytes]]
"""What a client says, and a part of the answer that it awaits before it goes on."""


def text_frame(text: bytes) -> bytes:
    """A client's frame. A mask of zeros is a mask, and costs the sender nothing."""
    size = len(text)
    head = bytes([0x81, 0x80 | size]) if size < 126 else bytes([0x81, 0xFE]) + size.to_bytes(2, "big")
    return head + b"\0\0\0\0" + text


def upgrade(path: str, *, deflate: bool = False) -> bytes:
    """A request such as browsers send, but for the origin: each server has its own idea of that.

    `deflate` offers compression, as browsers do. Some of the peers would take it, and nobody could count what they say.
    """
    offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n" if deflate else ""
    return (
        f"GET {path} HTTP/1.1\r\nHost: diary.school7.example\r\n"
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0\r\n"
        "Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: ru-RU,ru;q=0.9,en;q=0.8\r\n"
        "Cache-Control: no-cache\r\nPragma: no-cache\r\nSec-Fetch-Dest: websocket\r\n"
        "Sec-Fetch-Mode: websocket\r\nSec-Fetch-Site: same-origin\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Cookie: __Host-zvonok=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY\r\n"
        f"{offer}"
        "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    ).encode()


@dataclass(eq=False)
class Group:
    """Clients of one server. `heard` counts markers; `times`, when wanted, notes the moment of each.

    `ping` is what the server says to learn whether one lives, and the answer to it.
    """

    address: tuple[str, int]
    ping: tuple[bytes, bytes] | None = None
    room: int = 0  # bytes of the buffer for what is not read yet; 0: as the system likes
    on_data: Callable[[Member, bytes], None] | None = None  # sees whatever comes after the greeting
    heard: int = 0
    lost: int = 0  # connections that ended without our wish
    refused: int = 0  # attempts to connect that failed
    times: list[float] | None = None
    members: list[Member] = field(default_factory=list)


class Member:
    __slots__ = ("begun", "fd", "greeting", "group", "ready", "received", "reply", "socket", "step")

    def __init__(self, group: Group, greeting: Greeting) -> None:
        self.group = group
        self.greeting = greeting
        self.socket = socket.socket()
        self.fd = -1
        self.step = -1  # of the greeting; -1 until connected
        self.received = b""  # while greeting
        self.reply = b""  # the last answer of the greeting
        self.begun = time.monotonic()
        self.ready = 0.0  # when greeted


class Crowd:
    """All groups share one epoll, so that none of them falls silent while another one is measured."""

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._members: dict[int, Member] = {}
        self._sources = itertools.cycle(f"127.0.1.{number}" for number in range(1, SOURCES + 1))
        self._greeting = 0  # members that are not greeted yet

    def join(
        self,
        group: Group,
        greetings: Sequence[Greeting],
        *,
        at_once: int = 100,
        over: float = 0,
        seconds: float = 120,
        progress: Callable[[int], None] = lambda _: None,
    ) -> list[float]:
        """Connects one client for each greeting, `at_once` at a time; returns the seconds that each took.

        `over`: seconds over which they come, evenly; 0: as soon as there is room.
        An attempt that fails is counted and made again. Raises TimeoutError.
        """
        waiting = list(reversed(greetings))
        fresh: list[Member] = []
        begun = time.monotonic()
        ends = begun + seconds
        while waiting or self._greeting:
            due = len(greetings) * (time.monotonic() - begun) / over if over else len(greetings)
            while waiting and self._greeting < at_once and len(fresh) < due:
                fresh.append(Member(group, waiting.pop()))
                group.members.append(fresh[-1])
                self._greeting += 1
                self._call(fresh[-1], next(self._sources))
            done = len(fresh) - self._greeting
            self._poll(0.01 if waiting else 0.1)
            progress(len(fresh) - self._greeting - done)
            if time.monotonic() > ends:
                raise TimeoutError(f"{self._greeting} clients are not connected")
        return [member.ready - member.begun for member in fresh]

    def listen(self, seconds: float, enough: Callable[[], bool] = lambda: False) -> bool:
        """Reads until it is enough, or so long; returns whether it was enough."""
        ends = time.monotonic() + seconds
        while not enough():
            left = ends - time.monotonic()
            if left <= 0:
                return False
            self._poll(left)
        return True

    def hear(self, group: Group, markers: int, seconds: float = 120) -> None:
        """Reads until the group has heard so many since its beginning. Raises TimeoutError."""
        if not self.listen(seconds, lambda: group.heard >= markers):
            raise TimeoutError(f"{markers - group.heard} deliveries did not come")

    def drop(self, group: Group) -> None:
        """All at once, without a word."""
        for member in group.members:
            del self._members[member.fd]
            member.socket.close()
        group.members.clear()

    def say(self, member: Member, data: bytes) -> None:
        """As much of it as there is room for: what is wrong with the connection will be read."""
        with contextlib.suppress(OSError):
            member.socket.send(data)

    def drop_one(self, member: Member) -> None:
        member.group.members.remove(member)
        self._hang_up(member)

    def ignore(self, member: Member) -> socket.socket:
        """This client does not read any more; its connection is the caller's to close."""
        self._epoll.unregister(member.fd)
        del self._members[member.fd]
        member.group.members.remove(member)
        return member.socket

    def _call(self, member: Member, source: str) -> None:
        member.socket.setblocking(False)
        member.socket.setsockopt(socket.IPPROTO_IP, 24, 1)  # IP_BIND_ADDRESS_NO_PORT: the port is chosen at connect
        if member.group.room:
            member.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, member.group.room)
        member.socket.bind((source, 0))
        member.socket.connect_ex(member.group.address)
        member.fd = member.socket.fileno()
        self._members[member.fd] = member
        self._epoll.register(member.fd, select.EPOLLOUT)

    def _poll(self, seconds: float) -> None:
        for fd, _ in self._epoll.poll(seconds, 1024):
            member = self._members.get(fd)
            if member is None:
                continue
            if member.ready:
                self._read(member)
            elif member.step < 0:
                self._say_hello(member)
            else:
                self._read_answer(member)

    def _read(self, member: Member) -> None:
        data = _received(member)
        if data is None:
            return
        group = member.group
        if MARKER in data:
            count = data.count(MARKER)
            group.heard += count
            if group.times is not None:
                group.times += [time.monotonic()] * count
        elif not data:
            group.lost += 1
            group.members.remove(member)
            self._hang_up(member)
        if group.on_data is not None:
            group.on_data(member, data)
        if group.ping is not None and group.ping[0] in data:
            with contextlib.suppress(OSError):
                member.socket.send(group.ping[1])

    def _say_hello(self, member: Member) -> None:
        if member.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            self._call_again(member)
            return
        self._epoll.modify(member.fd, select.EPOLLIN)
        self._say_next(member)

    def _read_answer(self, member: Member) -> None:
        data = _received(member)
        if data is None:
            return
        if not data:
            self._call_again(member)
            return
        member.received += data
        if member.greeting[member.step][1] in member.received:
            member.reply, member.received = member.received, b""
            self._say_next(member)

    def _say_next(self, member: Member) -> None:
        member.step += 1
        if member.step == len(member.greeting):
            member.ready = time.monotonic()
            self._greeting -= 1
            return
        with contextlib.suppress(OSError):  # what is wrong will be read
            member.socket.send(member.greeting[member.step][0])

    def _call_again(self, member: Member) -> None:
        """The server did not take this connection: another attempt, timed from the first one."""
        member.group.refused += 1
        self._hang_up(member)
        member.socket, member.step, member.received = socket.socket(), -1, b""
        self._call(member, next(self._sources))

    def _hang_up(self, member: Member) -> None:
        del self._members[member.fd]
        member.socket.close()


def _received(member: Member) -> bytes | None:
    """None: nothing yet; nothing: the connection has ended."""
    try:
        return member.socket.recv(READ)
    except BlockingIOError:
        return None
    except OSError:
        return b""
