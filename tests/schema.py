"""The schema as a newcomer reads it: `python -m tests.schema` writes storage/schema.sql from a migrated database."""

import asyncio
import re
import subprocess
import tempfile
from pathlib import Path

import asyncpg

from storage.embedded import embedded_postgres
from storage.migrate import VIEWS, migrate
from storage.postgres import binaries

SCHEMA = Path(__file__).parent.parent / "storage" / "schema.sql"
HEAD = """\
-- The tables as the migrations leave them, written by `make schema`: for reading, never applied.
-- Views and functions are in views/, a file each.
"""
NOISE = re.compile(r"^(--|SET |SELECT pg_catalog|\\(un)?restrict)")
TABLE = re.compile(
    r"^(?:CREATE TABLE|ALTER TABLE(?: ONLY)?|CREATE (?:UNIQUE )?INDEX \w+ ON|CREATE TRIGGER .*? ON) (\w+)", re.DOTALL
)
IDENTITY = re.compile(r"^ALTER TABLE (\w+) ALTER COLUMN (\w+) ADD GENERATED ALWAYS AS IDENTITY", re.DOTALL)
ADDED = re.compile(r"^ALTER TABLE ONLY \w+\s+ADD CONSTRAINT \w+ (.*);$", re.DOTALL)


async def schema(url: str) -> str:
    """The schema of a migrated database: types, then each table with its keys, indexes and triggers."""
    dumped = await asyncio.to_thread(_dump, url)
    statements = [statement for statement in _statements(dumped) if not _is_elsewhere(statement)]
    types = [one for one in statements if TABLE.match(one) is None]
    tables: dict[str, list[str]] = {}
    for one in statements:
        if match := TABLE.match(one):
            tables.setdefault(match[1], []).append(one)
    parts = [HEAD, *types, *(_table(statements) for statements in tables.values())]
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _dump(url: str) -> str:
    command = [
        str(binaries.find().folder / "pg_dump"),
        "--schema-only",
        "--no-owner",
        "--no-privileges",
        f"--dbname={url}",
    ]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _statements(text: str) -> list[str]:
    lines = [line for line in text.replace("public.", "").splitlines() if line.strip() and not NOISE.match(line)]
    found, held = [], ""
    for line in lines:
        held += line + "\n"
        if line.endswith(";") and held.count("$$") % 2 == 0:
            found.append(held.strip())
            held = ""
    return found


def _is_elsewhere(statement: str) -> bool:
    made = re.match(r"CREATE (?:OR REPLACE )?(?:VIEW|FUNCTION) (\w+)", statement)
    return made is not None and (VIEWS / f"{made[1]}.sql").exists()


def _table(statements: list[str]) -> str:
    """`CREATE TABLE` with what pg_dump says later: identities in their columns, keys and references at its end."""
    made, after, inside = statements[0], [], []
    for one in statements[1:]:
        if match := IDENTITY.match(one):
            made = made.replace(
                f"    {match[2]} bigint NOT NULL", f"    {match[2]} bigint GENERATED ALWAYS AS IDENTITY", 1
            )
        elif match := ADDED.match(one):
            inside.append(f"    {match[1]}")
        else:
            after.append(one)
    body = made.removesuffix("\n);")
    return "\n".join([",\n".join([body, *inside]) + "\n);", *after])


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with embedded_postgres(Path(folder)) as url:
            connection = await asyncpg.connect(url)
            await migrate(connection)
            await connection.close()
            await asyncio.to_thread(SCHEMA.write_text, await schema(url), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
