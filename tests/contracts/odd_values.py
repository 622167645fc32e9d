"""Hooks for schemathesis: values at the ends of what can be held, in the place of some that the schema allows."""

from typing import Any

import schemathesis
from hypothesis import strategies as st

ODD = [
    *("", "0", "-1", str(2**63), str(2**64), "1e9", "1.5", "nan", "null", "\0", "\ud7ff", "١", "%00", "../..", "'"),
    *("9999-W52", "0000-W01", "2026-W54", "0001-01-05", "9999-12-31", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"),
    *("9999-12-31T23:59:59-23:59", "1700000000", "я" * 300),
]


THERE = [str(number) for number in range(1, 21)]
"""Ids of the small school, and some that nobody has."""


@schemathesis.serializer("application/offset+octet-stream")
def bytes_of(context: schemathesis.SerializationContext, value: Any) -> bytes:
    """A piece of a file: whatever is made for it, as bytes."""
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


def _with_odd(strategy: st.SearchStrategy[Any], odd: list[str] = ODD) -> st.SearchStrategy[Any]:
    """Now and then one value of what the strategy makes is an odd one."""

    def replaced(made: Any, place: int, odd: str) -> Any:
        if not isinstance(made, dict) or not made:
            return made
        name = sorted(made)[place % len(made)]
        return {**made, name: odd}

    return st.one_of(strategy, st.builds(replaced, strategy, st.integers(0, 20), st.sampled_from(odd)))


@schemathesis.hook
def before_generate_query(context: Any, strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return _with_odd(strategy)


@schemathesis.hook
def before_generate_path_parameters(context: Any, strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    there = _with_odd(strategy, THERE)
    return st.one_of(there, there, _with_odd(strategy, [odd for odd in ODD if odd]))


@schemathesis.hook
def before_generate_body(context: Any, strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return _with_odd(strategy)
