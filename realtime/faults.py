"""Describes an unexpected exception for the log without the messages and values that it quotes."""

import traceback


def place(error: BaseException) -> str:
    """Returns kind and innermost line, like `ValueError at actions.py:33 in post_marks`, without its message."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = frames[-1]
    return f"{type(error).__name__} at {last.filename.rsplit('/', 1)[-1]}:{last.lineno} in {last.name}"
