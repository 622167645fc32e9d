"""The whole API against its own description, by schemathesis."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from tests.support.effort import tries
from tests.support.serving import Served

ROOT = Path(__file__).parents[2]
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
ENDS = ["/api/logout", "/api/login"]  # the sign-in that all others need; too many of them wait


@pytest.mark.slow
async def test_nothing_that_is_asked_of_it_is_a_fault_of_the_server(served: Served, tmp_path: Path) -> None:
    """And every answer is what it is said to be."""
    token = (await served.person("clara")).token
    command = [
        *("-m", "schemathesis.cli", "run", f"{served.base}/api/openapi.json", "--phases", "coverage,fuzzing"),
        *("--max-examples", str(tries(2, 30)), "--seed", "1", "--checks", CHECKS, "--suppress-health-check", "all"),
        *("-H", f"Authorization: Bearer {token}", "--no-color", "--generation-database", "none"),
        *(word for path in ENDS for word in ("--exclude-path", path)),
    ]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "tests.contracts.odd_values", "PYTHONPATH": str(ROOT)}
    run = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        cwd=tmp_path,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await run.communicate()
    assert run.returncode == 0, said.decode()[-20_000:]
