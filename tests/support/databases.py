"""Fresh databases on the test process's own cluster."""

import itertools

import asyncpg

_numbers = itertools.count()


def at(url: str, database: str) -> str:
    """The same server, another database."""
    base, _, query = url.partition("?")
    return f"{base.rpartition('/')[0]}/{database}?{query}"


async def fresh(cluster: str, template: str) -> str:
    """The address of a new database, a copy of a template."""
    name = f"test_{next(_numbers)}"
    admin = await asyncpg.connect(cluster)
    try:
        await admin.execute(f"create database {name} template {template}")
    finally:
        await admin.close()
    return at(cluster, name)
