"""Rosters in a real database: imported, imported again, ended, returned, exported."""

import io
import json
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from handlers.commands.export_roster import WhichSource, export_roster
from handlers.commands.import_roster import DECLINED, DONE, REFUSED, import_roster
from handlers.roster.write import PathTaken
from storage.roster.apply import ImportRunning, alone
from storage.sources import STANDARD
from tests.support.effort import tries
from tests.support.rosters import Files, line, lines, small, without, write

Counts = dict[str, dict[str, int]]


async def bring(pool: asyncpg.Pool, path: Path, **options: Any) -> dict[str, Any]:
    """Imports and returns what `--json` prints."""
    out = io.StringIO()
    chosen: dict[str, Any] = {"yes": True, "source": None, "zone": "Europe/Moscow", "confirm": lambda: False, **options}
    await import_roster(pool, path, as_json=True, console=Console(file=out, width=200), **chosen)
    result: dict[str, Any] = json.loads(out.getvalue())
    return result


def changes(result: dict[str, Any]) -> Counts:
    return {
        table: {kind: n for kind, n in counts.items() if n}
        for table, counts in result["changes"].items()
        if any(counts.values())
    }


async def everything(pool: asyncpg.Pool) -> dict[str, list[tuple[Any, ...]]]:
    """Returns what rosters brought."""
    tables = "school person role guardianship class class_enrolment class_teacher course course_enrolment teaching"
    return {
        table: [
            tuple(row) for row in await pool.fetch(f"select * from {table} where source <> $1 order by id", STANDARD)
        ]
        for table in [*tables.split(), "academic_session", "mark_kind"]
    }


async def test_a_set_is_stored_in_the_words_of_the_product(database: asyncpg.Pool, tmp_path: Path) -> None:
    await bring(database, write(tmp_path / "set", small()))
    rows = await database.fetch(
        """
        select a.given_name as who, g.relation::text as relation, g.restricted, b.given_name as child
        from guardianship g join person a on a.id = g.guardian_id join person b on b.id = g.student_id order by 1
        """
    )
    assert [tuple(row) for row in rows] == [
        ("Андрей", "father", True, "Пётр"),
        ("Вера", "trusted", False, "Пётр"),
        ("Ирина", "mother", False, "Анна"),
    ]
    course = await database.fetchrow("select title, subject, subject_source_id, grade from course")
    assert course is not None
    assert tuple(course) == ("Математика 5А", "Математика", "math", 5)
    assert await database.fetchval("select zone from school") == "Europe/Moscow"
    roles = await database.fetch("select role::text as role from role order by source_id")
    expected = ["student", "student", "guardian", "guardian", "trusted", "teacher", "leadership", "admin"]
    assert [row["role"] for row in roles] == expected
    kinds = await database.fetch(
        "select name_ru, name_en, short_ru, short_en, weight from mark_kind where source <> $1 order by id", STANDARD
    )
    assert [tuple(row) for row in kinds] == [
        ("Контрольная работа", "Test", "кр", "t", 3),
        ("Ответ", "Ответ", "отв", "отв", 1),
    ]


async def test_the_second_import_changes_nothing(database: asyncpg.Pool, tmp_path: Path) -> None:
    folder = write(tmp_path / "set", small())
    assert (await bring(database, folder))["applied"]
    before = await everything(database)
    again = await bring(database, folder, zone="Asia/Omsk")
    assert (again["applied"], changes(again), again["problems"]) == (False, {}, [])
    assert await everything(database) == before


async def test_a_dangling_reference_refuses_all_and_touches_nothing(database: asyncpg.Pool, tmp_path: Path) -> None:
    await bring(database, write(tmp_path / "set", small()))
    before = await everything(database)
    files = small()
    line(files, "users.csv", "anna")["familyName"] = "Другая"
    without(files, "users.csv", "maria")
    result = await bring(database, write(tmp_path / "set", files))
    assert result["refused"]
    assert [(p["file"], p["line"], p["column"]) for p in result["problems"]] == [
        ("roles.csv", 7, "userSourcedId"),
        ("enrollments.csv", 4, "userSourcedId"),
        ("enrollments.csv", 7, "userSourcedId"),
    ]
    assert await everything(database) == before


async def test_who_is_missing_ends_and_comes_back_as_the_same_person(database: asyncpg.Pool, tmp_path: Path) -> None:
    await bring(database, write(tmp_path / "set", small()))
    person = await database.fetchval("select id from person where source_id = 'granny'")
    fewer = small()
    without(fewer, "users.csv", "granny")
    without(fewer, "roles.csv", "r5")
    gone = await bring(database, write(tmp_path / "set", fewer))
    assert changes(gone) == {"person": {"ended": 1}, "role": {"ended": 1}, "guardianship": {"ended": 1}}
    assert await database.fetchval("select ended_at is not null from person where id = $1", person)
    assert not await database.fetchval("select exists (select from guardianship_now where guardian_id = $1)", person)
    back = await bring(database, write(tmp_path / "set", small()))
    assert changes(back) == {"person": {"returned": 1}, "role": {"returned": 1}, "guardianship": {"returned": 1}}
    assert await database.fetchval("select exists (select from guardianship_now where guardian_id = $1)", person)


async def test_a_delta_changes_what_it_lists(database: asyncpg.Pool, tmp_path: Path) -> None:
    await bring(database, write(tmp_path / "set", small()))
    rows: Files = {
        "users.csv": lines("sourcedId|status|familyName|givenName|middleName", "anna|active|Белова|Анна|Дмитриевна"),
        "roles.csv": lines("sourcedId|status|userSourcedId|role|orgSourcedId", "r8|tobedeleted|head|principal|s7"),
    }
    result = await bring(database, write(tmp_path / "set", rows, modes=dict.fromkeys(rows, "delta")))
    assert changes(result) == {"person": {"changed": 1}, "role": {"ended": 1}}
    assert await database.fetchval("select family_name from person where source_id = 'anna'") == "Белова"
    assert await database.fetchval("select count(*) from person where ended_at is null") == 7


async def test_one_roster_never_ends_the_rows_of_another(database: asyncpg.Pool, tmp_path: Path) -> None:
    await bring(database, write(tmp_path / "set", small(), source="one"))
    await bring(database, write(tmp_path / "set", small(), source="two"))
    other = await bring(database, write(tmp_path / "set", {"orgs.csv": small()["orgs.csv"]}, source="two"))
    assert changes(other) == {}
    assert await database.fetchval("select count(*) from person where ended_at is null") == 14
    with pytest.raises(WhichSource, match="one, two"):
        await export_roster(database, tmp_path / "out", source=None)


async def test_what_a_guardian_may_see_is_not_the_rosters_to_say(database: asyncpg.Pool, tmp_path: Path) -> None:
    folder = write(tmp_path / "set", small())
    await bring(database, folder)
    await database.execute("update guardianship set scopes = '{}' where relation = 'trusted'")
    files = small()
    line(files, "users.csv", "petr")["metadata.zvonok.agents"] += ",granny:other"
    result = await bring(database, write(tmp_path / "set", files))
    assert changes(result) == {"guardianship": {"changed": 1}}
    assert await database.fetchval("select scopes from guardianship where relation = 'other'") == []


async def told_in(pool: asyncpg.Pool) -> set[str]:
    rows = await pool.fetch(
        "select c.name from channel c join publication p on p.channel_id = c.id where p.changes_readers"
    )
    return {row["name"] for row in rows}


async def name_channels(pool: asyncpg.Pool) -> dict[str, str]:
    """Makes every channel a person could be in; returns `diary petr` for `diary:2`."""
    names = {}
    for table, kinds in (("person", ("person", "diary")), ("class", ("class",)), ("course", ("journal",))):
        for row in await pool.fetch(f"select id, source_id from {table}"):
            for kind in kinds:
                names[f"{kind}:{row['id']}"] = f"{kind} {row['source_id']}"
    names[f"school:{await pool.fetchval('select id from school')}"] = "school"
    await pool.execute("insert into channel (name) select unnest($1::text[])", list(names))
    return names


def _restrict(files: Files) -> None:
    line(files, "users.csv", "anna")["metadata.zvonok.agents"] = "irina:mother:restricted"


def _end_teaching(files: Files) -> None:
    without(files, "enrollments.csv", "e6")


def _end_class_teacher(files: Files) -> None:
    without(files, "enrollments.csv", "e3")


def _end_enrolment(files: Files) -> None:
    without(files, "enrollments.csv", "e1")


def _end_role(files: Files) -> None:
    without(files, "roles.csv", "r8")


def _end_the_year(files: Files) -> None:
    line(files, "academicSessions.csv", "y")["endDate"] = "2026-10-01"


def _other_term(files: Files) -> None:
    line(files, "classes.csv", "m5a")["termSourcedIds"] = "q1"


def _rename(files: Files) -> None:
    line(files, "users.csv", "maria")["givenName"] = "Марья"


@pytest.mark.parametrize(
    ("change", "channels"),
    [
        (_restrict, {"person irina", "diary anna", "class c5a"}),
        (_end_teaching, {"person maria", "journal m5a"}),
        (_end_class_teacher, {"person maria", "class c5a", "diary anna", "diary petr"}),
        (_end_enrolment, {"person anna", "diary anna", "class c5a", "person irina", "person maria"}),
        (_end_role, {"person head", "school"}),
        (
            _end_the_year,
            {"person maria", "person anna", "person petr", "class c5a", "journal m5a", "diary anna", "diary petr"},
        ),
        (_other_term, {"person maria", "journal m5a"}),
        (_rename, set()),
    ],
)
async def test_open_sessions_learn_in_the_same_transaction_that_readers_changed(
    database: asyncpg.Pool, tmp_path: Path, change: Callable[[Files], None], channels: set[str]
) -> None:
    await bring(database, write(tmp_path / "set", small()))
    assert await told_in(database) == set(), "where nobody ever connected there is nobody to tell"
    names = await name_channels(database)
    files = small()
    change(files)
    assert (await bring(database, write(tmp_path / "set", files), allow_ending=frozenset({"all"})))["applied"]
    assert {names[name] for name in await told_in(database)} == channels
    data = await database.fetch('select distinct data::text as data, "offset" from publication')
    assert [tuple(row) for row in data] == ([('{"type":"readers_changed"}', 1)] if channels else [])


async def test_nothing_is_applied_without_a_yes(database: asyncpg.Pool, tmp_path: Path) -> None:
    folder = write(tmp_path / "set", small())

    async def ask(answer: bool) -> tuple[int, str]:
        out = io.StringIO()
        status = await import_roster(
            database,
            folder,
            yes=False,
            as_json=False,
            source=None,
            zone="Europe/Moscow",
            confirm=lambda: answer,
            console=Console(file=out, width=160),
            language="ru",
        )
        return status, out.getvalue()

    status, shown = await ask(answer=False)
    assert status == DECLINED
    assert "+ Соколова Анна Дмитриевна" in shown
    assert "Ничего не изменено" in shown
    assert await database.fetchval("select count(*) from person") == 0
    status, shown = await ask(answer=True)
    assert status == DONE
    assert await database.fetchval("select count(*) from person") == 7
    status, shown = await ask(answer=False)
    assert (status, shown) == (DONE, "Это OneRoster 1.2\nИзменений нет.\n")
    (folder / "users.csv").unlink()
    status, shown = await ask(answer=True)
    assert status == REFUSED
    assert "ошибка: users.csv" in shown


async def test_imports_do_not_run_side_by_side(database: asyncpg.Pool, tmp_path: Path) -> None:
    async with database.acquire() as connection, alone(connection):
        with pytest.raises(ImportRunning):
            await bring(database, write(tmp_path / "set", small()))


@pytest.mark.parametrize("name", ["out", "out.zip"])
async def test_an_export_imports_as_no_change_and_fills_an_empty_database(
    database: asyncpg.Pool, tmp_path: Path, name: str
) -> None:
    await bring(database, write(tmp_path / "set", small()), zone="Asia/Omsk")
    out = tmp_path / name
    assert await export_roster(database, out, source=None) == "school-7"
    assert out.stat().st_mode & 0o077 == 0
    with pytest.raises(PathTaken):
        await export_roster(database, out, source=None)
    again = await bring(database, out)
    assert (changes(again), again["problems"]) == ({}, [])
    before = await everything(database)
    await database.execute("truncate school, person, academic_session, mark_kind restart identity cascade")
    await bring(database, out)
    after = await everything(database)
    assert {table: len(rows) for table, rows in after.items()} == {table: len(rows) for table, rows in before.items()}
    assert await database.fetchval("select zone from school") == "Asia/Omsk"
    assert await database.fetchval("select count(*) from guardianship where restricted") == 1


# Any roster at all

PRINTED = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"])
letters = st.text(PRINTED, min_size=1, max_size=9)
glues = st.sampled_from([" ", "", '"', ",", "\n", " \x00"])
names = st.builds(lambda a, glue, b: a + glue + b, letters, glues, letters)


def roster(seed: int, texts: list[str]) -> Files:
    """A closed set of whatever shape: people with any roles, in any groups, agents of each other at random."""
    rng = random.Random(seed)
    schools = [f"s{n}" for n in range(rng.randrange(1, 3))]
    people = [f"p{n}" for n in range(rng.randrange(1, 14))]
    classes = [f"c{n}" for n in range(rng.randrange(0, 5))]
    dates = ["", "2026-09-01", "2027-01-10"]
    roles = ("student",) * 3 + ("guardian", "parent", "relative", "teacher", "aide", "principal", "ext:wizard")
    relations = ["mother", "father:restricted", "trusted:until=2027-01-01", "other:from=2026-01-01"]

    def text() -> str:
        return rng.choice(texts)

    files: Files = {
        "orgs.csv": [{"sourcedId": s, "name": text(), "type": "school"} for s in schools],
        "courses.csv": [{"sourcedId": f"k{n}", "title": text()} for n in range(3)],
        "categories.csv": [
            {"sourcedId": f"m{n}", "title": text(), "weight": str(rng.randrange(101))} for n in range(rng.randrange(3))
        ],
        "classes.csv": [
            {
                "sourcedId": c,
                "title": rng.choice([text(), "5A", "11б", "Математика 7B"]),
                "grades": rng.choice(["", "5", "05,06"]),
                "classType": rng.choice(["homeroom", "scheduled"]),
                "courseSourcedId": f"k{rng.randrange(3)}",
                "schoolSourcedId": rng.choice(schools),
            }
            for c in classes
        ],
        "users.csv": [
            {
                "sourcedId": p,
                "enabledUser": rng.choice(["true", "true", "false"]),
                "familyName": text(),
                "givenName": text(),
                "middleName": rng.choice(["", text()]),
                "email": rng.choice(["", text()]),
                "agentSourcedIds": ",".join(rng.sample(people, rng.randrange(0, min(3, len(people))))),
                "metadata.zvonok.agents": rng.choice(["", f"{rng.choice(people)}:{rng.choice(relations)}"]),
            }
            for p in people
        ],
        "roles.csv": [
            {
                "sourcedId": f"r{n}",
                "userSourcedId": rng.choice(people),
                "role": rng.choice(roles),
                "orgSourcedId": rng.choice(schools),
                "endDate": rng.choice(dates),
            }
            for n in range(rng.randrange(2 * len(people)))
        ],
        "enrollments.csv": [
            {
                "sourcedId": f"e{n}",
                "classSourcedId": rng.choice(classes),
                "userSourcedId": rng.choice(people),
                "role": rng.choice(["student", "student", "teacher", "proctor"]),
                "primary": rng.choice(["", "true", "false"]),
                "beginDate": rng.choice(dates),
            }
            for n in range(rng.randrange(20) if classes else 0)
        ],
    }
    return files


@pytest.mark.slow
@settings(
    max_examples=tries(20, 200),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first=st.integers(0, 2**32), second=st.integers(0, 2**32), texts=st.lists(names, min_size=2, max_size=6))
async def test_any_roster_imports_once_and_its_export_is_the_same_roster(
    database: asyncpg.Pool, tmp_path: Path, first: int, second: int, texts: list[str]
) -> None:
    await database.execute("truncate school, person, academic_session, mark_kind restart identity cascade")
    for n, seed in enumerate((first, second)):
        folder = write(tmp_path / "set", roster(seed, texts))
        result = await bring(database, folder, lift_restrictions=True, allow_ending=frozenset({"all"}))
        assert not result["refused"], result["problems"]
        assert changes(await bring(database, folder)) == {}
        out = tmp_path / f"out-{n}.zip"
        with suppress(FileNotFoundError):
            out.unlink()
        await export_roster(database, out, source="school-7")
        assert changes(await bring(database, out)) == {}


async def test_an_import_names_whom_another_roster_has_brought_as_well(database: asyncpg.Pool, tmp_path: Path) -> None:
    await bring(database, write(tmp_path / "set", small()))
    await database.execute(
        """
        with added as (
            insert into person (source, source_id, family_name, given_name, middle_name, email)
            select 'typed', 'maria', family_name, given_name, middle_name, 'MARIA@school.example'
            from person where source_id = 'maria' returning id
        )
        insert into role (source, source_id, person_id, school_id, role)
        select 'typed', 'maria', added.id, s.id, 'staff' from added, school s
        """
    )
    more = small()
    for user in more["users.csv"]:
        user["email"] = "maria@school.example" if user["sourcedId"] == "maria" else ""
    assert (await bring(database, write(tmp_path / "more", more)))["proposed_merges"] == 1
    pairs = await database.fetch(
        """
        select a.source || ' ' || b.source as pair, m.proof, m.proposed_by, s.name from merge m
        join person a on a.id = least(survivor_id, other_id) join person b on b.id = greatest(survivor_id, other_id)
        join school s on s.id = m.school_id
        """
    )
    assert [tuple(row) for row in pairs] == [("school-7 typed", "import", None, "Гимназия № 7")]
    more["users.csv"][0]["givenName"] = "Аня"
    assert (await bring(database, write(tmp_path / "third", more)))["proposed_merges"] == 0
