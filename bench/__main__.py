"""Runs the measurements and prints their figures as JSON, one object a bench."""

import argparse
import asyncio
import inspect
import json
import logging
import os
import platform
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

from bench import bell, chat, kills, marks, roster

BENCHES = {"bell": bell.run, "chat": chat.run, "kills": kills.run, "marks": marks.run, "roster": roster.run}


def main() -> None:
    logging.basicConfig(level=logging.WARNING)
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("bench", nargs="*", help=f"{', '.join(BENCHES)}; all when none is named")
    parser.add_argument("--seconds", type=float, help="of each measurement that lasts as long as one likes")
    asked = parser.parse_args()
    wanted = asked.bench or list(BENCHES)
    if unknown := set(wanted) - BENCHES.keys():
        raise SystemExit(f"No bench {', '.join(sorted(unknown))}. There are {', '.join(BENCHES)}.")
    machine = {"cpus": os.cpu_count(), "python": platform.python_version(), "at": datetime.now(UTC).date().isoformat()}
    for name in wanted:
        run: Callable[..., Coroutine[Any, Any, dict[str, Any]]] = BENCHES[name]
        lasting = asked.seconds is not None and "seconds" in inspect.signature(run).parameters
        figures = asyncio.run(run(seconds=asked.seconds) if lasting else run())
        print(json.dumps({"bench": name, **machine, **figures}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
