"""What is referred to without a foreign key is never deleted."""

import asyncpg
import pytest


@pytest.mark.parametrize("table", ["person", "course", "mark_kind", "mark", "channel", "chat"])
async def test_rows_that_others_refer_to_are_not_deleted(database: asyncpg.Pool, table: str) -> None:
    with pytest.raises(asyncpg.RestrictViolationError):
        await database.execute(f"delete from {table}")
