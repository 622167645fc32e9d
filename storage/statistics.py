"""Planner statistics, for use after a bulk insert."""

from __future__ import annotations

from storage.pool import Connection


async def gather_statistics(connection: Connection) -> None:
    """Gathers statistics of every table that is not empty.

    Empty ones are left out: if PostgreSQL knows that a table is empty, all ways to read it seem equally cheap, and
    plans made then are kept while the table fills. Without statistics it assumes some size.
    """
    rows = await connection.fetch(
        """
        select quote_ident(relname) as name from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace and pg_relation_size(oid) > 0
        """
    )
    if rows:
        await connection.execute(f"analyze {', '.join(row['name'] for row in rows)}")
