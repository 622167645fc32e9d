"""Averages in integer arithmetic: no child must lose a final mark to a rounding error of floats."""


def mean(total: int, weight: int) -> str | None:
    """Returns `total / weight` with two decimals, rounded half up; None if `weight` is 0. `total` sums value × weight.

    >>> mean(7, 2), mean(13, 3), mean(931, 200), mean(0, 0)
    ('3.50', '4.33', '4.66', None)
    """
    if weight == 0:
        return None
    hundredths = (200 * total + weight) // (2 * weight)
    return f"{hundredths // 100}.{hundredths % 100:02}"
