"""How a database of any age becomes one of today, with all it holds."""

import hashlib
import re
from collections.abc import AsyncIterator
from datetime import time
from pathlib import Path

import asyncpg
import pytest

from storage.migrate import MIGRATIONS, VIEWS, MigrationChanged, in_order, migrate
from tests.schema import SCHEMA as SCHEMA_FILE
from tests.schema import schema
from tests.support.databases import at, fresh

SUMS = Path(__file__).with_name("migrations.sha256")
STEPS = sorted(file.name for file in MIGRATIONS.glob("*.sql"))
SCHEMA = """
    select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = current_schema()::regnamespace order by 1, 2
"""
VIEW_TEXTS = "select viewname, definition from pg_views where schemaname = current_schema() order by 1"


@pytest.fixture
async def database(cluster: str) -> AsyncIterator[asyncpg.Connection]:
    """A database in which nothing is."""
    async with fresh(cluster, "template0") as url:
        connection = await asyncpg.connect(url)
        yield connection
        await connection.close()


async def looks(connection: asyncpg.Connection) -> list[list[tuple[object, ...]]]:
    """Its tables and views, column by column, and what the views say."""
    return [[tuple(row) for row in await connection.fetch(query)] for query in (SCHEMA, VIEW_TEXTS)]


def copied(folder: Path, names: list[str], of: Path = MIGRATIONS) -> Path:
    folder.mkdir()
    for name in names:
        (folder / name).write_text((of / name).read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def test_no_migration_is_changed_and_a_new_one_is_noted() -> None:
    """What was applied to somebody's database is never another text afterwards: their server would refuse to start."""
    lines = [line.split() for line in SUMS.read_text(encoding="ascii").splitlines()]
    noted = {name: sha256 for sha256, name in lines}
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in MIGRATIONS.glob("*.sql")}
    assert found == noted, "a change goes into a new migration; `sha256sum *.sql` in its folder notes that one"


@pytest.mark.parametrize("last", STEPS[::6])
async def test_a_database_of_an_older_step_comes_up_like_a_new_one_with_all_it_holds(
    database: asyncpg.Connection, cluster: str, tmp_path: Path, last: str
) -> None:
    steps = STEPS[: STEPS.index(last) + 1]
    older, none = copied(tmp_path / "older", steps), copied(tmp_path / "none", [])
    assert await migrate(database, older, none) == steps
    await database.execute(
        "insert into school (source, source_id, name, zone) values ('t', '1', 'Школа', 'Europe/Moscow')"
    )
    assert await migrate(database) == STEPS[len(steps) :]
    assert await database.fetchval("select name from school") == "Школа"
    new = await asyncpg.connect(at(cluster, "template_empty"))
    try:
        assert await looks(database) == await looks(new)
    finally:
        await new.close()


async def test_lessons_of_a_database_with_one_list_of_bells_keep_their_times(
    database: asyncpg.Connection, tmp_path: Path
) -> None:
    steps = STEPS[: STEPS.index("0038_bell_schedules.sql")]
    await migrate(database, copied(tmp_path / "older", steps), copied(tmp_path / "none", []))
    await database.execute(
        """
        insert into school (source, source_id, name, zone)
        values ('t', '1', 'Школа', 'Europe/Moscow'), ('t', '2', 'Другая', 'Asia/Omsk');
        insert into bell (school_id, number, starts, ends)
        select id, n, make_time(7 + n + id::int, 0, 0), make_time(7 + n + id::int, 45, 0)
        from school, generate_series(1, 3) n;
        insert into course (source, source_id, school_id, title, subject)
        select 't', source_id, id, 'Алгебра', 'Алгебра' from school
        """
    )
    await migrate(database)
    rows = await database.fetch(
        """
        select c.school_id, n, b.starts
        from course c cross join generate_series(1, 4) n left join lateral bell_of(c.id, '2026-09-07', n) b on true
        order by c.school_id, n
        """
    )
    assert [(school, n, starts) for school, n, starts in rows] == [
        (school, n, time(7 + n + school) if n < 4 else None) for school in (1, 2) for n in (1, 2, 3, 4)
    ]


async def test_a_view_that_changed_is_made_anew_and_who_has_asked_it_asks_on(
    database: asyncpg.Connection, tmp_path: Path
) -> None:
    views = copied(tmp_path / "views", [file.name for file in VIEWS.glob("*.sql")], VIEWS)
    await migrate(database, views=views)
    await database.execute(
        "insert into person (source, source_id, family_name, given_name)"
        " values ('t', '1', 'С', 'А'), ('t', '2', 'С', 'Б')"
    )
    await database.execute(
        "insert into guardianship (source, guardian_id, student_id, relation, restricted)"
        " values ('t', 1, 2, 'mother', true)"
    )
    asked = await database.prepare("select guardian_id from restriction_now")
    assert await asked.fetchval() == 1
    restriction = views / "restriction_now.sql"
    text = restriction.read_text(encoding="utf-8")
    restriction.write_text(text.replace("where restricted", "where not restricted"), encoding="utf-8")
    assert await migrate(database, views=views) == []
    assert await asked.fetchval() is None
    restriction.write_text(text, encoding="utf-8")
    await migrate(database, views=views)
    assert await asked.fetchval() == 1


async def test_a_view_that_is_gone_from_the_folder_is_gone_from_the_database(
    database: asyncpg.Connection, tmp_path: Path
) -> None:
    views = copied(tmp_path / "views", [file.name for file in VIEWS.glob("*.sql")], VIEWS)
    (views / "more_now.sql").write_text("create view more_now as select person_id from role_now", encoding="utf-8")
    await migrate(database, views=views)
    await database.execute("select from more_now")
    (views / "more_now.sql").unlink()
    await migrate(database, views=views)
    with pytest.raises(asyncpg.UndefinedTableError):
        await database.execute("select from more_now")


async def test_a_migration_of_today_finds_no_views_in_its_way(database: asyncpg.Connection, tmp_path: Path) -> None:
    await migrate(database)
    folder = copied(tmp_path / "migrations", STEPS)
    (folder / "9999_numbers.sql").write_text("alter table role alter role type text", encoding="utf-8")
    views = copied(tmp_path / "views", [file.name for file in VIEWS.glob("*.sql")], VIEWS)
    with pytest.raises(asyncpg.PostgresError):  # the views do not fit it; nothing of both has happened
        await migrate(database, folder, views)
    assert await database.fetchval("select count(*) from role_now") == 0
    assert "9999" not in "".join(row["name"] for row in await database.fetch("select name from migration"))
    (folder / "9999_numbers.sql").write_text("alter table role alter since_day type timestamp", encoding="utf-8")
    assert await migrate(database, folder, views) == ["9999_numbers.sql"]
    assert await database.fetchval("select count(*) from role_now") == 0


async def test_a_migration_that_was_changed_stops_the_start(database: asyncpg.Connection, tmp_path: Path) -> None:
    folder = copied(tmp_path / "migrations", STEPS)
    await migrate(database, folder)
    with (folder / STEPS[3]).open("a", encoding="utf-8") as file:
        file.write("-- one word more\n")
    with pytest.raises(MigrationChanged, match=STEPS[3]):
        await migrate(database, folder)


async def test_the_schema_that_is_read_is_the_one_there_is(cluster: str) -> None:
    assert await schema(at(cluster, "template_empty")) == SCHEMA_FILE.read_text(encoding="utf-8"), "make schema"


def test_every_view_comes_after_those_it_names() -> None:
    texts = {file.name: file.read_text(encoding="utf-8") for file in VIEWS.glob("*.sql")}
    order = [file.removesuffix(".sql") for file in in_order(texts)]
    assert sorted(f"{name}.sql" for name in order) == sorted(texts)
    for number, name in enumerate(order):
        later = [
            other
            for other in order[number + 1 :]
            if re.search(rf"^[^-]*\b{other}\b", texts[f"{name}.sql"], re.MULTILINE)
        ]
        assert later == [], f"{name} names {later}"


def test_every_file_says_what_it_makes_before_it_makes_it() -> None:
    for file in VIEWS.glob("*.sql"):
        text = file.read_text(encoding="utf-8")
        assert text.startswith("-- "), file
        assert f"create view {file.stem} as\n" in text or f"create or replace function {file.stem}(" in text, file
