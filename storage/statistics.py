"""Statistics for the planner, after many rows have come at once."""

from __future__ import annotations

from storage.pool import Connection


async def gather_statistics(connection: Connection) -> None:
    """Of every table that holds anything.

    Not of empty ones: a table of which PostgreSQL knows that it is empty has every way to read it cost the same, and
    plans made then are kept while it fills. Of which it knows nothing, it takes for one of some size.
    """
    rows = await connection.fetch(
        """
        select quote_ident(relname) as name from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace and pg_relation_size(oid) > 0
        """
    )
    if rows:
        await connection.execute(f"analyze {', '.join(row['name'] for row in rows)}")
