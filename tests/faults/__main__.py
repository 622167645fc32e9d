"""`make faults`: every fault under load and on quiet channels, and every mutant, with a summary.

`python -m tests.faults [SEED …]`; without seeds, one.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable
from pathlib import Path

from tests.faults.city import city
from tests.faults.faults import ALL, LONG
from tests.faults.measures import p99
from tests.faults.runs import CAUGHT_BY, Result, run, run_hot, run_mutant, run_revocation, run_storm

WRITERS = 20  # each waits for its acknowledgement
ACKNOWLEDGED = 1.0  # seconds: of all publishes that meet with a fault 99 of 100 take no longer


class Summary:
    def __init__(self) -> None:
        self.results: dict[str, Result] = {}
        self.faults = 0
        self.missed: list[str] = []

    async def add(self, name: str, running: Awaitable[Result], faults: int) -> None:
        begun = time.monotonic()
        result = self.results[name] = await running
        self.faults += faults
        print(f"{name}: {result} ({time.monotonic() - begun:.0f} s)", flush=True)
        for violation in result.violations[:10]:
            print(f"    {violation.property}: {violation.what}", flush=True)

    def worst(self, kind: str) -> float:
        return max((r.figures.staleness for name, r in self.results.items() if name.startswith(kind)), default=0.0)

    def tell(self) -> bool:
        """Prints it; true when all is well."""
        found = [result.figures for result in self.results.values()]
        violations = sum(len(result.violations) for result in self.results.values())
        print(f"\nfaults                             {self.faults}")
        print(f"acknowledged publishes             {sum(each.acknowledged for each in found)}")
        print(f"deliveries checked                 {sum(each.deliveries for each in found)}")
        print(f"violations                         {violations}")
        print(f"worst staleness, busy              {self.worst('busy'):.1f} s")
        print(f"worst staleness, quiet             {self.worst('quiet'):.1f} s")
        waits = [wait for each in found for wait in each.waits]
        slowest = max(self.results, key=lambda name: p99(self.results[name].figures.waits))
        worst = p99(self.results[slowest].figures.waits)
        print("publish to acknowledgement, while something is broken:")
        print(f"  p99 of all                       {p99(waits):.2f} s (of {len(waits)})")
        print(f"  p99 of the worst fault           {worst:.2f} s ({slowest})")
        print(f"  max                              {max(waits):.2f} s")
        print(f"mutants found out                  {len(CAUGHT_BY) - len(self.missed)} of {len(CAUGHT_BY)}")
        return not violations and not self.missed and p99(waits) <= ACKNOWLEDGED


async def main(seeds: list[int]) -> bool:
    summary = Summary()
    with tempfile.TemporaryDirectory(prefix="zvonok-faults-") as folder:
        async with city(Path(folder) / "city") as town:
            for seed in seeds:
                for kind in ("busy", "quiet"):
                    for fault in ALL:
                        name = f"{kind}, seed {seed}, {fault.name}"
                        await summary.add(name, run(town, [fault], busy=kind == "busy", seed=seed, writers=WRITERS), 1)
            for fault, busy in LONG:
                name = f"{'busy' if busy else 'quiet'}, {fault.name}"
                await summary.add(name, run(town, [fault], busy=busy, seed=0), 1)
            await summary.add("F20 two hundred writers in one chat", run_hot(town), 1)
            await summary.add("F17 many sessions come back", run_storm(town), 1)
            await summary.add("a right that ends", run_revocation(town), 0)
            await summary.add("F2 a right that ends meanwhile", run_revocation(town, standing_still=True), 1)
        for mutant, properties in CAUGHT_BY.items():
            async with city(Path(folder) / mutant, mutant) as broken:
                found = (await run_mutant(broken, mutant)).broken
            print(f"mutant {mutant}: {', '.join(sorted(found)) or 'not found out'}", flush=True)
            if not found & properties:
                summary.missed.append(mutant)
    return summary.tell()


if __name__ == "__main__":
    sys.exit(not asyncio.run(main([int(seed) for seed in sys.argv[1:]] or [1])))
