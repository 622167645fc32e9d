"""Many measurements -> the few that are told."""

import time
from collections.abc import Awaitable, Callable, Sequence
from statistics import median, quantiles


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Median, 99th percentile and maximum in milliseconds."""
    return {
        "median": round(median(seconds) * 1000, 2),
        "p99": round(percentile(seconds, 99) * 1000, 2),
        "max": round(max(seconds) * 1000, 2),
    }


async def timed(read: Callable[[], Awaitable[object]], times: int) -> dict[str, float]:
    """How long one takes, over so many."""
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        await read()
        took.append(time.perf_counter() - begun)
    return spread(took)


def percentile(values: Sequence[float], which: int) -> float:
    return quantiles(values, n=100, method="inclusive")[which - 1] if len(values) > 1 else values[0]
