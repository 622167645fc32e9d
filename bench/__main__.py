"""Runs the measurements and prints their figures as JSON, one object a bench."""

import asyncio
import json
import logging
import os
import platform
import sys
from datetime import UTC, datetime

from bench import bell, kills, roster

BENCHES = {"bell": bell.run, "kills": kills.run, "roster": roster.run}


def main() -> None:
    logging.basicConfig(level=logging.WARNING)
    wanted = sys.argv[1:] or list(BENCHES)
    if unknown := set(wanted) - BENCHES.keys():
        raise SystemExit(f"No bench {', '.join(sorted(unknown))}. There are {', '.join(BENCHES)}.")
    machine = {"cpus": os.cpu_count(), "python": platform.python_version(), "at": datetime.now(UTC).date().isoformat()}
    for name in wanted:
        print(json.dumps({"bench": name, **machine, **asyncio.run(BENCHES[name]())}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
