"""What is referred to without a foreign key is never deleted."""

import asyncpg
import pytest


@pytest.mark.parametrize(
    "table",
    [
        "person",
        "course",
        "mark_kind",
        "mark",
        "channel",
        "chat",
        "consent_text",
        "consent_version",
        "consent",
    ],
)
async def test_rows_that_others_refer_to_are_not_deleted(database: asyncpg.Pool, table: str) -> None:
    with pytest.raises(asyncpg.RestrictViolationError):
        await database.execute(f"delete from {table}")


async def test_a_published_version_is_never_changed(database: asyncpg.Pool) -> None:
    with pytest.raises(asyncpg.RestrictViolationError):
        await database.execute("update consent_version set words_ru = 'иначе'")
