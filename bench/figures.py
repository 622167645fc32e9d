"""Many measurements -> the few that are told."""

from collections.abc import Sequence
from statistics import median, quantiles


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Median, 99th percentile and maximum in milliseconds."""
    return {
        "median": round(median(seconds) * 1000, 2),
        "p99": round(percentile(seconds, 99) * 1000, 2),
        "max": round(max(seconds) * 1000, 2),
    }


def percentile(values: Sequence[float], which: int) -> float:
    return quantiles(values, n=100, method="inclusive")[which - 1] if len(values) > 1 else values[0]
