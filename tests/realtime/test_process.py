"""The event loop of a process: what it is told at once is bounded, and nobody is passed over."""

import asyncio
import selectors
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from unittest.mock import Mock

import pytest

from realtime.process import EVENTS, FairSelector, new_loop

READY = 2 * EVENTS + 50


@pytest.fixture
def ready() -> Iterator[list[socket.socket]]:
    """Sockets that have something to read, and nobody reads it."""
    with ExitStack() as stack:
        pairs = [socket.socketpair() for _ in range(READY)]
        for here, there in pairs:
            stack.enter_context(here)
            stack.enter_context(there)
            there.send(b"x")
        yield [here for here, _ in pairs]


def test_a_turn_is_bounded_and_everybody_has_one(ready: list[socket.socket]) -> None:
    with FairSelector() as selector:
        for each in ready:
            selector.register(each, selectors.EVENT_READ)
        told = [selector.select(0) for _ in range(-(-READY // EVENTS))]
    assert max(map(len, told)) == EVENTS
    assert {key.fileobj for turn in told for key, _ in turn} == set(ready)


def test_it_tells_what_was_asked_for_and_nothing_else() -> None:
    here, there = socket.socketpair()
    with here, there, FairSelector() as selector:
        assert selector.select(0) == []
        key = selector.register(here, selectors.EVENT_READ)
        assert selector.select(0.001) == []
        there.send(b"x")
        assert selector.select() == [(key, selectors.EVENT_READ)]
        key = selector.modify(here, selectors.EVENT_READ | selectors.EVENT_WRITE)
        assert selector.select(-1) == [(key, selectors.EVENT_READ | selectors.EVENT_WRITE)]
        key = selector.modify(here, selectors.EVENT_WRITE)
        there.close()  # an end is told as whatever is waited for
        assert selector.select() == [(key, selectors.EVENT_WRITE)]


def test_a_loop_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    selecting = Mock(side_effect=FairSelector.select)
    monkeypatch.setattr(FairSelector, "select", lambda *args: selecting(*args))
    loop = new_loop()
    try:
        loop.run_until_complete(asyncio.sleep(0))
        assert selecting.called
    finally:
        loop.close()
