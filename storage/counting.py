"""Limits of one person, kept under any hurry: who counts before adding is the only one who does, for that person."""

from storage.pool import Connection


async def alone(connection: Connection, person: int) -> None:
    """Until this transaction ends nobody else gets past here for the person. What is counted is a statement of its
    own after this one, so that it sees what the one before has committed."""
    await connection.execute("select 1 from person where id = $1 for no key update", person)
