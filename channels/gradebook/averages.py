"""Averages from whole numbers only: a child must not lose a final mark to a binary fraction."""


def mean(total: int, weight: int) -> str | None:
    """`total / weight` to two digits, half up, from sums of value × weight; None when nothing weighs.

    >>> mean(7, 2), mean(13, 3), mean(931, 200), mean(0, 0)
    ('3.50', '4.33', '4.66', None)
    """
    if weight == 0:
        return None
    hundredths = (200 * total + weight) // (2 * weight)
    return f"{hundredths // 100}.{hundredths % 100:02}"
