"""Answers to what the columns of a school's tables mean, kept for the next file with the same headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storage.pool import Connection


async def remembered(connection: Connection, source: str) -> dict[tuple[str, ...], dict[str, str]]:
    """Returns, by the headings of a table, heading -> meaning."""
    rows = await connection.fetch("select headings, meanings from column_mapping where source = $1", source)
    return {tuple(row["headings"]): dict(zip(row["headings"], row["meanings"], strict=True)) for row in rows}


async def remember(connection: Connection, source: str, tables: Sequence[Mapping[str, str]]) -> None:
    """Keeps what the columns of each table mean: heading -> meaning, in the order of the columns."""
    await connection.executemany(
        """
        insert into column_mapping (source, headings, meanings) values ($1, $2, $3)
        on conflict (source, headings) do update set meanings = excluded.meanings
        """,
        [(source, list(columns), list(columns.values())) for columns in tables],
    )
