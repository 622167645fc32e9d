"""Limits of one person, safe against concurrency: only one transaction at a time counts and adds for that person."""

from storage.pool import Connection


async def alone(connection: Connection, person: int) -> None:
    """Locks the person until this transaction ends. Count in a later statement of its own, which sees what the
    transaction before has committed.
    """
    await connection.execute("select 1 from person where id = $1 for no key update", person)
