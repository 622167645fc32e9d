"""`centrifuge-python`'s own tests, as its authors run them, against open channels."""

import asyncio
import os
import sys
import tarfile
from pathlib import Path

import pytest

from tests.conformance.config import read
from tests.conformance.server import serving

SDK = Path(".venv/sdk")


def unpack(folder: Path, port: int) -> Path:
    """The suite, which knows its server's address by heart, taught another one."""
    archives = sorted(SDK.glob("centrifuge_python-*.tar.gz"))
    assert archives, "the source distribution is not here: run `make test`"
    with tarfile.open(archives[-1]) as archive:
        safely = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # before 3.11.4 there is none
        archive.extractall(folder, **safely)  # type: ignore[arg-type]  # the hash of the archive is known
    [root] = folder.iterdir()
    for file in (root / "tests").glob("*.py"):
        file.write_text(file.read_text(encoding="utf-8").replace("localhost:8000", f"127.0.0.1:{port}"), "utf-8")
    return root


@pytest.mark.slow
async def test_its_own_tests_pass(tmp_path: Path) -> None:
    config = read(Path(__file__).with_name("centrifuge_python.json"))
    async with serving(config, "127.0.0.1", 0) as (_, port):
        root = await asyncio.to_thread(unpack, tmp_path, port)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "unittest", "tests.test_client", cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        try:
            async with asyncio.timeout(100):
                told, _ = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
    last = told.decode(errors="replace").splitlines()[-5:]
    assert process.returncode == 0, last
    assert "Ran 62 tests" in "\n".join(last)
