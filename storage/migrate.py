"""Brings a database up to date: numbered migrations, forward only, and the current `views/`."""

import asyncio
import hashlib
import re
from collections.abc import Collection, Mapping
from graphlib import TopologicalSorter
from pathlib import Path

from storage.pool import Connection

MIGRATIONS = Path(__file__).parent / "migrations"
VIEWS = Path(__file__).parent / "views"
VIEWS_APART = "0037"  # earlier migrations make views themselves; from this one on they find none, and make none
GONE = ("safeguarding_now",)  # views of earlier migrations that are not there any more
LOCK = 0x5A564F4E  # "ZVON"; a number that nobody else uses in this database


class MigrationChanged(Exception):
    """Raised if a migration that was applied before has another content now."""


async def migrate(connection: Connection, folder: Path = MIGRATIONS, views: Path = VIEWS) -> list[str]:
    """Brings the schema up to date; returns the names of the migrations applied now.

    Several servers may start at once: one applies, the others wait. They poll, because a blocked `pg_advisory_lock`
    deadlocks with CREATE INDEX CONCURRENTLY.
    """
    while not await connection.fetchval("select pg_try_advisory_lock($1)", LOCK):  # noqa: ASYNC110 - another process's
        await asyncio.sleep(0.05)
    try:
        return await _apply(connection, *await asyncio.to_thread(lambda: (_read(folder), _read(views))))
    finally:
        await connection.execute("select pg_advisory_unlock($1)", LOCK)


async def _apply(connection: Connection, migrations: Mapping[str, str], views: Mapping[str, str]) -> list[str]:
    await connection.execute(
        "create table if not exists migration"
        " (name text primary key, sha256 text not null, applied_at timestamptz not null default now())"
    )
    done = {row["name"]: row["sha256"] for row in await connection.fetch("select name, sha256 from migration")}
    for name, text in migrations.items():
        if done.get(name, _sha256(text)) != _sha256(text):
            raise MigrationChanged(
                f"{name} differs from what was applied to this database. Restore the file,"
                " and put the change into a new migration."
            )
    pending = [name for name in migrations if name not in done]
    for name in (one for one in pending if one < VIEWS_APART):
        async with connection.transaction():
            await _step(connection, name, migrations[name])
    made = {name.removeprefix("views/"): sha256 for name, sha256 in done.items() if name.startswith("views/")}
    if pending or made != {name: _sha256(text) for name, text in views.items()}:
        async with connection.transaction():  # nobody sees a database without its views
            await _drop_views(connection, {*made, *views, *GONE})
            for name in (one for one in pending if one >= VIEWS_APART):
                await _step(connection, name, migrations[name])
            await connection.execute("delete from migration where name like 'views/%'")
            for name in in_order(views):
                await _step(connection, name, views[name], "views/")
    return pending


async def _step(connection: Connection, name: str, text: str, prefix: str = "") -> None:
    await connection.execute(text)
    await connection.execute("insert into migration (name, sha256) values ($1, $2)", prefix + name, _sha256(text))


async def _drop_views(connection: Connection, files: Collection[str]) -> None:
    """Drops our views. Functions are not dropped but replaced, since triggers and columns use them."""
    ours = [file.removesuffix(".sql") for file in files]
    there = "select string_agg(quote_ident(viewname), ', ') from pg_views"
    names = await connection.fetchval(f"{there} where schemaname = current_schema() and viewname = any($1)", ours)
    if names:
        await connection.execute(f"drop view {names}")


def in_order(views: Mapping[str, str]) -> list[str]:
    """Returns the files so that each comes after those it mentions. A file has the name of what it makes."""
    names = {file.removesuffix(".sql"): file for file in views}
    words = {file: set(re.findall(r"\w+", re.sub(r"--.*", "", text))) for file, text in views.items()}
    after = {file: {names[word] for word in words[file] & names.keys()} - {file} for file in sorted(views)}
    return list(TopologicalSorter(after).static_order())


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _read(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.sql"))}
