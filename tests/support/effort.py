"""How much the tests by chance try: little every day, much in `make thorough`."""

import os

THOROUGH = "THOROUGH" in os.environ


def tries(every_day: int, thorough: int) -> int:
    return thorough if THOROUGH else every_day
