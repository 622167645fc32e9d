"""Folders of test processes that were killed before they could remove them."""

import os
import re
import shutil
from contextlib import suppress
from pathlib import Path


def remove_left_behind(where: Path, beginning: str) -> None:
    """Removes the folders named `beginning`, a process's number and more, whose process does not run any more."""
    for folder in where.glob(f"{beginning}*"):
        owner = re.match(r"\d+", folder.name.removeprefix(beginning))
        if owner is None or not _runs(int(owner[0])):
            shutil.rmtree(folder, ignore_errors=True)  # the other worker may be at it too


def _runs(process: int) -> bool:
    with suppress(ProcessLookupError):
        try:
            os.kill(process, 0)
        except PermissionError:  # of somebody else
            return True
        return True
    return False
