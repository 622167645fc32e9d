"""A million frames that no client should send, to a real server; others chat meanwhile.

Every batch is made from the seed and its own number, so `--seed S --first N` goes on, or shows again, from there.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from statistics import linear_regression
from typing import Any

from rich.console import Console
from rich.progress import Progress

from bench import contenders, mutations, usage
from bench.crowd import groups
from bench.figures import spread
from bench.posts import Posts
from bench.servers import Real, Signed, real_server
from bench.sockets import Crowd, Group, Member

BATCH = 32  # frames in one write
HOSTILE = 64  # connections that send a batch each at once
QUIET = 0.2  # seconds without an answer: the server waits for more, as a frame told it to
BYSTANDERS = 10  # sockets of one person, as many as one may have
DONE = b"\x8a\x04done"  # the pong that ends a batch: all of it was read
_PING = b"\x89\x84\0\0\0\0done"


async def run(frames: int = 1_000_000, seed: int = 1, first: int = 0) -> dict[str, Any]:
    async with real_server() as real:
        [(chat, members)] = (await groups(real.pool, [HOSTILE + 1])).chats.items()
        calm, *hostile = (await real.logins(members)).values()
        fuzz = Fuzz(real, hostile, seed, first)
        others = Others(real, fuzz.crowd, calm, chat)
        others.chat()
        with Progress(console=Console(stderr=True)) as progress:
            bar = progress.add_task("frames", total=frames)
            while fuzz.sent < frames:
                progress.advance(bar, fuzz.round())
                others.chat()
        others.wait()
        return {"seed": seed, "first": first, "next": fuzz.batch, **fuzz.told(), **others.told()}


@dataclass
class Fuzz:
    real: Real
    signed: list[Signed]  # one for each connection: nobody may have many
    seed: int
    batch: int
    sent: int = 0
    connections: int = 0
    whole: int = 0  # batches read to their end
    crowd: Crowd = field(default_factory=Crowd)
    memory: list[tuple[int, int]] = field(default_factory=list)  # frames sent, bytes of the server

    def __post_init__(self) -> None:
        self._group = self.real.server.group()
        self._group.on_data = self._hear
        self._done: set[Member] = set()

    def round(self) -> int:
        """One batch of each hostile connection, one in eight of which has not signed in; returns how many frames."""
        missing = HOSTILE - len(self._group.members)
        fresh = [self.signed[(self.connections + n) % HOSTILE] for n in range(missing)]
        greetings = self.real.greetings(fresh)
        self.crowd.join(self._group, [full if n % 8 else full[:1] for n, full in enumerate(greetings)])
        self.connections += missing
        self._done.clear()
        begun = self.sent
        for member in list(self._group.members):
            rng = random.Random(f"{self.seed}/{self.batch}")
            frames = mutations.batch(rng, self.batch * 2 * BATCH + 2, BATCH)
            self.batch += 1
            self.sent += len(frames)
            self.crowd.say(member, b"".join(frames) + _PING)
        self._await()
        self.whole += len(self._done)
        for member in set(self._group.members) - self._done:
            self.crowd.drop_one(member)
        self.memory.append((self.sent, usage.resident(self.real.server.pid)))
        return self.sent - begun

    def told(self) -> dict[str, Any]:
        late = self.memory[len(self.memory) // 2 :]
        slope = linear_regression(*zip(*late, strict=True)).slope if len(late) > 1 else 0.0
        return {
            "frames": self.sent,
            "connections": self.connections,
            "batches_read_to_the_end": self.whole,
            "batches": self.sent // BATCH,
            "server_lives": self.real.server.alive,
            "errors_logged": self.real.server.log.count(" ERROR "),
            "memory_mb": [round(self.memory[at][1] / 1e6, 1) for at in (0, len(self.memory) // 2, -1)],
            "slope_kb_per_100000_frames": round(slope * 100_000 / 1000),
        }

    def _hear(self, member: Member, data: bytes) -> None:
        if DONE in data:
            self._done.add(member)

    def _await(self) -> None:
        """Until each connection has read its batch, is gone, or nothing moves any more."""
        while True:
            before = len(self._done), len(self._group.members)
            if self.crowd.listen(QUIET, lambda: len(self._done) >= len(self._group.members)):
                return
            if before == (len(self._done), len(self._group.members)):
                return


class Others:
    """People who chat as if nothing was: each message must come to all of their sockets, and soon."""

    def __init__(self, real: Real, crowd: Crowd, signed: Signed, chat: int) -> None:
        self._crowd = crowd
        self._signed = signed
        self._posts = Posts(real.server.address)
        self._path = f"/api/chats/{chat}/messages"
        self._group: Group = real.server.group()
        crowd.join(self._group, real.greetings([signed] * BYSTANDERS))
        self._said = 0
        self._at = 0.0
        self._seconds: list[float] = []

    def chat(self) -> None:
        """The next message, once the last one was heard by all."""
        if self._group.heard >= self._said * BYSTANDERS:
            self._seconds += [heard - self._at for heard in self._group.times or ()]
            self._group.times = []
            self._said += 1
            self._at = time.monotonic()
            self._posts.post(self._signed.token, self._path, {"text": contenders.payload(20)})

    def wait(self) -> None:
        self._posts.check()
        self._crowd.listen(6, lambda: self._group.heard >= self._said * BYSTANDERS)
        self._seconds += [heard - self._at for heard in self._group.times or ()]

    def told(self) -> dict[str, Any]:
        return {
            "others_messages": self._said,
            "others_missed": self._said * BYSTANDERS - self._group.heard,
            "others_lost": self._group.lost,
            "others_ms": spread(self._seconds),
        }
