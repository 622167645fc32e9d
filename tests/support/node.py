"""Node, as `make test` installs it."""

import shutil
from pathlib import Path


def node() -> str:
    found = shutil.which("node", path=f"{Path('.venv/bin').absolute()}:/usr/bin:/usr/local/bin")
    assert found is not None, "Node is installed by `make test`"
    return found
