"""One person under two ids, in a real database: told of, joined, and never joined where both have lived."""

from pathlib import Path

import asyncpg
import pytest

from tests.channels.test_roster_doubles import renamed
from tests.storage.test_roster import bring, changes
from tests.storage.test_roster_suspension import in_force
from tests.support.rosters import Files, line, small, without, write


def codes(result: dict[str, list[dict[str, str]]], level: str = "error") -> set[str]:
    return {problem["code"] for problem in result["problems"] if problem["level"] == level}


async def account(pool: asyncpg.Pool, person: str) -> int:
    """Gives a person a sign-in; returns who it is."""
    id_: int = await pool.fetchval("select id from person where source_id = $1 and ended_at is null", person)
    await pool.execute(
        "insert into account (person_id, name, password_hash) values ($1, $2, 'x')", id_, f"{person}{id_}"
    )
    return id_


@pytest.mark.parametrize("person", ["anna", "irina", "maria", "head"])
async def test_a_new_number_changes_nobody(database: asyncpg.Pool, tmp_path: Path, person: str) -> None:
    await bring(database, write(tmp_path / "set", small()))
    before, id_ = await in_force(database), await account(database, person)
    folder = write(tmp_path / "set", renamed(small(), person, "new"))
    preview = await bring(database, folder, yes=False)
    assert ("person_again", [f"--join {person}=new" in p["en"] for p in preview["problems"]]) == (
        "person_again",
        [True],
    )
    done = await bring(database, folder, joins=[(person, "new")])
    assert (done["applied"], done["joined"], changes(done)) == (True, [{"old": person, "new": "new"}], {})
    assert await database.fetchval("select id from person where source_id = 'new'") == id_
    assert await in_force(database) == before
    again = await bring(database, folder)
    assert (again["applied"], changes(again), again["problems"]) == (False, {}, [])


def twice(files: Files) -> Files:
    """Anna's mother stands in the lists a second time."""
    files["users.csv"].append({**line(files, "users.csv", "irina"), "sourcedId": "new"})
    files["roles.csv"].append({"sourcedId": "r9", "userSourcedId": "new", "role": "parent", "orgSourcedId": "s7"})
    line(files, "users.csv", "anna")["metadata.zvonok.agents"] = "irina:mother,new:mother"
    return files


async def test_who_stands_twice_becomes_the_one_with_the_sign_in(database: asyncpg.Pool, tmp_path: Path) -> None:
    await bring(database, write(tmp_path / "set", small()))
    irina = await account(database, "irina")
    told = await bring(database, write(tmp_path / "set", twice(small())))
    assert "person_again" in codes(told, "warning")
    assert await database.fetchval("select count(*) from guardianship_now") == 3
    folder = write(tmp_path / "set", renamed(small(), "irina", "new"))
    done = await bring(database, folder, joins=[("irina", "new")], allow_ending=frozenset({"all"}))
    assert (done["applied"], done["joined"]) == (True, [{"old": "irina", "new": "new"}])
    rows = await database.fetch(
        "select guardian_id from guardianship_now g join person p on p.id = g.student_id where p.source_id = 'anna'"
    )
    assert [row["guardian_id"] for row in rows] == [irina]
    assert await database.fetchval("select source_id from person where id = $1", irina) == "new"
    again = await bring(database, folder)
    assert (again["applied"], changes(again)) == (False, {})


async def test_two_who_have_both_signed_in_are_not_made_one(database: asyncpg.Pool, tmp_path: Path) -> None:
    await bring(database, write(tmp_path / "set", twice(small())))
    await account(database, "irina")
    await account(database, "new")
    before = await in_force(database)
    files = renamed(small(), "irina", "new")
    refused = await bring(database, write(tmp_path / "set", files), joins=[("irina", "new")])
    assert (refused["applied"], codes(refused)) == (False, {"join_both_lived"})
    assert await in_force(database) == before


async def test_a_restriction_of_either_holds_for_the_one(database: asyncpg.Pool, tmp_path: Path) -> None:
    files = twice(small())
    line(files, "users.csv", "anna")["metadata.zvonok.agents"] = "irina:mother,new:mother:restricted"
    await bring(database, write(tmp_path / "set", files))
    files = renamed(small(), "irina", "new")
    refused = await bring(database, write(tmp_path / "set", files), joins=[("irina", "new")])
    assert (codes(refused), refused["restrictions_lifted"]) == (
        {"restriction_lifted"},
        [{"guardian": "new", "student": "anna"}],
    )
    line(files, "users.csv", "anna")["metadata.zvonok.agents"] = "new:mother:restricted"
    done = await bring(database, write(tmp_path / "set", files), joins=[("irina", "new")])
    assert done["applied"]
    assert (
        await database.fetchval(
            "select count(*) from guardianship_now g join person p on p.id = g.student_id where p.source_id = 'anna'"
        )
        == 0
    )


async def test_a_teacher_of_an_old_system_is_found_and_joined_with_the_new(
    database: asyncpg.Pool, tmp_path: Path
) -> None:
    files = small()
    line(files, "users.csv", "maria")["email"] = "maria@school.test"
    await bring(database, write(tmp_path / "set", renamed(files, "maria", "77"), source="old-sis"))
    maria = await database.fetchval("select id from person where source_id = '77'")
    await database.execute("insert into account (person_id, name, password_hash) values ($1, 'maria', 'x')", maria)
    fresh = small()
    line(fresh, "users.csv", "maria")["email"] = "maria@school.test"
    folder = write(tmp_path / "set", fresh, source="new-sis")
    told = await bring(database, folder, yes=False)
    assert [p["data"] for p in told["problems"] if p["code"] == "person_again" and p["data"][0] == "maria"] == [
        ["maria", "old-sis:77"]
    ]
    done = await bring(database, folder, joins=[("old-sis:77", "maria")])
    assert done["applied"]
    row = await database.fetchrow("select source, source_id from person where id = $1", maria)
    assert tuple(row or ()) == ("new-sis", "maria")
    assert (await bring(database, folder))["applied"] is False


async def test_ties_that_only_the_second_had_go_over(database: asyncpg.Pool, tmp_path: Path) -> None:
    """The set of changes that joins the two names none of them."""
    await bring(database, write(tmp_path / "set", small()))
    files = small()
    files["users.csv"].append({**line(files, "users.csv", "maria"), "sourcedId": "new"})
    files["roles.csv"].append({"sourcedId": "r9", "userSourcedId": "new", "role": "aide", "orgSourcedId": "s7"})
    line(files, "enrollments.csv", "e6")["userSourcedId"] = "new"
    await bring(database, write(tmp_path / "set", files))
    maria = await database.fetchval("select id from person where source_id = 'maria'")
    rows: Files = {"users.csv": [{**line(files, "users.csv", "new"), "status": "active"}]}
    without(rows, "users.csv", "maria")
    folder = write(tmp_path / "set", rows, modes={"users.csv": "delta"})
    assert (await bring(database, folder, joins=[("maria", "new")]))["applied"]
    assert await database.fetchval("select teacher_id from teaching_now") == maria
    assert [
        row[0] for row in await database.fetch("select role::text from role_now where person_id = $1 order by 1", maria)
    ] == ["staff", "teacher"]
