"""How to log an unexpected exception without what it quotes: messages of people, values of rows."""

import traceback


def place(error: BaseException) -> str:
    """`ValueError at actions.py:33 in post_marks`: the kind and the innermost line, no message."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = frames[-1]
    return f"{type(error).__name__} at {last.filename.rsplit('/', 1)[-1]}:{last.lineno} in {last.name}"
