"""Log of this process: repeated lines once a minute, and nothing that an exception quotes."""

import asyncio
import copy
import logging
import re
import time
from collections.abc import Callable
from typing import Any

from realtime.faults import place

log = logging.getLogger("zvonok")

SECONDS = 60.0
KINDS = 1000  # most kinds of lines that are counted separately
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


_NUMBER = re.compile(r"[0-9]+")


class Repeats(logging.Filter):
    """Lets the first line of a kind pass, and then one a minute, which says how many were left out."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._steady = steady
        self._told: dict[tuple[str, int, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        told = getattr(record, "kind", None) or _NUMBER.sub("", record.getMessage())[:120]
        kind, now = (record.name, record.lineno, told), self._steady()
        at, left_out = self._told.get(kind, (now - SECONDS, 0))
        if now - at < SECONDS:
            self._told[kind] = (at, left_out + 1)
            return False
        if len(self._told) >= KINDS:
            self._told.clear()
        self._told[kind] = (now, 0)
        if left_out:
            record.msg, record.args = f"{record.getMessage()} (and {left_out} more like it)", None
        return True


class Wordless(logging.Formatter):
    """Logs only kind and place of an exception: a database, or a parser, quotes values in its words."""

    def format(self, record: logging.LogRecord) -> str:
        record = copy.copy(record)
        record.exc_text = None  # made by another handler, with the words
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the library's name
        return place(ei[1])


def write_down(level: int = logging.INFO) -> None:
    """Sets up logging. To be called once, before anything else."""
    handler = logging.StreamHandler()
    handler.setFormatter(Wordless(FORMAT))
    handler.addFilter(Repeats())
    logging.basicConfig(level=level, handlers=[handler])


def told_by_loop(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Replaces asyncio's own handler, which logs traces with words in them, and each of a thousand failed accepts."""
    error = context.get("exception")
    what = str(context.get("message", "")).partition(":")[0][:80]
    log.error("%s: %s", what, place(error) if isinstance(error, BaseException) else "no exception")
